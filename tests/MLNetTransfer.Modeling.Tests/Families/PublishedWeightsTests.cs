using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>Published weights give the reference's states for real texts.</summary>
public class PublishedWeightsTests
{
    [SharedFact("weights/all-MiniLM-L6-v2")]
    public void MiniLM_gives_the_references_states()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentence-transformers", "all-MiniLM-L6-v2-states", "golden.safetensors"));
        using var checkpoint = Checkpoint.Open(SharedFolder.PathOf("weights/all-MiniLM-L6-v2"));
        var family = FamilyRegistry.Find(checkpoint.Config);
        var config = family.ReadConfig(checkpoint.Config);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        using var encoder = family.CreateEncoder(config, pooler: true);
        Assert.Empty(checkpoint.LoadInto(encoder, family.NamesOf(config)).Unexpected);
        encoder.to(TestDevice.Current);
        encoder.eval();

        var mask = golden.Read("input.attention_mask");
        using var batch = new TokenBatch(golden.Read("input.input_ids").to(TestDevice.Current), mask.ne(0).to(TestDevice.Current), golden.Read("input.token_type_ids").to(TestDevice.Current));
        var output = encoder.Encode(batch, EncoderOutputs.HiddenStates | EncoderOutputs.Pooled);

        var real = mask.unsqueeze(2).to(torch.ScalarType.Float32);
        for (var i = 0; i <= config.LayerCount; i++)
        {
            var states = output.HiddenStates![i].cpu();
            Compare.Close($"cls.{i}", golden.Read($"cls.{i}"), states.select(1, 0), 1e-5);
            Compare.Close($"mean.{i}", golden.Read($"mean.{i}"), (states * real).sum(1) / real.sum(1), 1e-5);
        }
        Compare.Close("pooler_output", golden.Read("pooler_output"), output.Pooled!, 1e-5);
        Compare.Close("pooler_output by the first token alone", golden.Read("pooler_output"), encoder.Encode(batch, EncoderOutputs.Pooled).Pooled!, 1e-5);
    }
}
