using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Families.Bert;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Tests.Families;

public class BertConfigTests
{
    private static JsonObject Published(Action<JsonObject>? change = null)
    {
        var config = JsonNode.Parse("""
            { "model_type": "bert", "vocab_size": 30522, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12,
              "intermediate_size": 3072, "max_position_embeddings": 512, "hidden_dropout_prob": 0.2 }
            """)!.AsObject();
        change?.Invoke(config);
        return config;
    }

    [Fact]
    public void What_is_absent_is_as_Hugging_Face_has_it()
    {
        var config = new BertConfig(Published());
        Assert.Equal((768, 12, 12, 30522, 512), (config.HiddenSize, config.LayerCount, config.HeadCount, config.VocabularySize, config.MaxPositions));
        Assert.Equal((2, 0, Activation.Gelu), (config.TypeCount, config.PadTokenId, config.Activation));
        Assert.Equal((1e-12, 0.02, 0.2, 0.1), (config.NormEpsilon, config.InitializerRange, config.HiddenDropout, config.AttentionDropout));
        Assert.Equal(0.2, config.ClassifierDropout);
    }

    /// <summary>bert-base-uncased is published with 109,482,240 parameters, of which its pooler has 590,592.</summary>
    [Fact]
    public void Parameters_are_counted_without_the_pooler() => Assert.Equal(109_482_240 - 590_592, new BertConfig(Published()).ParameterCount);

    [Fact]
    public void The_classifiers_dropout_is_its_own_where_it_is_set() =>
        Assert.Equal(0.05, new BertConfig(Published(c => c["classifier_dropout"] = 0.05)).ClassifierDropout);

    [Theory]
    [InlineData("hidden_size", null, "'hidden_size' is missing; expected an integer from 1")]
    [InlineData("vocab_size", null, "'vocab_size' is missing")]
    [InlineData("vocab_size", "2000000000", "'vocab_size' is 2000000000; expected an integer from 1 to 16777216")]
    [InlineData("num_hidden_layers", "-1", "'num_hidden_layers' is -1")]
    [InlineData("num_hidden_layers", "1.5", "'num_hidden_layers' is 1.5")]
    [InlineData("intermediate_size", "\"big\"", "'intermediate_size' is \"big\"")]
    [InlineData("num_attention_heads", "7", "'hidden_size' (768) must be divisible by 'num_attention_heads' (7)")]
    [InlineData("pad_token_id", "30522", "'pad_token_id' (30522) must lie below 'vocab_size' (30522)")]
    [InlineData("hidden_act", "\"mish\"", "'hidden_act' is \"mish\"; expected one of gelu")]
    [InlineData("hidden_dropout_prob", "1.5", "'hidden_dropout_prob' is 1.5; expected a number from 0 to 1")]
    [InlineData("position_embedding_type", "\"relative_key\"", "'position_embedding_type' is \"relative_key\"; expected \"absolute\"")]
    [InlineData("is_decoder", "true", "'is_decoder' is true; expected false")]
    public void A_wrong_value_is_named(string key, string? value, string message)
    {
        var config = Published(c => { if (value is null) c.Remove(key); else c[key] = JsonNode.Parse(value); });
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => new BertConfig(config)).Message);
    }

    [Fact]
    public void A_config_larger_than_the_files_is_refused_before_anything_is_allocated()
    {
        var config = new BertConfig(Published(c => c["num_hidden_layers"] = 1000));
        var error = Assert.Throws<InvalidDataException>(() => config.CheckStored(109_482_240));
        Assert.Contains("109,482,240", error.Message);
        new BertConfig(Published()).CheckStored(109_482_240);
    }

    [Fact]
    public void An_unknown_family_is_named_with_those_there_are()
    {
        var error = Assert.Throws<NotSupportedException>(() => FamilyRegistry.Find("mamba"));
        Assert.Contains("'mamba'", error.Message);
        Assert.Contains("bert", error.Message);
        Assert.Contains("'model_type' is missing", Assert.Throws<InvalidDataException>(() => FamilyRegistry.Find(new JsonObject())).Message);
        Assert.Equal("bert", FamilyRegistry.Find(Published()).ModelTypes.Single());
    }

    [Theory]
    [InlineData("""{ "id2label": { "0": "a", "1": "b", "2": "c" } }""", 3, ClassificationProblem.SingleLabel)]
    [InlineData("""{ "id2label": { "0": "a" } }""", 1, ClassificationProblem.Regression)]
    [InlineData("""{ "num_labels": 4, "problem_type": "multi_label_classification" }""", 4, ClassificationProblem.MultiLabel)]
    [InlineData("""{ "num_labels": 2, "problem_type": "regression" }""", 2, ClassificationProblem.Regression)]
    [InlineData("{}", 2, ClassificationProblem.SingleLabel)]
    public void A_head_is_read_off_the_config(string config, int outputs, ClassificationProblem problem) =>
        Assert.Equal(new HeadOptions(HeadKind.SequenceClassification, outputs, problem), HeadOptions.Read(HeadKind.SequenceClassification, JsonNode.Parse(config)!.AsObject()));

    [Fact]
    public void A_head_of_unknown_problem_is_refused() =>
        Assert.Contains("'problem_type' is \"ranking\"", Assert.Throws<InvalidDataException>(() => HeadOptions.Read(HeadKind.SequenceClassification, new JsonObject { ["problem_type"] = "ranking" })).Message);

    [Fact]
    public void A_head_over_the_vocabulary_wants_tied_weights()
    {
        var config = Published(c => { c["tie_word_embeddings"] = false; c["vocab_size"] = 10; c["num_hidden_layers"] = 1; });
        var family = FamilyRegistry.Find(config);
        var error = Assert.Throws<InvalidDataException>(() => family.CreateModel(family.ReadConfig(config), new(HeadKind.MaskedLanguageModel)));
        Assert.Contains("'tie_word_embeddings' is false; expected true", error.Message);
    }
}
