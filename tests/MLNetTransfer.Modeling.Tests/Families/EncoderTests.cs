using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

public class EncoderTests
{
    [Fact]
    public void Only_what_is_wanted_is_returned()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("bert/base");
        using var encoder = golden.BareEncoder();
        using var batch = golden.Batch();
        var output = encoder.Encode(batch);
        Assert.NotNull(output.LastHiddenState);
        Assert.Null(output.HiddenStates);
        Assert.Null(output.FirstToken);
        Assert.Null(output.Pooled);
    }

    [Fact]
    public void A_batch_without_padding_needs_no_mask()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("bert/base");
        using var encoder = golden.BareEncoder();
        // The first row is the longest, so nothing of it is padding.
        using var row = new TokenBatch(golden.Input("input_ids").narrow(0, 0, 1).to(TestDevice.Current), null, golden.Input("token_type_ids").narrow(0, 0, 1).to(TestDevice.Current));
        Compare.Close("last_hidden_state", golden.Tensors["last_hidden_state"].narrow(0, 0, 1), encoder.Encode(row).LastHiddenState!, 1e-5);
    }

    [Fact]
    public void No_token_types_mean_type_0()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("bert/base");
        using var encoder = golden.BareEncoder();
        var ids = golden.Input("input_ids").to(TestDevice.Current);
        using var silent = new TokenBatch(ids.alias());
        using var spoken = new TokenBatch(ids.alias(), null, zeros_like(ids));
        Compare.Close("last_hidden_state", encoder.Encode(spoken).LastHiddenState!, encoder.Encode(silent).LastHiddenState!, 1e-6);
    }

    [Fact]
    public void A_batch_beyond_the_positions_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        using var encoder = new GoldenCase("bert/base").BareEncoder();
        using var batch = new TokenBatch(zeros(1, 25, dtype: ScalarType.Int64, device: TestDevice.Current));
        var error = Assert.Throws<ArgumentException>(() => encoder.Encode(batch));
        Assert.Contains("25 tokens", error.Message);
        Assert.Contains("24 positions", error.Message);
    }

    [Fact]
    public void An_encoder_without_pooler_says_so()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("bert/base");
        using var encoder = golden.Family.CreateEncoder(golden.Family.ReadConfig(golden.Config), pooler: false);
        Assert.False(encoder.HasPooler);
        using var batch = new TokenBatch(zeros(1, 2, dtype: ScalarType.Int64));
        Assert.Contains("without a pooler", Assert.Throws<ArgumentException>(() => encoder.Encode(batch, EncoderOutputs.Pooled)).Message);
    }
}
