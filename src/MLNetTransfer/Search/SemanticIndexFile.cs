using System.Runtime.InteropServices;
using System.Text;
using MLNetTransfer.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace MLNetTransfer.Search;

/// <summary>An index as a safetensors file: <c>vectors</c> <c>[rows, size]</c>, and where there are texts, their UTF-8 bytes and where each ends.</summary>
internal static class SemanticIndexFile
{
    private const string Vectors = "vectors", TextBytes = "text_bytes", TextEnds = "text_ends";
    private const string FormatKey = "format", Format = "mlnettransfer-semantic-index-1";

    public static void Write(string path, int size, int count, float[][] blocks, string[]? texts)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<KeyValuePair<string, Tensor>>();
        var vectors = empty(count, size, dtype: ScalarType.Float32);
        var into = MemoryMarshal.Cast<byte, float>(vectors.bytes);
        foreach (var block in blocks)
        {
            block.CopyTo(into);
            into = into[block.Length..];
        }
        tensors.Add(new(Vectors, vectors));
        if (texts is not null)
        {
            var utf8 = texts.Select(Encoding.UTF8.GetBytes).ToArray();
            var ends = new long[texts.Length];
            var end = 0L;
            for (var i = 0; i < ends.Length; i++) ends[i] = end += utf8[i].Length;
            tensors.Add(new(TextBytes, tensor(utf8.SelectMany(b => b).ToArray(), dtype: ScalarType.Byte)));
            tensors.Add(new(TextEnds, tensor(ends, dtype: ScalarType.Int64)));
        }
        new SafetensorsWriter(tensors, metadata: new Dictionary<string, string> { [FormatKey] = Format }).Write(path);
    }

    public static (int Size, float[][] Blocks, string[]? Texts) Read(string path, int blockRows)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault(FormatKey) != Format) throw new InvalidDataException($"'{path}' is no semantic index of this version: its '{FormatKey}' is '{file.Metadata.GetValueOrDefault(FormatKey) ?? "missing"}', expected '{Format}'.");
        if (!file.Tensors.TryGetValue(Vectors, out var entry) || entry.DataType != ScalarType.Float32 || entry.Shape is not [>= 0 and <= int.MaxValue, > 0 and <= int.MaxValue])
            throw new InvalidDataException($"'{path}' has no '{Vectors}' [rows, size] of float32: it is damaged.");
        var (count, size) = ((int)entry.Shape[0], (int)entry.Shape[1]);
        var all = MemoryMarshal.Cast<byte, float>(file.Read(Vectors).bytes);
        var blocks = new float[(count + blockRows - 1) / blockRows][];
        for (var b = 0; b < blocks.Length; b++) blocks[b] = all.Slice(b * blockRows * size, Math.Min(blockRows, count - b * blockRows) * size).ToArray();
        return (size, blocks, file.Tensors.ContainsKey(TextEnds) ? ReadTexts(file, path, count) : null);
    }

    private static string[] ReadTexts(SafetensorsFile file, string path, int count)
    {
        if (!file.Tensors.TryGetValue(TextBytes, out var entry) || entry.DataType != ScalarType.Byte || entry.Shape.Count != 1 || file.Tensors[TextEnds].DataType != ScalarType.Int64)
            throw new InvalidDataException($"'{path}' has no '{TextBytes}' for its '{TextEnds}': it is damaged.");
        var bytes = file.Read(TextBytes).bytes;
        var ends = MemoryMarshal.Cast<byte, long>(file.Read(TextEnds).bytes);
        if (ends.Length != count) throw new InvalidDataException($"'{path}' has {ends.Length} texts for {count} vectors: it is damaged.");
        var texts = new string[count];
        var start = 0L;
        for (var i = 0; i < count; i++)
        {
            if (ends[i] < start || ends[i] > bytes.Length) throw new InvalidDataException($"'{path}': the text of row {i} lies outside '{TextBytes}': it is damaged.");
            texts[i] = Encoding.UTF8.GetString(bytes[(int)start..(int)ends[i]]);
            start = ends[i];
        }
        return texts;
    }
}
