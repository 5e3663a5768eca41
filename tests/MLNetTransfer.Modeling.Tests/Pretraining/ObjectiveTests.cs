using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tests.Training;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class ObjectiveTests
{
    private static int Vocabulary => Texts.Tokenizer.VocabularySize;

    [Fact]
    public void Masked_tokens_are_learnt()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Monotonous(40));
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Vocabulary);
        var task = PretrainingTask.MaskedTokens(model, Texts.Tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32 });
        Learns(task, 200, from: 8, to: 1.5);
    }

    [Fact]
    public void Hidden_tokens_and_following_texts_are_learnt_at_once()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Monotonous(40));
        using var model = Texts.Model<PretrainingModel>(HeadKind.Pretraining, Vocabulary);
        Learns(PretrainingTask.MaskedTokensAndNextSentence(model, Texts.Tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32 }), 150, from: 8, to: 1.5);
    }

    [Fact]
    public void Next_tokens_are_learnt_each_once()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(40));
        using var model = Gpt2();
        var task = PretrainingTask.NextTokens(model, Texts.Tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32 });
        // Rows share a token with the next, so that all but the first token of a document are told.
        Assert.Equal(corpus.TokenCount - corpus.DocumentCount, task.RowLengths.Sum(l => l - 1));
        // After a letter there is one that follows: nothing is left to guess but the first ones.
        Learns(task, 200, from: 8, to: 1.2);
    }

    // Over one set of embeddings the generator learns more slowly, in as many steps.
    [Theory]
    [InlineData(false, 1.5)]
    [InlineData(true, 3)]
    public void Replaced_tokens_are_found(bool shareEmbeddings, double perplexity)
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Monotonous(40));
        using var generator = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Vocabulary, "electra");
        using var discriminator = Texts.Model<ReplacedTokenModel>(HeadKind.Pretraining, Vocabulary, "electra");
        Learns(PretrainingTask.ReplacedTokens(generator, discriminator, Texts.Tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32, ShareEmbeddings = shareEmbeddings }), 150, from: 8, to: perplexity);

        // A text is one letter over and over; two that are not are found.
        int[] ids = [2, .. Texts.Tokenizer.Encode("c c c c c c c c c c c c c c c c c c").Ids, 3];
        (ids[6], ids[13]) = (Texts.Tokenizer.IdOf("l")!.Value, Texts.Tokenizer.IdOf("f")!.Value);
        using var batch = TokenBatch.Create([new TokenRow(ids)], 0, TestDevice.Current);
        float[] scores = Compare.Values(discriminator.Forward(batch));
        Assert.Equal([6, 13], Enumerable.Range(1, 18).OrderByDescending(i => scores[i]).Take(2).Order());
    }

    [Fact]
    public void The_loss_at_masked_positions_is_that_of_all_positions_with_labels()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(8, lines: 2));
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Vocabulary);
        var setup = new PretrainingSetup(Texts.Tokenizer, new PretrainingOptions { MaxTokens = 16 }, model.Encoder);
        var rows = new MaskedTokens(model, setup).Over(corpus);
        using var scope = NewDisposeScope();
        var loss = rows.Loss([0, 1, 2], new RandomSource(5, 6)).Total;

        TokenRow[] same = [.. Enumerable.Range(0, 3).Select(new SingleTextRows(corpus, setup, 16).Row)];
        using var masked = MaskedBatch.Create(same, new TokenMasker(Texts.Tokenizer, setup.Options), setup, new RandomSource(5, 6));
        var labels = full(masked.Tokens.TokenIds.numel(), -100L, dtype: ScalarType.Int64, device: TestDevice.Current).scatter(0, masked.Positions, masked.Labels).view(masked.Tokens.TokenIds.shape);
        Assert.Equal(model.Loss(model.Forward(masked.Tokens), labels).item<float>(), loss.Sum.item<float>() / loss.Weight, 1e-5);
    }

    [Fact]
    public void Half_of_the_pairs_go_on_and_half_come_from_elsewhere()
    {
        using var folder = new TempFolder();
        string[] lines = [.. Enumerable.Range(0, 4).Select(d => string.Join(' ', Enumerable.Repeat(Texts.Words[d], 6)))];
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, lines.Select(l => (IReadOnlyList<string>)[l, l, l, l, l]));
        var model = Texts.Model<PretrainingModel>(HeadKind.Pretraining, Vocabulary);
        var pairs = new SentencePairs(corpus, new PretrainingSetup(Texts.Tokenizer, new PretrainingOptions { MaxTokens = 24 }, model.Encoder));
        var random = new RandomSource(1, 1);
        int follows = 0;
        for (int i = 0; i < 2000; i++)
        {
            var (row, isNext) = pairs.Draw(i % pairs.Lengths.Count, random);
            Assert.InRange(row.Length, 5, 24);
            int middle = Array.IndexOf(row.TokenIds, 3);
            int[] first = [.. row.TokenIds[1..middle].Distinct()], second = [.. row.TokenIds[(middle + 1)..^1].Distinct()];
            Assert.Equal(isNext, first.Single() == second.Single()); // a document has one word
            Assert.Equal(Enumerable.Repeat(0, middle + 1).Concat(Enumerable.Repeat(1, row.Length - middle - 1)), row.TokenTypeIds!);
            follows += isNext ? 1 : 0;
        }
        Assert.InRange(follows, 900, 1100);
    }

    [Fact]
    public void The_same_seed_gives_the_same_curve_and_no_tensor_stays_behind()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(10));
        double[] Curve()
        {
            using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Vocabulary);
            var task = PretrainingTask.MaskedTokens(model, Texts.Tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32 });
            TrainingOptions options = Texts.Options(6);
            options.EvaluateEverySteps = 1;
            var curve = new Reports();
            long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            new TrainingLoop().Run(task, options, curve);
            Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
            return [.. curve.SelectMany(p => new[] { p.Loss, p.Metrics![PretrainingTask.Perplexity] })];
        }

        double[] first = Curve();
        Assert.Equal(12, first.Length);
        Assert.Equal(first, Curve());
    }

    [Fact]
    public void Options_and_corpora_that_do_not_fit_are_refused()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(1));
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Vocabulary);
        using var pairs = Texts.Model<PretrainingModel>(HeadKind.Pretraining, Vocabulary);
        Assert.Contains("64", Assert.Throws<ArgumentOutOfRangeException>(() => PretrainingTask.MaskedTokens(model, Texts.Tokenizer, corpus, null, new PretrainingOptions { MaxTokens = 65 })).Message, StringComparison.Ordinal);
        Assert.Contains("two documents", Assert.Throws<ArgumentException>(() => PretrainingTask.MaskedTokensAndNextSentence(pairs, Texts.Tokenizer, corpus, null, new PretrainingOptions { MaxTokens = 32 })).Message, StringComparison.Ordinal);
        var smaller = Texts.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]);
        Assert.Contains("corpus", Assert.Throws<ArgumentException>(() => PretrainingTask.MaskedTokens(model, smaller, corpus, null, new PretrainingOptions { MaxTokens = 32 })).Message, StringComparison.Ordinal);
        var unmasked = Texts.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"]);
        Assert.Contains("mask token", Assert.Throws<InvalidOperationException>(() => PretrainingTask.MaskedTokens(model, unmasked, corpus, null, new PretrainingOptions { MaxTokens = 32 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PretrainingOptions { ReplacedByMask = 0.8, ReplacedByRandom = 0.3 }.Validate());
    }

    private static void Learns(PretrainingTask task, int steps, double from, double to)
    {
        double before = task.Validate(default)[PretrainingTask.Perplexity];
        TrainingResult result = new TrainingLoop().Run(task, Texts.Options(steps));
        double after = result.BestMetrics![PretrainingTask.Perplexity];
        Assert.True(before > from && after < to, $"the perplexity was {before} and is {after}");
    }

    private static CausalLanguageModel Gpt2()
    {
        var family = Modeling.Families.FamilyRegistry.Find("gpt2");
        var config = family.ReadConfig(System.Text.Json.Nodes.JsonNode.Parse($$"""
            {"model_type": "gpt2", "vocab_size": {{Vocabulary}}, "n_embd": 32, "n_layer": 2, "n_head": 2, "n_positions": 64, "resid_pdrop": 0.0, "embd_pdrop": 0.0, "attn_pdrop": 0.0, "layer_norm_epsilon": 1e-5, "initializer_range": 0.05}
            """)!.AsObject());
        var model = (CausalLanguageModel)family.CreateModel(config, new HeadOptions(HeadKind.CausalLanguageModel));
        using var generator = new Generator(3);
        Modeling.Layers.ParameterInitializer.Initialize(model, 0.05, generator);
        model.to(TestDevice.Current);
        return model;
    }
}
