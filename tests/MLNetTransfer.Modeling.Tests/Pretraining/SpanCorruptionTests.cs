using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class SpanCorruptionTests
{
    private const int Marks = 100;

    private static readonly TextTokenizer _tokenizer =
        Texts.Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Texts.Words, .. Enumerable.Range(0, Marks).Select(i => $"<extra_id_{i}>")]);

    [Fact]
    public void Source_and_answer_are_the_text_and_their_shares_those_of_T5()
    {
        using var model = Model();
        var objective = new SpanCorruption(model, new PretrainingSetup(_tokenizer, new PretrainingOptions { MaxTokens = 60 }, model.Encoder));
        int first = _tokenizer.IdOf("<extra_id_0>")!.Value;
        var random = new RandomSource(1, 2);
        int spans = 0;
        for (int i = 0; i < 500; i++)
        {
            int[] text = [.. Enumerable.Range(0, 100).Select(_ => 5 + random.Next(12))];
            var (source, answer) = objective.Corrupt(text, random);

            // 15 of 100 tokens in 5 spans: each mark stands once on both sides, in order, and what follows it in the answer stood in its place.
            Assert.Equal((90, 20), (source.Count, answer.Count));
            int[] marks = [.. source.Where(t => t >= first)];
            Assert.Equal(Enumerable.Range(first, 5), marks);
            Assert.Equal(marks, answer.Where(t => t >= first));
            var whole = source.SelectMany(t => t < first ? [t] : answer.SkipWhile(a => a != t).Skip(1).TakeWhile(a => a < first));
            Assert.Equal(text, whole);
            Assert.True(answer[^1] < first && answer[0] == first, "a span has at least one token");
            spans += marks.Length;
        }
        Assert.Equal(2500, spans);
    }

    [Fact]
    public void Short_texts_lose_one_token()
    {
        using var model = Model();
        var objective = new SpanCorruption(model, new PretrainingSetup(_tokenizer, new PretrainingOptions { MaxTokens = 60 }, model.Encoder));
        var (source, answer) = objective.Corrupt([5, 6], new RandomSource(1, 2));
        Assert.Equal((2, 2), (source.Count, answer.Count));
    }

    [Fact]
    public void Cut_spans_are_learnt()
    {
        using var folder = new TempFolder();
        using var corpus = TokenCorpus.Create(folder["corpus"], _tokenizer, Texts.Documents(40));
        using var model = Model();
        var task = PretrainingTask.SpanCorruption(model, _tokenizer, corpus, corpus, new PretrainingOptions { MaxTokens = 32 });
        double before = task.Validate(default)[PretrainingTask.Perplexity];
        double after = new TrainingLoop().Run(task, Texts.Options(300)).BestMetrics![PretrainingTask.Perplexity];
        Assert.True(before > 20 && after < 2.5, $"the perplexity was {before} and is {after}");
    }

    private static ConditionalGenerationModel Model()
    {
        IFamily family = FamilyRegistry.Find("t5");
        EncoderConfig config = family.ReadConfig(JsonNode.Parse($$"""
            {"model_type": "t5", "vocab_size": {{_tokenizer.VocabularySize}}, "d_model": 32, "d_kv": 16, "d_ff": 64, "num_layers": 1, "num_decoder_layers": 1, "num_heads": 2, "relative_attention_num_buckets": 8, "dropout_rate": 0.0,
             "layer_norm_epsilon": 1e-6, "initializer_factor": 1.0, "feed_forward_proj": "relu", "is_encoder_decoder": true, "pad_token_id": 0, "eos_token_id": 1, "decoder_start_token_id": 0}
            """)!.AsObject());
        var model = (ConditionalGenerationModel)family.CreateModel(config, new HeadOptions(HeadKind.ConditionalGeneration));
        using var generator = new Generator(3);
        ParameterInitializer.Initialize(model, config.InitializerRange, generator);
        model.to(TestDevice.Current);
        return model;
    }
}
