using MLNetTransfer.Modeling.Generation;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Generation;

/// <summary>Searches over scores that are known.</summary>
public class SearchTests
{
    private const int End = 0;

    /// <summary>A model of which every next token has the same probabilities, by the last one.</summary>
    private sealed class Chain(float[][] probabilities) : ITokenDecoder
    {
        public DecodingStart Begin(TokenBatch input) => new(new(0), input.TokenIds.clone(), Scores(input.TokenIds.select(1, -1)), Room: 100);

        public Tensor Next(Tensor tokenIds, DecodingState state) => Scores(tokenIds);

        private Tensor Scores(Tensor last) => tensor(last.data<long>().ToArray().SelectMany(id => probabilities[id]).ToArray()).view(-1, probabilities.Length).log();
    }

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        float[] row = [0, 0.5f, 0.3f, 0.2f];
        var texts = Run([row, row, row, row], 1, new() { Sample = true, MaxNewTokens = 100, TextCount = 50, Seed = 3 });
        for (var token = 0; token < 4; token++) Assert.Equal(row[token], texts.SelectMany(t => t.TokenIds).Count(id => id == token) / 5000.0, 0.03);
    }

    [Theory]
    [InlineData(1, "1 3", 0.6 * 0.4 * 0.9)]
    [InlineData(2, "2", 0.4 * 0.9)]
    public void Beams_find_what_one_step_at_a_time_does_not(int beams, string expected, double probability)
    {
        // 1 is likelier than 2, but what follows it is not.
        float[][] chain = [[1, 0, 0, 0], [0.3f, 0.3f, 0, 0.4f], [0.9f, 0, 0, 0.1f], [0.9f, 0.1f, 0, 0]];
        float[] first = [0, 0.6f, 0.4f, 0];
        var text = Run([first, chain[1], chain[2], chain[3]], 0, new() { BeamCount = beams, LengthPenalty = 0, MaxNewTokens = 10 })[0];
        Assert.Equal(expected, string.Join(' ', text.TokenIds));
        Assert.True(text.Ended);
        if (beams > 1) Assert.Equal(Math.Log(probability), text.Score!.Value, 1e-5);
        else Assert.Null(text.Score);
    }

    [Theory]
    [InlineData(EarlyStopping.Immediately)]
    [InlineData(EarlyStopping.WhenUnlikely)]
    [InlineData(EarlyStopping.WhenImpossible)]
    public void Every_rule_of_stopping_ends_with_the_best_of_a_plain_case(EarlyStopping stopping)
    {
        float[] row = [0.7f, 0.2f, 0.1f];
        var texts = Run([row, row, row], 1, new() { BeamCount = 2, TextCount = 2, EarlyStopping = stopping, LengthPenalty = 0, MaxNewTokens = 30 });
        Assert.Equal(["", "1"], texts.Select(t => string.Join(' ', t.TokenIds)));
        Assert.True(texts[0].Score > texts[1].Score);
    }

    private static IReadOnlyList<GeneratedText> Run(float[][] probabilities, long last, GenerationOptions options)
    {
        using var scope = torch.NewDisposeScope();
        options.Check();
        var model = new Chain(probabilities);
        using var input = new TokenBatch(tensor([last]).unsqueeze(0));
        var start = model.Begin(input);
        using var state = start.State;
        var plan = new GenerationPlan(model, options, [End], start, CancellationToken.None);
        return options.BeamCount > 1 ? new BeamSearch(plan).Run()[0] : new StepwiseSearch(plan).Run()[0];
    }
}
