using TorchSharp;

namespace MLNetTransfer.Modeling.Checkpoints.Pickle;

// What a restricted pickle is made of, besides null, bool, long, double and string.

/// <summary>A tuple, or a list while it grows.</summary>
internal sealed record PickleSequence(List<object?> Items, bool IsTuple);

/// <summary>A dictionary in the order of its insertions. Keys are kept as they come, since only texts are ever looked at.</summary>
internal sealed record PickleDictionary(List<(object? Key, object? Value)> Items);

/// <summary>One of the few functions and types that a pickle of tensors may name.</summary>
internal sealed record PickleGlobal(PickleGlobalKind Kind, string Name, torch.ScalarType StorageType = default);

internal enum PickleGlobalKind
{
    OrderedDictionary,
    RebuildTensor,
    RebuildParameter,
    Storage,
}

/// <summary>Numbers in an entry of the archive.</summary>
/// <param name="Type">The type of each.</param>
/// <param name="Key">The entry's name below `data/`.</param>
/// <param name="Count">How many there are.</param>
internal sealed record StorageReference(torch.ScalarType Type, string Key, long Count);

/// <summary>A view of a storage; offset and strides count elements.</summary>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides, long ElementCount)
{
    /// <summary>Elements from the first to the last that the view touches.</summary>
    public long Extent { get; } = ElementCount == 0 ? 0 : 1 + Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum();

    /// <summary>True where the view is its elements in their order.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var d = Shape.Length - 1; d >= 0; d--)
            {
                if (Shape[d] != 1 && Strides[d] != expected && ElementCount > 0) return false;
                expected *= Shape[d];
            }
            return true;
        }
    }
}
