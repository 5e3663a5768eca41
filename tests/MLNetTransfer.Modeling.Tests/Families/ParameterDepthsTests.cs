using System.Text.RegularExpressions;
using MLNetTransfer.Modeling.Families;

namespace MLNetTransfer.Modeling.Tests.Families;

public sealed partial class ParameterDepthsTests
{
    [Theory]
    [InlineData("bert/sequence-classification", 2)]
    [InlineData("roberta/token-classification", 2)]
    [InlineData("distilbert/question-answering", 2)]
    [InlineData("electra/pretraining", 2)]
    [InlineData("albert/sequence-classification", 1)] // one layer, run twice
    [InlineData("mpnet/sequence-classification", 2)]
    [InlineData("deberta-v2/sequence-classification", 2)]
    [InlineData("modernbert/sequence-classification", 4)]
    [InlineData("gpt2/sequence-classification", 2)]
    [InlineData("openai-gpt/causal-lm", 2)]
    [InlineData("t5/conditional-generation", 4)] // the decoder's two follow the encoder's
    public void Layers_count_from_below_and_heads_lie_on_top(string name, int layers)
    {
        using var model = new GoldenCase(name).Model();
        var depths = new ParameterDepths(model);
        Assert.Equal(layers, depths.LayerCount);
        foreach (var (parameter, values) in model.named_parameters())
        {
            int depth = depths.Of(values);
            if (InLayer().Match(parameter) is { Success: true } match)
            {
                int below = parameter.StartsWith("decoder.", StringComparison.Ordinal) ? layers / 2 : 0;
                Assert.Equal((parameter, below + int.Parse(match.Groups[1].Value) + 1), (parameter, depth));
            }
            else if (!parameter.StartsWith("encoder.", StringComparison.Ordinal) && !parameter.StartsWith("decoder.", StringComparison.Ordinal) || parameter.Contains(".pooler.", StringComparison.Ordinal)) Assert.Equal((parameter, depths.Head), (parameter, depth));
            else if (parameter.StartsWith("encoder.norm.", StringComparison.Ordinal)) Assert.Equal((parameter, layers), (parameter, depth));
            else if (parameter.StartsWith("encoder.", StringComparison.Ordinal) && !parameter.Contains(".norm.", StringComparison.Ordinal)) Assert.Equal((parameter, 0), (parameter, depth));
        }
    }

    [Fact]
    public void Both_directions_of_a_recurrent_network_count_together()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Goldens", "awd-lstm", "classifier");
        var config = Modeling.Checkpoints.Checkpoint.ReadConfig(folder);
        IFamily family = FamilyRegistry.Find(config);
        using var model = family.CreateModel(family.ReadConfig(config), new(Heads.HeadKind.SequenceClassification, 3));
        var depths = new ParameterDepths(model);
        Assert.Equal(family.ReadConfig(config).LayerCount, depths.LayerCount);
        foreach (var (name, values) in model.named_parameters())
        {
            int expected = InLayer().Match(name) is { Success: true } match ? int.Parse(match.Groups[1].Value) + 1 : name.StartsWith("encoder.", StringComparison.Ordinal) ? 0 : depths.Head;
            Assert.Equal((name, expected), (name, depths.Of(values)));
        }

        using var elmo = new Modeling.Layers.BidirectionalLstm(2, skips: true, backward => new(3, 4, 3, 0, 0, backward));
        depths = new ParameterDepths(elmo);
        foreach (var (name, values) in elmo.named_parameters()) Assert.Equal((name, name.Contains("_0", StringComparison.Ordinal) ? 1 : 2), (name, depths.Of(values)));
    }

    [GeneratedRegex(@"layers\.(\d+)\.")]
    private static partial Regex InLayer();
}
