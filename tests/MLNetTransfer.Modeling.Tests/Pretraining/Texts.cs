using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

/// <summary>Small made-up texts whose words follow rules, a tokenizer of their words, and small networks.</summary>
internal static class Texts
{
    public static readonly string[] Words = [.. "abcdefghijkl".Select(c => $"{c}")];

    /// <summary>A vocabulary of letters that are words, of pieces that go on with them, and of BERT's special tokens.</summary>
    public static TextTokenizer Tokenizer { get; } = Create(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. Words, .. Words.Select(w => "##" + w)]);

    public static TextTokenizer Create(string[] tokens) => TextTokenizer.Load(new Dictionary<string, byte[]> { ["vocab.txt"] = Encoding.UTF8.GetBytes(string.Concat(tokens.Select(t => t + "\n"))) });

    /// <summary>Documents whose every letter is the one after the letter before it, each beginning somewhere else.</summary>
    public static IEnumerable<IReadOnlyList<string>> Documents(int count, int lines = 6, int words = 10) => Enumerable.Range(0, count).Select(d =>
        (IReadOnlyList<string>)[.. Enumerable.Range(0, lines).Select(l => string.Join(' ', Enumerable.Range(0, words).Select(w => Words[(d + (l * words) + w) % Words.Length])))]);

    /// <summary>Documents of one letter each, over and over.</summary>
    public static IEnumerable<IReadOnlyList<string>> Monotonous(int count) => Enumerable.Range(0, count).Select(d => (IReadOnlyList<string>)[.. Enumerable.Repeat(string.Join(' ', Enumerable.Repeat(Words[d % Words.Length], 10)), 6)]);

    public static (IFamily Family, EncoderConfig Config) Bert(int vocabulary, string type = "bert")
    {
        IFamily family = FamilyRegistry.Find(type);
        return (family, family.ReadConfig(JsonNode.Parse($$"""
            {"model_type": "{{type}}", "vocab_size": {{vocabulary}}, "hidden_size": 32, "embedding_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 64,
             "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0, "initializer_range": 0.05, "hidden_act": "gelu"}
            """)!.AsObject()));
    }

    public static T Model<T>(HeadKind head, int vocabulary, string type = "bert") where T : TaskModel
    {
        var (family, config) = Bert(vocabulary, type);
        var model = (T)family.CreateModel(config, new HeadOptions(head));
        using var generator = new torch.Generator(3);
        ParameterInitializer.Initialize(model, config.InitializerRange, generator);
        model.to(TestDevice.Current);
        return model;
    }

    public static TrainingOptions Options(int steps) => new() { Epochs = 1000, MaxSteps = steps, LearningRate = 3e-3, BatchSize = 16, Precision = TrainingPrecision.Float32, Seed = 1 };
}
