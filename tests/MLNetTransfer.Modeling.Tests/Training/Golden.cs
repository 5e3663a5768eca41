using System.Text.Json;

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

    public static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetDouble())];

    public static int[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetInt32())];
}
