using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

/// <summary>ELECTRA's generator and discriminator over one set of embeddings.</summary>
public sealed class SharedEmbeddingsTests
{
    private static readonly string[] _shared =
        ["encoder.embeddings.tokens.table.weight", "encoder.embeddings.positions.table.weight", "encoder.embeddings.types.table.weight", "encoder.embeddings.norm.weight", "encoder.embeddings.norm.bias"];

    [Fact]
    public void Both_networks_learn_one_set_of_embeddings_and_both_folders_hold_it()
    {
        using var folder = new TempFolder();
        using TokenCorpus corpus = Corpus(folder);
        using ReplacedTokenModel discriminator = Discriminator();
        using (MaskedLanguageModel generator = Generator())
        {
            float[] before = Values(discriminator, _shared[0]);
            PretrainingTask task = Task(generator, discriminator, corpus);
            Assert.Equal(before, Values(generator, _shared[0]));
            new TrainingLoop().Run(task, Texts.Options(5));
            Assert.NotEqual(before, Values(discriminator, _shared[0]));
            foreach (string name in _shared) Assert.Equal(Values(discriminator, name), Values(generator, name));
            LanguageModels.Save(folder["generator"], generator, HeadKind.MaskedLanguageModel, Texts.Tokenizer);
            LanguageModels.Save(folder["discriminator"], discriminator, HeadKind.Pretraining, Texts.Tokenizer);

            Reopens(folder["generator"], HeadKind.MaskedLanguageModel, generator);
        }

        // The discriminator outlives the generator.
        Reopens(folder["discriminator"], HeadKind.Pretraining, discriminator);
    }

    [Fact]
    public void Shared_embeddings_are_one_set_of_trained_parameters_whose_gradient_is_the_sum_of_both_networks()
    {
        using var folder = new TempFolder();
        using TokenCorpus corpus = Corpus(folder);
        using MaskedLanguageModel generator = Generator(), apart = Generator();
        using ReplacedTokenModel discriminator = Discriminator();
        long count = generator.parameters().Concat(discriminator.parameters()).Sum(p => p.numel());

        // The same values in networks of their own, by plain back-propagation.
        using (no_grad())
            foreach (string name in _shared) apart.get_parameter(name)!.copy_(discriminator.get_parameter(name)!);
        Backward(Task(apart, discriminator, corpus, share: false));
        float[][] expected = [.. _shared.Select(n => Gradient(apart, n).Zip(Gradient(discriminator, n), (a, b) => a + b).ToArray())];
        float[] ofGenerator = Gradient(apart, "tokens.bias");
        Assert.All(expected, g => Assert.True(g.Max(Math.Abs) > 1e-3));
        discriminator.zero_grad();

        PretrainingTask task = Task(generator, discriminator, corpus, share: true);
        using var parameters = new FlatParameters(task.Model);
        Assert.Equal(count - discriminator.Encoder.parameters().Where((_, i) => i < 5).Sum(p => p.numel()), parameters.Slots.Sum(s => s.Shape.Aggregate(1L, (a, b) => a * b)));
        Backward(task);
        for (int i = 0; i < _shared.Length; i++)
        {
            Close(expected[i], Gradient(discriminator, _shared[i]));
            Close(expected[i], Gradient(generator, _shared[i]));
        }
        Close(ofGenerator, Gradient(generator, "tokens.bias"));
    }

    [Fact]
    public void A_run_that_was_ended_goes_on_as_if_it_had_not_been()
    {
        using var folder = new TempFolder();
        using TokenCorpus corpus = Corpus(folder);
        using MaskedLanguageModel generator = Generator();
        using ReplacedTokenModel discriminator = Discriminator();
        new TrainingLoop().Run(Task(generator, discriminator, corpus), Texts.Options(6));

        for (int run = 1; run <= 3; run++)
        {
            using MaskedLanguageModel again = Generator();
            using ReplacedTokenModel found = Discriminator();
            TrainingOptions options = Texts.Options(6);
            options.CheckpointFolder = folder["state"];
            // The first two runs end after a step each.
            options.TimeLimit = run < 3 ? TimeSpan.FromTicks(1) : null;
            TrainingResult result = new TrainingLoop().Run(Task(again, found, corpus), options);
            Assert.Equal(run < 3 ? (TrainingEnd.OutOfTime, run) : (TrainingEnd.Completed, 6), (result.End, result.Steps));
            if (run < 3) continue;
            Assert.Equal(generator.parameters().SelectMany(Compare.Values), again.parameters().SelectMany(Compare.Values));
            Assert.Equal(discriminator.parameters().SelectMany(Compare.Values), found.parameters().SelectMany(Compare.Values));
        }
    }

    [Fact]
    public void Embeddings_that_differ_are_shared_on_no_account()
    {
        using var folder = new TempFolder();
        using TokenCorpus corpus = Corpus(folder);
        using MaskedLanguageModel generator = Generator(embeddingSize: 8);
        using ReplacedTokenModel discriminator = Discriminator();
        string message = Assert.Throws<ArgumentException>(() => Task(generator, discriminator, corpus, share: true)).Message;
        Assert.Contains("8 wide", message, StringComparison.Ordinal);
        Assert.Contains("24 wide", message, StringComparison.Ordinal);

        new TrainingLoop().Run(Task(generator, discriminator, corpus), Texts.Options(1));
        Assert.Equal([8, 24], [generator.Encoder.TokenWeight.shape[1], discriminator.Encoder.TokenWeight.shape[1]]);
    }

    private static TokenCorpus Corpus(TempFolder folder) => TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Monotonous(20));

    private static MaskedLanguageModel Generator(int embeddingSize = 24) => (MaskedLanguageModel)Create(HeadKind.MaskedLanguageModel, 16, embeddingSize, seed: 3);

    private static ReplacedTokenModel Discriminator() => (ReplacedTokenModel)Create(HeadKind.Pretraining, 32, 24, seed: 4);

    private static TaskModel Create(HeadKind head, int hiddenSize, int embeddingSize, long seed)
    {
        TaskModel model = LanguageModels.Create(JsonNode.Parse($$"""
            {"model_type": "electra", "vocab_size": {{Texts.Tokenizer.VocabularySize}}, "hidden_size": {{hiddenSize}}, "embedding_size": {{embeddingSize}}, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64,
             "max_position_embeddings": 64, "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0, "initializer_range": 0.05, "hidden_act": "gelu"}
            """)!.AsObject(), head, seed);
        model.to(TestDevice.Current);
        return model;
    }

    private static PretrainingTask Task(MaskedLanguageModel generator, ReplacedTokenModel discriminator, TokenCorpus corpus, bool? share = null) =>
        PretrainingTask.ReplacedTokens(generator, discriminator, Texts.Tokenizer, corpus, options: new PretrainingOptions { MaxTokens = 32, ShareEmbeddings = share });

    private static void Backward(PretrainingTask task)
    {
        using var scope = NewDisposeScope();
        using torch.Generator seeded = manual_seed(7);
        task.Model.train();
        TaskLoss loss = task.Loss([0, 1, 2, 3, 4, 5]);
        (loss.Sum / loss.Weight).backward();
    }

    private static float[] Values(nn.Module model, string name) => Compare.Values(model.get_parameter(name)!);

    private static float[] Gradient(nn.Module model, string name) => Compare.Values(model.get_parameter(name)!.grad!);

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f * largest);
    }

    private static void Reopens(string folder, HeadKind head, TaskModel model)
    {
        using TaskModel opened = LanguageModels.Open(folder, head);
        Dictionary<string, Tensor> expected = model.state_dict();
        foreach (var (name, parameter) in opened.named_parameters()) Assert.Equal(Compare.Values(expected[name]), Compare.Values(parameter));
    }
}
