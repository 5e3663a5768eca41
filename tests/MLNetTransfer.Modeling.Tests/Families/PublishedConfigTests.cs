using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Families.DebertaV2;
using MLNetTransfer.Modeling.Families.ModernBert;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>config.json as well-known checkpoints have it, with the parameters that these are known to have, their poolers left out.</summary>
public class PublishedConfigTests
{
    private static JsonObject Config(string family) => JsonNode.Parse(family switch
    {
        "roberta" => """
            { "model_type": "roberta", "vocab_size": 50265, "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
              "max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-05, "hidden_act": "gelu", "pad_token_id": 1 }
            """,
        "distilbert" => """
            { "model_type": "distilbert", "activation": "gelu", "attention_dropout": 0.1, "dim": 768, "dropout": 0.1, "hidden_dim": 3072, "max_position_embeddings": 512,
              "n_heads": 12, "n_layers": 6, "pad_token_id": 0, "qa_dropout": 0.1, "seq_classif_dropout": 0.2, "sinusoidal_pos_embds": false, "tie_weights_": true, "vocab_size": 30522 }
            """,
        "electra" => """
            { "model_type": "electra", "embedding_size": 128, "hidden_size": 256, "intermediate_size": 1024, "max_position_embeddings": 512, "num_attention_heads": 4,
              "num_hidden_layers": 12, "type_vocab_size": 2, "vocab_size": 30522 }
            """,
        "albert" => """
            { "model_type": "albert", "attention_probs_dropout_prob": 0, "classifier_dropout_prob": 0.1, "embedding_size": 128, "gap_size": 0, "hidden_act": "gelu_new",
              "hidden_dropout_prob": 0, "hidden_size": 768, "inner_group_num": 1, "intermediate_size": 3072, "max_position_embeddings": 512, "net_structure_type": 0,
              "num_attention_heads": 12, "num_hidden_groups": 1, "num_hidden_layers": 12, "type_vocab_size": 2, "vocab_size": 30000 }
            """,
        "mpnet" => """
            { "model_type": "mpnet", "hidden_size": 768, "intermediate_size": 3072, "layer_norm_eps": 1e-05, "max_position_embeddings": 514, "num_attention_heads": 12,
              "num_hidden_layers": 12, "pad_token_id": 1, "relative_attention_num_buckets": 32, "vocab_size": 30527 }
            """,
        "deberta-v2" => """
            { "model_type": "deberta-v2", "hidden_size": 768, "intermediate_size": 3072, "max_position_embeddings": 512, "relative_attention": true, "position_buckets": 256,
              "norm_rel_ebd": "layer_norm", "share_att_key": true, "pos_att_type": "p2c|c2p", "layer_norm_eps": 1e-7, "max_relative_positions": -1,
              "position_biased_input": false, "num_attention_heads": 12, "num_hidden_layers": 12, "type_vocab_size": 0, "vocab_size": 128100 }
            """,
        _ => """
            { "model_type": "modernbert", "hidden_size": 768, "intermediate_size": 1152, "num_hidden_layers": 22, "num_attention_heads": 12, "vocab_size": 50368,
              "max_position_embeddings": 8192, "global_attn_every_n_layers": 3, "local_attention": 128, "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
              "classifier_pooling": "mean", "hidden_activation": "gelu", "pad_token_id": 50283, "position_embedding_type": "absolute" }
            """,
    })!.AsObject();

    private static EncoderConfig Read(string family, Action<JsonObject>? change = null)
    {
        var config = Config(family);
        change?.Invoke(config);
        return FamilyRegistry.Find(config).ReadConfig(config);
    }

    private const int Pooler = 768 * 769;

    [Theory]
    [InlineData("roberta", 124_645_632 - Pooler, 512)]
    [InlineData("distilbert", 66_362_880, 512)]
    [InlineData("electra", 13_548_800 - 256 * 257, 512)]
    [InlineData("albert", 11_683_584 - Pooler, 512)]
    [InlineData("mpnet", 109_486_464 - Pooler, 512)]
    [InlineData("deberta-v2", 183_831_552, 512)]
    [InlineData("modernbert", 149_014_272, 8192)]
    public void A_published_config_is_understood(string family, long parameters, int positions)
    {
        var config = Read(family);
        Assert.Equal((family, parameters, positions), (config.ModelType, config.ParameterCount, config.MaxPositions));
    }

    [Theory]
    [InlineData("roberta", "max_position_embeddings", "2", "'max_position_embeddings' (2) must be above 'pad_token_id' (1)")]
    [InlineData("roberta", "is_decoder", "true", "'is_decoder' is true; expected false")]
    [InlineData("distilbert", "dim", "\"wide\"", "'dim' is \"wide\"; expected an integer")]
    [InlineData("distilbert", "n_heads", "7", "'dim' (768) must be divisible by 'n_heads' (7)")]
    [InlineData("distilbert", "sinusoidal_pos_embds", "1", "'sinusoidal_pos_embds' is 1; expected true or false")]
    [InlineData("electra", "embedding_size", "0", "'embedding_size' is 0")]
    [InlineData("albert", "inner_group_num", "2", "'inner_group_num' is 2; expected 1")]
    [InlineData("albert", "num_hidden_groups", "13", "'num_hidden_groups' is 13; expected an integer from 1 to 12")]
    [InlineData("mpnet", "pad_token_id", "0", "'pad_token_id' is 0; expected 1")]
    [InlineData("mpnet", "relative_attention_num_buckets", "16", "'relative_attention_num_buckets' is 16; expected an integer from 32")]
    [InlineData("deberta-v2", "relative_attention", "false", "'relative_attention' is false; expected true")]
    [InlineData("deberta-v2", "pos_att_type", "\"c2p|p2p\"", "'pos_att_type' is \"c2p|p2p\"; expected words out of c2p, p2c")]
    [InlineData("deberta-v2", "pos_att_type", "[\"p2p\"]", "'pos_att_type' is [\"p2p\"]; expected a list out of")]
    [InlineData("deberta-v2", "embedding_size", "512", "'embedding_size' is 512; expected 768")]
    [InlineData("deberta-v2", "position_buckets", "1200", "'position_buckets' (1200)")]
    [InlineData("deberta-v2", "conv_kernel_size", "4", "'conv_kernel_size' (4) must be odd")]
    [InlineData("modernbert", "classifier_pooling", "\"max\"", "'classifier_pooling' is \"max\"; expected one of \"cls\", \"mean\"")]
    [InlineData("modernbert", "layer_types", "[\"full_attention\"]", "'layer_types' has 1 entries for 22 layers")]
    [InlineData("modernbert", "layer_types", "[\"linear_attention\"]", "'layer_types' is [\"linear_attention\"]; expected a list out of")]
    [InlineData("modernbert", "rope_parameters", "{ \"full_attention\": { \"rope_type\": \"yarn\" } }", "'rope_parameters.full_attention.rope_type' is \"yarn\"; expected \"default\"")]
    [InlineData("modernbert", "rope_parameters", "[]", "'rope_parameters' is []; expected an object")]
    [InlineData("modernbert", "num_attention_heads", "256", "a head's size, 3, must be even")]
    public void A_wrong_value_is_named(string family, string key, string value, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(family, c => c[key] = JsonNode.Parse(value))).Message);

    [Theory]
    [InlineData("\"p2c|c2p\"", PositionTerms.ContentToPosition | PositionTerms.PositionToContent)]
    [InlineData("[\"c2p\"]", PositionTerms.ContentToPosition)]
    [InlineData("\"P2C\"", PositionTerms.PositionToContent)]
    [InlineData("null", PositionTerms.None)]
    public void DeBERTas_terms_are_a_list_or_a_text(string value, object expected) =>
        Assert.Equal(expected, ((DebertaV2Config)Read("deberta-v2", c => c["pos_att_type"] = JsonNode.Parse(value))).Terms);

    [Fact]
    public void Both_forms_of_ModernBERTs_config_say_the_same()
    {
        var old = (ModernBertConfig)Read("modernbert");
        var today = (ModernBertConfig)Read("modernbert", c =>
        {
            foreach (var key in new[] { "global_attn_every_n_layers", "global_rope_theta", "local_rope_theta" }) c.Remove(key);
            c["layer_types"] = new JsonArray([.. Enumerable.Range(0, 22).Select(i => JsonValue.Create(i % 3 == 0 ? "full_attention" : "sliding_attention"))]);
            c["rope_parameters"] = JsonNode.Parse("""{ "full_attention": { "rope_theta": 160000.0, "rope_type": "default" }, "sliding_attention": { "rope_theta": 10000.0, "rope_type": "default" } }""");
        });
        Assert.Equal(old.IsGlobal, today.IsGlobal);
        Assert.Equal((old.GlobalTheta, old.LocalTheta), (today.GlobalTheta, today.LocalTheta));
        Assert.Equal((160_000, 10_000, 64, true), (old.GlobalTheta, old.LocalTheta, old.Reach, old.MeanPooling));
    }

    [Fact]
    public void A_head_that_a_family_lacks_is_refused_with_those_it_has()
    {
        var config = Config("mpnet");
        var family = FamilyRegistry.Find(config);
        var error = Assert.Throws<NotSupportedException>(() => family.CreateModel(family.ReadConfig(config), new(HeadKind.Pretraining)));
        Assert.Contains("mpnet models have no head Pretraining; they have SequenceClassification", error.Message);
    }
}
