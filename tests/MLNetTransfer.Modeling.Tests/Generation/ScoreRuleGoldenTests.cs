using MLNetTransfer.Modeling.Generation.Rules;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tests.Training;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Generation;

/// <summary>Each rule alone, on the same scores.</summary>
public class ScoreRuleGoldenTests
{
    private const int End = 1;

    private static readonly Dictionary<string, IScoreRule> _rules = new()
    {
        ["temperature"] = new Temperature(0.7),
        ["top-k"] = new TopK(5),
        ["top-p"] = new TopP(0.8),
        ["min-p"] = new MinP(0.1),
        ["typical-p"] = new TypicalP(0.5),
        ["repetition-penalty"] = new RepetitionPenalty(1.3),
        ["no-repeat-ngram"] = new NoRepeatedNGrams(2),
        ["min-length"] = new MinimumLength(10, [End]),
        ["bad-words"] = new BannedSequences([[7], [4, 9]]),
        ["forced-eos"] = new ForcedEnd(9, End),
    };

    public static TheoryData<string> Names => [.. _rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rule_gives_the_references_scores(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = Golden.Tensors("sampling/processors");
        var ids = golden["input.input_ids"];
        var written = ids.data<long>().ToArray().Select(id => (int)id).Chunk((int)ids.shape[1]).ToArray();
        var scores = golden["input.scores"].to(TestDevice.Current).clone();

        var before = scores.clone();
        _rules[name].Apply(scores, written);

        var (expected, actual) = (Compare.Values(golden[name]), Compare.Values(scores));
        Assert.Equal(expected.Select(float.IsNegativeInfinity), actual.Select(float.IsNegativeInfinity));
        Assert.All(expected.Zip(actual).Where(pair => float.IsFinite(pair.First)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.False(Compare.Values(before).SequenceEqual(actual));
    }
}
