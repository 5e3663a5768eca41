using TorchSharp;

namespace MLNetTransfer.Modeling.Checkpoints.Pickle;

/// <summary>Everything that a pickle may name, and what naming it does.</summary>
internal static class PickleGlobals
{
    private const int MaxRank = 64;

    private static readonly Dictionary<string, PickleGlobal> _allowed = new PickleGlobal[]
    {
        new(PickleGlobalKind.OrderedDictionary, "collections.OrderedDict"),
        new(PickleGlobalKind.RebuildTensor, "torch._utils._rebuild_tensor_v2"),
        new(PickleGlobalKind.RebuildParameter, "torch._utils._rebuild_parameter"),
        new(PickleGlobalKind.Storage, "torch.FloatStorage", torch.ScalarType.Float32),
        new(PickleGlobalKind.Storage, "torch.HalfStorage", torch.ScalarType.Float16),
        new(PickleGlobalKind.Storage, "torch.BFloat16Storage", torch.ScalarType.BFloat16),
        new(PickleGlobalKind.Storage, "torch.DoubleStorage", torch.ScalarType.Float64),
        new(PickleGlobalKind.Storage, "torch.LongStorage", torch.ScalarType.Int64),
        new(PickleGlobalKind.Storage, "torch.IntStorage", torch.ScalarType.Int32),
        new(PickleGlobalKind.Storage, "torch.ShortStorage", torch.ScalarType.Int16),
        new(PickleGlobalKind.Storage, "torch.CharStorage", torch.ScalarType.Int8),
        new(PickleGlobalKind.Storage, "torch.ByteStorage", torch.ScalarType.Byte),
        new(PickleGlobalKind.Storage, "torch.BoolStorage", torch.ScalarType.Bool),
    }.ToDictionary(g => g.Name);

    /// <summary>The global of a name such as `torch.FloatStorage`; null where it is not allowed.</summary>
    public static PickleGlobal? Find(string name) => _allowed.GetValueOrDefault(name);

    /// <summary>Makes the storage of a persistent id: ('storage', type, key, location, count). Null where it is none.</summary>
    public static StorageReference? Storage(object? id) =>
        id is PickleSequence { IsTuple: true, Items: ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, _, long count and >= 0] } && count <= long.MaxValue / TensorTypes.Size(type.StorageType)
            ? new StorageReference(type.StorageType, key, count)
            : null;

    /// <summary>Calls a global; null where the arguments are not its own.</summary>
    public static object? Call(object? function, object? arguments) => (function, arguments) switch
    {
        (PickleGlobal { Kind: PickleGlobalKind.OrderedDictionary }, PickleSequence { IsTuple: true, Items: [] }) => new PickleDictionary([]),
        (PickleGlobal { Kind: PickleGlobalKind.RebuildTensor }, PickleSequence { IsTuple: true, Items: [StorageReference storage, long offset, PickleSequence size, PickleSequence stride, ..] }) =>
            Tensor(storage, offset, Numbers(size), Numbers(stride)),
        (PickleGlobal { Kind: PickleGlobalKind.RebuildParameter }, PickleSequence { IsTuple: true, Items: [TensorReference tensor, ..] }) => tensor,
        _ => null,
    };

    private static TensorReference? Tensor(StorageReference storage, long offset, long[]? shape, long[]? strides)
    {
        if (shape is null || strides is null || shape.Length != strides.Length || offset < 0 || offset > storage.Count) return null;
        if (TensorEntry.CountElements(shape, storage.Type) is not { } count) return null;
        // Where the last element lies; in 128 bits, since sizes and strides are anyone's.
        Int128 last = offset;
        for (var d = 0; d < shape.Length && count > 0; d++) last += (Int128)(shape[d] - 1) * strides[d];
        return count > 0 && last >= storage.Count ? null : new TensorReference(storage, offset, shape, strides, count);
    }

    private static long[]? Numbers(PickleSequence sequence) =>
        sequence.Items.Count <= MaxRank && sequence.Items.All(i => i is long and >= 0) ? [.. sequence.Items.Cast<long>()] : null;
}
