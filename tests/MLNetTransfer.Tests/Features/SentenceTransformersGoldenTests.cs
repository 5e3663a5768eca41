using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Tests.Features;

/// <summary>What sentence-transformers and transformers make of texts with all-MiniLM-L6-v2, through an ML.NET pipeline.</summary>
public sealed class SentenceTransformersGoldenTests
{
    private const string Weights = "weights/all-MiniLM-L6-v2";

    [SharedFact(Weights)]
    public void A_folder_gives_its_own_embeddings()
    {
        var (settings, figures) = Case("all-MiniLM-L6-v2");
        var vectors = Vectors(settings, new());
        Close(figures["embeddings"], vectors, "embeddings");
        Assert.All(vectors, v => Assert.Equal(1, v.Sum(x => x * x), 1e-4));
    }

    [SharedFact(Weights)]
    public void Every_layer_pooled_as_wanted() => VerifyStates("all-MiniLM-L6-v2-states");

    [SharedFact(Weights)]
    public void Pairs_of_texts() => VerifyStates("all-MiniLM-L6-v2-pairs");

    private static void VerifyStates(string name)
    {
        var (settings, figures) = Case(name);
        var pooler = Vectors(settings, new() { Features = new() { Pooling = [TokenPooling.Pooler] } });
        Close(figures["pooler_output"], pooler, "pooler");
        // All layers and both poolings at once: the slices are those of each alone.
        var all = Vectors(settings, new() { Features = new() { Layers = LayerSelection.Of(0, 1, 2, 3, 4, 5, 6), Pooling = [TokenPooling.Mean, TokenPooling.FirstToken] } });
        for (var layer = 0; layer <= 6; layer++)
        {
            Close(figures[$"mean.{layer}"], [.. all.Select(v => v[(layer * 384)..((layer + 1) * 384)])], $"mean of layer {layer}");
            Close(figures[$"cls.{layer}"], [.. all.Select(v => v[((7 + layer) * 384)..((8 + layer) * 384)])], $"first token of layer {layer}");
        }
        Close(figures["cls.3"], Vectors(settings, new() { Features = new() { Layers = LayerSelection.Of(3), Pooling = [TokenPooling.FirstToken] } }), "layer 3 alone");
        Close(figures["cls.6"], Vectors(settings, new() { Features = new() { Pooling = [TokenPooling.FirstToken] } }), "the last layer's first token alone");
    }

    private static float[][] Vectors(JsonObject settings, TransformerFeaturesEstimator.Options options)
    {
        var ml = TestContext.Create(0);
        var pairs = settings["pairs"] as JsonArray;
        var rows = pairs is null
            ? ((JsonArray)settings["texts"]!).Select(t => new Row { Text = (string)t! })
            : pairs.Select(p => new Row { Text = (string)p![0]!, Second = (string)p[1]! });
        var data = ml.Data.LoadFromEnumerable(rows);
        options.Model = SharedFolder.PathOf(Weights);
        options.SecondInputColumnName = pairs is null ? null : "Second";
        options.Truncation = new() { MaxTokens = 256 };
        options.Cache = null;
        using var transformer = ml.Transforms.Text.TransformerFeatures(options).Fit(data);
        return [.. transformer.Transform(data).GetColumn<float[]>("Features")];
    }

    private static (JsonObject Settings, Dictionary<string, float[][]> Figures) Case(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Goldens", "sentence-transformers", name);
        using var scope = torch.NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        return (JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")))!["settings"]!.AsObject(),
            file.Tensors.Where(t => !t.Key.StartsWith("input.", StringComparison.Ordinal)).ToDictionary(t => t.Key, t => Rows(file.Read(t.Key))));
    }

    private static float[][] Rows(torch.Tensor matrix) => [.. matrix.data<float>().ToArray().Chunk((int)matrix.shape[1])];

    private static void Close(float[][] expected, float[][] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < expected.Length; row++)
        {
            var difference = expected[row].Zip(actual[row], (e, a) => Math.Abs(e - a)).Max();
            Assert.True(difference <= 2e-5, $"{what} of row {row} differs by {difference}");
        }
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public string Second { get; set; } = "";
    }
}
