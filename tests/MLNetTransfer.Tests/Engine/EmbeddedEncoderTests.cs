using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Engine;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.Engine;

/// <summary>The encoder in the package: where no model is named.</summary>
public class EmbeddedEncoderTests
{
    private readonly MLContext _ml = TestContext.Create(1);

    [Fact]
    public void It_takes_at_most_8_MB()
    {
        var assembly = typeof(EmbeddedEncoder).Assembly;
        var sizes = assembly.GetManifestResourceNames().Where(n => n.StartsWith("encoder/", StringComparison.Ordinal)).ToDictionary(n => n, n => assembly.GetManifestResourceStream(n)!.Length);
        Assert.Equal(["encoder/config.json", "encoder/model.safetensors", "encoder/tokenizer.json", "encoder/tokenizer_config.json"], sizes.Keys.Order());
        Assert.InRange(sizes.Values.Sum(), 4_000_000, 8_000_000);
    }

    [Fact]
    public void Its_features_put_what_means_the_same_side_by_side()
    {
        (string Text, string Same, string Other)[] triples =
        [
            ("How do I get my money back?", "I would like a refund.", "What is the weather like in spring?"),
            ("The film was wonderful.", "A great movie.", "My card has been stolen."),
            ("The cat sleeps on the sofa.", "A kitten is lying on the couch.", "Interest rates rose by one percent."),
            ("I cannot log in to my account.", "My password is not accepted.", "The train leaves at noon."),
            ("She is a doctor at the hospital.", "He works as a nurse in a clinic.", "The river runs through the valley."),
        ];
        using var model = _ml.Transforms.Text.TransformerFeatures("Features", "Text").Fit(View([]));
        float[][] vectors = [.. model.Transform(View(triples.SelectMany(t => new[] { t.Text, t.Same, t.Other }))).GetColumn<float[]>("Features")];
        Assert.All(Enumerable.Range(0, triples.Length), i => Assert.True(Cosine(vectors[3 * i], vectors[(3 * i) + 1]) > Cosine(vectors[3 * i], vectors[(3 * i) + 2]), triples[i].Text));
    }

    [Fact]
    public void A_trainer_needs_no_model()
    {
        var rows = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(_ml.Data.LoadFromEnumerable(ContractRow.Some())).Transform(_ml.Data.LoadFromEnumerable(ContractRow.Some()));
        using var model = _ml.MulticlassClassification.Trainers.TransformerTextClassification(new TransformerTextClassificationTrainer.Options { Truncation = { MaxTokens = 16 }, Training = { Epochs = 1, MaxSteps = 1 } }).Fit(rows);
        Assert.Equal(60, model.Transform(rows).GetColumn<float[]>("Score").Count());
    }

    private IDataView View(IEnumerable<string> texts) => _ml.Data.LoadFromEnumerable(texts.Select(t => new Row { Text = t }));

    private static double Cosine(float[] a, float[] b)
    {
        double dot = 0, left = 0, right = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += a[i] * b[i];
            left += a[i] * a[i];
            right += b[i] * b[i];
        }
        return dot / Math.Sqrt(left * right);
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
