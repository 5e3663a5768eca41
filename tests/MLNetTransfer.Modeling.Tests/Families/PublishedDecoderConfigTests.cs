using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Families.T5;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>config.json as well-known decoders have it, with the parameters that these are known to have.</summary>
public class PublishedDecoderConfigTests
{
    private static JsonObject Config(string model) => JsonNode.Parse(model switch
    {
        "gpt2" => """
            { "model_type": "gpt2", "activation_function": "gelu_new", "attn_pdrop": 0.1, "bos_token_id": 50256, "embd_pdrop": 0.1, "eos_token_id": 50256,
              "initializer_range": 0.02, "layer_norm_epsilon": 1e-05, "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_layer": 12, "n_positions": 1024,
              "resid_pdrop": 0.1, "vocab_size": 50257 }
            """,
        "openai-gpt" => """
            { "model_type": "openai-gpt", "afn": "gelu", "attn_pdrop": 0.1, "embd_pdrop": 0.1, "n_ctx": 512, "n_embd": 768, "n_head": 12, "n_layer": 12,
              "n_positions": 512, "n_special": 0, "resid_pdrop": 0.1, "vocab_size": 40478 }
            """,
        "t5-small" => """
            { "model_type": "t5", "d_ff": 2048, "d_kv": 64, "d_model": 512, "decoder_start_token_id": 0, "dropout_rate": 0.1, "eos_token_id": 1, "initializer_factor": 1.0,
              "is_encoder_decoder": true, "layer_norm_epsilon": 1e-06, "n_positions": 512, "num_heads": 8, "num_layers": 6, "pad_token_id": 0,
              "relative_attention_num_buckets": 32, "vocab_size": 32128 }
            """,
        "flan-t5-small" => """
            { "model_type": "t5", "d_ff": 1024, "d_kv": 64, "d_model": 512, "decoder_start_token_id": 0, "dropout_rate": 0.1, "eos_token_id": 1, "feed_forward_proj": "gated-gelu",
              "is_encoder_decoder": true, "layer_norm_epsilon": 1e-06, "num_decoder_layers": 8, "num_heads": 6, "num_layers": 8, "pad_token_id": 0,
              "relative_attention_max_distance": 128, "relative_attention_num_buckets": 32, "tie_word_embeddings": false, "vocab_size": 32128 }
            """,
        _ => """
            { "model_type": "mt5", "d_ff": 1024, "d_kv": 64, "d_model": 512, "decoder_start_token_id": 0, "dropout_rate": 0.1, "eos_token_id": 1, "feed_forward_proj": "gated-gelu",
              "is_encoder_decoder": true, "layer_norm_epsilon": 1e-06, "num_decoder_layers": 8, "num_heads": 6, "num_layers": 8, "pad_token_id": 0,
              "relative_attention_num_buckets": 32, "tie_word_embeddings": false, "vocab_size": 250112 }
            """,
    })!.AsObject();

    private static EncoderConfig Read(string model, Action<JsonObject>? change = null)
    {
        var config = Config(model);
        change?.Invoke(config);
        return FamilyRegistry.Find(config).ReadConfig(config);
    }

    [Theory]
    [InlineData("gpt2", HeadKind.CausalLanguageModel, 124_439_808)]
    [InlineData("openai-gpt", HeadKind.CausalLanguageModel, 116_534_784)]
    [InlineData("t5-small", HeadKind.ConditionalGeneration, 60_506_624)]
    [InlineData("flan-t5-small", HeadKind.ConditionalGeneration, 76_961_152)]
    [InlineData("mt5-small", HeadKind.ConditionalGeneration, 300_176_768)]
    public void A_published_config_is_understood(string model, HeadKind head, long parameters)
    {
        var config = Read(model);
        config.CheckStored(parameters, head);
        Assert.Contains($"{parameters:N0} parameters", Assert.Throws<InvalidDataException>(() => config.CheckStored(parameters - 1, head)).Message);
    }

    [Fact]
    public void What_is_absent_is_as_Hugging_Face_has_it()
    {
        var small = (T5Config)Read("t5-small");
        Assert.Equal((true, true, false, Activation.Relu, 128, 6), (small.IsTied, small.ScalesOutput, small.IsGated, small.Activation, small.MaxDistance, small.DecoderLayerCount));
        var flan = (T5Config)Read("flan-t5-small");
        Assert.Equal((false, false, true, Activation.GeluTanh), (flan.IsTied, flan.ScalesOutput, flan.IsGated, flan.Activation));
        var multilingual = (T5Config)Read("mt5-small", c => { c.Remove("tie_word_embeddings"); c.Remove("feed_forward_proj"); });
        Assert.Equal((false, false, true, Activation.GeluTanh), (multilingual.IsTied, multilingual.ScalesOutput, multilingual.IsGated, multilingual.Activation));
    }

    [Theory]
    [InlineData("gpt2", "n_head", "7", "'n_embd' (768) must be divisible by 'n_head' (7)")]
    [InlineData("gpt2", "n_embd", "null", "'n_embd' is missing")]
    [InlineData("gpt2", "pad_token_id", "60000", "'pad_token_id' (60000) must lie below 'vocab_size' (50257)")]
    [InlineData("gpt2", "add_cross_attention", "true", "'add_cross_attention' is true; expected false")]
    [InlineData("gpt2", "scale_attn_weights", "1", "'scale_attn_weights' is 1; expected true or false")]
    [InlineData("openai-gpt", "afn", "\"mish\"", "'afn' is \"mish\"; expected one of gelu")]
    [InlineData("t5-small", "feed_forward_proj", "\"gated-mish\"", "'feed_forward_proj' is \"gated-mish\"; expected one of \"gelu\"")]
    [InlineData("t5-small", "num_decoder_layers", "2000", "'num_decoder_layers' is 2000; expected an integer from 1 to 1024")]
    [InlineData("t5-small", "decoder_start_token_id", "32128", "'decoder_start_token_id' (32128) must lie below 'vocab_size' (32128)")]
    [InlineData("t5-small", "relative_attention_max_distance", "16", "'relative_attention_max_distance' (16) must be above half of 'relative_attention_num_buckets' (32)")]
    [InlineData("t5-small", "num_heads", "100000", "'num_heads' (100000) times 'd_kv' (64) must be at most")]
    public void A_wrong_value_is_named(string model, string key, string value, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(model, c => c[key] = JsonNode.Parse(value))).Message);

    /// <summary>Published GPTs name no padding id: what fills rows does not show.</summary>
    [Theory]
    [InlineData("gpt2/sequence-classification")]
    [InlineData("openai-gpt/sequence-classification")]
    public void Any_id_may_fill_the_rows_of_a_classifier(string name)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        var mask = golden.Input("attention_mask").ne(0);
        using var filled = new TokenBatch(golden.Input("input_ids").masked_fill(mask.logical_not(), 77).to(TestDevice.Current), mask.to(TestDevice.Current));
        Compare.Close("logits", golden.Tensors["logits"], model.Forward(filled), 1e-5);
        golden.Config.Remove("pad_token_id");
        Assert.Equal(0, golden.Family.ReadConfig(golden.Config).PadTokenId);
    }

    /// <summary>A divisor that attention has anyway, one that a config leaves out, and one by layer.</summary>
    [Fact]
    public void Scores_are_scaled_as_the_config_says()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var golden = new GoldenCase("gpt2/base");
        using var batch = golden.Batch();
        using var plain = golden.BareEncoder();
        golden.Config["scale_attn_weights"] = false;
        using var unscaled = golden.BareEncoder();
        golden.Config["scale_attn_by_inverse_layer_idx"] = true;
        using var byLayer = golden.BareEncoder();
        var root = Math.Sqrt(24 / 4);
        // The same scores come of queries that are larger by the root, and from the second layer on smaller by its number.
        foreach (var (encoder, factors) in new[] { (unscaled, new[] { root, root }), (byLayer, new[] { root, root / 2 }) })
        {
            var parameters = plain.named_parameters().ToDictionary(p => p.name, p => p.parameter);
            for (var i = 0; i < 2; i++)
            {
                parameters[$"layers.{i}.attention.fused.weight"].narrow(1, 0, 24).mul_(factors[i]);
                parameters[$"layers.{i}.attention.fused.bias"].narrow(0, 0, 24).mul_(factors[i]);
            }
            Compare.CloseTokens("states", plain.Encode(batch).LastHiddenState!, encoder.Encode(batch).LastHiddenState!, golden.Input("attention_mask"), 1e-5);
            for (var i = 0; i < 2; i++)
            {
                parameters[$"layers.{i}.attention.fused.weight"].narrow(1, 0, 24).div_(factors[i]);
                parameters[$"layers.{i}.attention.fused.bias"].narrow(0, 0, 24).div_(factors[i]);
            }
        }
    }
}
