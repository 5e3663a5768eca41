using System.Collections.Immutable;
using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML.Data;

/// <summary>A vector of primitive values, of known or variable size.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <param name="itemType">The type of the items.</param>
    /// <param name="size">The number of items; 0 where rows differ.</param>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : base(RawTypeOf(itemType))
    {
        Contracts.CheckParam(size >= 0, nameof(size));
        ItemType = itemType;
        Size = size;
        Dimensions = [size];
    }

    /// <inheritdoc cref="VectorDataViewType(PrimitiveDataViewType, ImmutableArray{int})"/>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, (dimensions ?? throw new ArgumentNullException(nameof(dimensions))).ToImmutableArray())
    {
    }

    /// <param name="itemType">The type of the items.</param>
    /// <param name="dimensions">The size of each dimension; 0 where rows differ.</param>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(RawTypeOf(itemType))
    {
        Contracts.CheckParam(dimensions.Length > 0, nameof(dimensions));
        Contracts.CheckParam(dimensions.All(d => d >= 0), nameof(dimensions));
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (size, dimension) => checked(size * dimension));
    }

    /// <summary>The size of each dimension; 0 where rows differ.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>Whether all rows have <see cref="Size"/> items.</summary>
    public bool IsKnownSize => Size > 0;

    /// <summary>The type of the items.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The number of items; 0 where rows differ.</summary>
    public int Size { get; }

    public override bool Equals(DataViewType other) =>
        ReferenceEquals(this, other) || other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Size == vector.Size && Dimensions.AsSpan().SequenceEqual(vector.Dimensions.AsSpan());

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        hash.Add(Size);
        foreach (var dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    public override string ToString() => Dimensions.Length == 1 && Size == 0
        ? $"Vector<{ItemType}>"
        : $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d > 0 ? d.ToString() : "*"))}>";

    private static Type RawTypeOf(PrimitiveDataViewType itemType) => typeof(VBuffer<>).MakeGenericType((itemType ?? throw new ArgumentNullException(nameof(itemType))).RawType);
}
