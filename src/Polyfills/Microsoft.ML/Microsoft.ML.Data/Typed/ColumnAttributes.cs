using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Gives a member's column another name than the member's.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

/// <summary>Leaves a member out of the columns.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
}

/// <summary>Makes a member's column a key. The member counts classes from 0, and a value of the count or above is missing; the column counts from 1, and 0 is missing.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>A key of as many classes as the member's type can number.</summary>
    public KeyTypeAttribute()
    {
    }

    /// <summary>A key of <paramref name="count"/> classes.</summary>
    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong? Count { get; }
}

/// <summary>Gives the size of the vectors in a member's column.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>Vectors of any size.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>Vectors of one size; 0 is any.</summary>
    public VectorTypeAttribute(int size)
    {
        Contracts.CheckParam(size >= 0, nameof(size), "Should be non-negative number");
        Dims = [size];
    }

    /// <summary>Tensors of one shape; 0 is any size along a dimension.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        Contracts.CheckParam(dimensions.All(size => size >= 0), nameof(dimensions), "Should contain only non-negative values");
        Dims = dimensions;
    }

    internal int[] Dims { get; }
}
