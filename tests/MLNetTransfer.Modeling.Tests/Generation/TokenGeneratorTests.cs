using MLNetTransfer.Modeling.Generation;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Generation;

public class TokenGeneratorTests
{
    private static readonly GenerationOptions _draws = new() { MaxNewTokens = 12, Sample = true, Temperature = 1.5, TopK = 60, TopP = 0.95, TextCount = 3, Seed = 5 };

    public static TheoryData<string> Models => ["gpt2/generate", "t5/generate", "mt5/generate"];

    /// <summary>What is remembered stands for reading everything again: the scores of every step are those of a whole pass.</summary>
    [Theory]
    [InlineData("gpt2/generate")]
    [InlineData("gpt2/causal-lm")]
    [InlineData("openai-gpt/causal-lm")]
    [InlineData("t5/generate")]
    [InlineData("t5-v1.1/generate")]
    public void A_step_gives_the_scores_of_a_whole_pass(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        using var batch = golden.Batch();
        var decoder = (ITokenDecoder)model;
        var start = decoder.Begin(batch);
        using var state = start.State;
        var written = start.Written;
        var scores = start.Scores;
        for (var step = 0; step < 6; step++)
        {
            Compare.Close($"step {step}", Whole(written), scores, 1e-4);
            var next = scores.argmax(1);
            written = cat([written, next.unsqueeze(1)], 1);
            scores = decoder.Next(next, state);
        }

        Tensor Whole(Tensor tokens)
        {
            if (model is ConditionalGenerationModel writer) return writer.Forward(batch, tokens).select(1, -1);
            // Row by row without padding, which positions do not count here.
            var lengths = golden.Input("attention_mask").sum(dim: 1).data<long>().ToArray();
            return cat([.. lengths.Select((length, i) =>
            {
                var count = length + tokens.shape[1] - start.Written.shape[1];
                using var row = new TokenBatch(tokens.narrow(0, i, 1).narrow(1, tokens.shape[1] - count, count).clone());
                return model.Forward(row).select(1, -1);
            })]);
        }
    }

    [Fact]
    public void Padding_may_be_on_either_side()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("gpt2/generate");
        using var model = golden.Model();
        using var left = golden.Batch();
        var rows = golden.Input("input_ids").data<long>().ToArray().Chunk(left.SequenceLength)
            .Zip(golden.Input("attention_mask").data<long>().ToArray().Chunk(left.SequenceLength), (ids, mask) => new TokenRow([.. ids.Where((_, i) => mask[i] != 0).Select(id => (int)id)], null));
        using var right = TokenBatch.Create([.. rows], padId: 7, TestDevice.Current);
        Assert.True(right.IsPaddedAtEnd);
        Assert.False(left.IsPaddedAtEnd);
        AssertSame(TokenGenerator.Generate(model, left), TokenGenerator.Generate(model, right));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_same_seed_draws_the_same_texts(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        using var batch = golden.Batch();
        var texts = TokenGenerator.Generate(model, batch, _draws);
        AssertSame(texts, TokenGenerator.Generate(model, batch, _draws));
        Assert.All(texts, row => Assert.Equal(3, row.Select(t => string.Join(' ', t.TokenIds)).Distinct().Count()));

        var others = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 12, Sample = true, TextCount = 3, Seed = 6 });
        Assert.NotEqual(texts[0][0].TokenIds, others[0][0].TokenIds);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_tensor_outlives_a_generation(string name)
    {
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        using var batch = golden.Batch();
        foreach (var options in new GenerationOptions[] { new() { MaxNewTokens = 12, NoRepeatNGramSize = 2, RepetitionPenalty = 1.2 }, new() { MaxNewTokens = 12, BeamCount = 3 }, _draws })
        {
            TokenGenerator.Generate(model, batch, options);
            var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            TokenGenerator.Generate(model, batch, options);
            Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void A_cancelled_generation_leaves_nothing_behind()
    {
        var golden = new GoldenCase("gpt2/generate");
        using var model = golden.Model();
        using var batch = golden.Batch();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() => TokenGenerator.Generate(model, batch, cancellation: cancelled.Token));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Texts_keep_to_their_lengths(int beams)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("t5/generate");
        using var model = golden.Model();
        using var batch = golden.Batch();
        var atLeast = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 20, MinNewTokens = 15, BeamCount = beams });
        Assert.All(atLeast, row => Assert.InRange(row[0].TokenIds.Count, 15, 20));
        var forced = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 6, MinNewTokens = 5, ForceEnd = true, BeamCount = beams });
        Assert.All(forced, row => Assert.Equal((5, true), (row[0].TokenIds.Count, row[0].Ended)));
        var banned = atLeast[0][0].TokenIds[0];
        var without = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 20, BannedSequences = [[banned]], BeamCount = beams });
        Assert.All(without, row => Assert.DoesNotContain(banned, row[0].TokenIds));
        Assert.All(TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 20, EndTokenIds = [], BeamCount = beams }), row => Assert.Equal((20, false), (row[0].TokenIds.Count, row[0].Ended)));
    }

    /// <summary>A text may grow to the last position, and no further.</summary>
    [Fact]
    public void Positions_bound_a_text()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("gpt2/generate");
        using var model = golden.Model();
        using var batch = golden.Batch();
        var texts = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 1000, EndTokenIds = [] });
        Assert.All(texts, row => Assert.Equal(model.Encoder.Config.MaxPositions - batch.SequenceLength, row[0].TokenIds.Count));

        using var full = new TokenBatch(zeros(1, model.Encoder.Config.MaxPositions, dtype: ScalarType.Int64, device: TestDevice.Current));
        Assert.Contains("40 tokens long", Assert.Throws<ArgumentException>(() => TokenGenerator.Generate(model, full)).Message);
    }

    [Fact]
    public void A_model_that_cannot_write_says_so()
    {
        var golden = new GoldenCase("gpt2/sequence-classification");
        using var model = golden.Model();
        using var batch = golden.Batch();
        Assert.Contains("cannot generate text", Assert.Throws<ArgumentException>(() => TokenGenerator.Generate(model, batch)).Message);
    }

    [Fact]
    public void A_banned_token_outside_the_vocabulary_is_named()
    {
        var golden = new GoldenCase("gpt2/generate");
        using var model = golden.Model();
        using var batch = golden.Batch();
        var error = Assert.Throws<ArgumentException>(() => TokenGenerator.Generate(model, batch, new() { BannedSequences = [[5], [7, 120]] }));
        Assert.Contains("has the token id 120; this model's lie from 0 to 119", error.Message);
    }

    private static void AssertSame(IReadOnlyList<IReadOnlyList<GeneratedText>> expected, IReadOnlyList<IReadOnlyList<GeneratedText>> actual) =>
        Assert.Equal(expected.SelectMany(row => row).Select(t => string.Join(' ', t.TokenIds)), actual.SelectMany(row => row).Select(t => string.Join(' ', t.TokenIds)));
}
