using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

/// <summary>A class index: values run from 1 to <see cref="Count"/>, and 0 is missing.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    /// <param name="type">Byte, UInt16, UInt32 or UInt64.</param>
    /// <param name="count">The number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is none of these, or <paramref name="count"/> is 0 or more than it can number.</exception>
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        Contracts.CheckParam(count != 0 && MaxCount(type) >= count, nameof(count), "The cardinality of a " + nameof(KeyDataViewType) + " must not exceed " + type.Name + ".MaxValue and must be strictly positive but got " + count + ".");
        Count = count;
    }

    /// <inheritdoc cref="KeyDataViewType(Type, ulong)"/>
    public KeyDataViewType(Type type, int count)
        : this(type, (ulong)Math.Max(count, 0))
    {
    }

    /// <summary>The number of classes.</summary>
    public ulong Count { get; }

    /// <summary>Whether keys can be of the raw type.</summary>
    public static bool IsValidDataType(Type type) => type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(byte);

    public override bool Equals(DataViewType other) => ReferenceEquals(this, other) || other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    private static ulong MaxCount(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        TypeCode.UInt64 => ulong.MaxValue,
        _ => throw new ArgumentOutOfRangeException(nameof(type), "Invalid type for a " + nameof(KeyDataViewType) + ": " + type + ". Expected one of Byte, UInt16, UInt32 and UInt64."),
    };
}
