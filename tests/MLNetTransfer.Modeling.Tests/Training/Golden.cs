using System.Text.Json;
using MLNetTransfer.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

/// <summary>Reads the figures of a golden case.</summary>
internal static class Golden
{
    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Goldens", name);

    public static JsonElement Json(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Folder(name), "golden.json"));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static Dictionary<string, Tensor> Tensors(string name)
    {
        using var file = SafetensorsFile.Open(Path.Combine(Folder(name), "golden.safetensors"));
        return file.Tensors.Keys.ToDictionary(key => key, key => file.Read(key));
    }

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetInt32())];
}
