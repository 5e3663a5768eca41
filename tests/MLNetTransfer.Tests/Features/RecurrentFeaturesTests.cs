using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Tests.TextClassification;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Tests.Features;

/// <summary>Features of encoders that read word after word: ELMo in its publishers' files, and AWD-LSTM.</summary>
public sealed class RecurrentFeaturesTests : IDisposable
{
    private static readonly string _elmo = Path.Combine(AppContext.BaseDirectory, "Goldens", "families", "elmo", "allennlp");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Contract_of_ELMo()
    {
        var options = Options(_elmo);
        options.Features = new() { Layers = LayerSelection.Of(0, 1, 2), Combination = LayerCombination.ScalarMix, ScalarMixWeights = [0.5f, -1, 2], ScalarMixScale = 0.7f, Pooling = [TokenPooling.Mean, TokenPooling.Max] };
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerFeatures(options), texts: ["Text"], target: null, outputs: ["Features"]);
    }

    [Fact]
    public void Contract_of_AWD_LSTM_whose_layers_are_of_different_widths()
    {
        var options = Options(TinyModels.Folder("awd-lstm"));
        options.Features = new() { Layers = LayerSelection.Of(0, 1, 2) };
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerFeatures(options), texts: ["Text"], target: null, outputs: ["Features"]);
        Assert.Equal(24 + 40 + 24, Vectors(options, "money")[0].Length);
        options.Features = new() { Layers = LayerSelection.Of(0, 1), Combination = LayerCombination.Mean };
        Assert.Contains("24, 40 wide", Assert.Throws<ArgumentException>(() => Vectors(options, "money")).Message);
    }

    [Fact]
    public void Every_text_is_read_afresh_and_gives_the_encoders_own_states()
    {
        string[] texts = ["The U.S. Centers for Disease Control advised schools .", "Don't !"];
        string[][] words = [texts[0].Split(' '), ["Do", "n't", "!"]];
        var options = Options(_elmo);
        options.Features = new() { Layers = LayerSelection.Of(0, 1, 2) };
        var actual = Vectors(options, texts);

        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var checkpoint = Checkpoint.Open(_elmo);
        var family = FamilyRegistry.Find("elmo");
        var config = family.ReadConfig(checkpoint.Config);
        using var encoder = family.CreateEncoder(config, pooler: false);
        checkpoint.LoadInto(encoder, family.NamesOf(config));
        encoder.eval();
        for (var i = 0; i < texts.Length; i++)
        {
            using var batch = TokenBatch.Create([new WordCharacterTokenizer().Tokenize(words[i])], 0, torch.CPU);
            var states = encoder.Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!;
            var expected = torch.cat(states.Select(s => s.mean(new long[] { 1 })).ToArray(), 1).data<float>().ToArray();
            Assert.Equal(3 * 32, expected.Length);
            for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[i][k], 1e-5f);
        }
    }

    private TransformerFeaturesEstimator.Options Options(string model) => new() { Model = model, Truncation = new() { MaxTokens = 24 }, Cache = new() { Folder = _folder["cache"] } };

    private static float[][] Vectors(TransformerFeaturesEstimator.Options options, params string[] texts)
    {
        var ml = TestContext.Create(1);
        var data = ml.Data.LoadFromEnumerable(texts.Select(t => new Row { Text = t }));
        using var transformer = ml.Transforms.Text.TransformerFeatures(options).Fit(data);
        return [.. transformer.Transform(data).GetColumn<float[]>("Features")];
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
