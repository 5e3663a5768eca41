using TorchSharp;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>The element types that checkpoints hold: their names in safetensors and their sizes.</summary>
internal static class TensorTypes
{
    /// <summary>In the order in which safetensors sorts types, the one it writes last first.</summary>
    private static readonly (torch.ScalarType Type, string Name, int Size)[] _all =
    [
        (torch.ScalarType.Bool, "BOOL", 1),
        (torch.ScalarType.Byte, "U8", 1),
        (torch.ScalarType.Int8, "I8", 1),
        (torch.ScalarType.Int16, "I16", 2),
        (torch.ScalarType.Float16, "F16", 2),
        (torch.ScalarType.BFloat16, "BF16", 2),
        (torch.ScalarType.Int32, "I32", 4),
        (torch.ScalarType.Float32, "F32", 4),
        (torch.ScalarType.Float64, "F64", 8),
        (torch.ScalarType.Int64, "I64", 8),
    ];

    public static string AllNames => string.Join(", ", _all.Select(t => t.Name));

    public static torch.ScalarType? Find(string name) => Array.Find(_all, t => t.Name == name) is { Size: > 0 } found ? found.Type : null;

    public static string Name(torch.ScalarType type) => Row(type).Name;

    public static int Size(torch.ScalarType type) => Row(type).Size;

    /// <summary>The type's place in safetensors' order of types.</summary>
    public static int Rank(torch.ScalarType type) => Array.FindIndex(_all, t => t.Type == type);

    public static bool IsFloatingPoint(torch.ScalarType type) => type is torch.ScalarType.Float16 or torch.ScalarType.BFloat16 or torch.ScalarType.Float32 or torch.ScalarType.Float64;

    public static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    private static (torch.ScalarType Type, string Name, int Size) Row(torch.ScalarType type) =>
        Array.Find(_all, t => t.Type == type) is { Size: > 0 } found ? found : throw new NotSupportedException($"Checkpoints here hold no tensors of type {type}. Convert to one of {AllNames}.");
}
