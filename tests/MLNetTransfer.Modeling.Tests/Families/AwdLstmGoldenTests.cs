using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>fastai's language model and classifier. config.json is ours; everything else in the folders is fastai's.</summary>
public class AwdLstmGoldenTests
{
    private const double States = 1e-5, Losses = 1e-5, Gradients = 1e-4;

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.pth")]
    public void A_language_model_carries_its_state_from_window_to_window(string weights)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("awd-lstm/language-model");
        using var model = (RecurrentLanguageModel)Load(golden, HeadKind.CausalLanguageModel, weights);
        RecurrentState? state = null;
        for (var w = 0; w < 2; w++)
        {
            model.zero_grad();
            using var batch = new TokenBatch(golden.Input($"window.{w}").to(TestDevice.Current));
            var before = state;
            (var output, state) = ((RecurrentEncoder)model.Encoder).EncodeNext(batch, before);
            Compare.Close($"output.{w}", golden.Tensors[$"output.{w}"], output.LastHiddenState!, States);
            for (var i = 0; i < 3; i++)
            {
                Compare.Close($"state.{w}.{i}.h", golden.Tensors[$"state.{w}.{i}.h"].squeeze(0), state.Layers[i].Output, States);
                Compare.Close($"state.{w}.{i}.c", golden.Tensors[$"state.{w}.{i}.c"].squeeze(0), state.Layers[i].Cell, States);
            }
            var (logits, after) = model.ForwardNext(batch, before);
            Compare.Close($"logits.{w}", golden.Tensors[$"logits.{w}"], logits, States);
            var loss = model.Loss(logits, golden.Label($"window.{w}"));
            Assert.Equal((double)golden.Figures["loss"]![w]!, loss.item<float>(), Losses * TestDevice.Slack);
            loss.backward();
            after.Dispose();
            before?.Dispose();
        }
        state!.Dispose();
        CompareGradients(golden, model, golden.Family.NamesOf(model.Encoder.Config, HeadKind.CausalLanguageModel));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.pth")]
    public void A_classifier_pools_over_windows(string weights)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("awd-lstm/classifier");
        using var model = (SequenceClassificationModel)Load(golden, HeadKind.SequenceClassification, weights);
        int[] lengths = [.. golden.Figures["settings"]!["lengths"]!.AsArray().Select(n => (int)n!)];
        var starts = Starts(golden, lengths);
        using var batch = Batch(golden, lengths, starts);

        var output = model.Encoder.Encode(batch).LastHiddenState!;
        for (var row = 0; row < lengths.Length; row++)
        {
            var expected = golden.Tensors["output"][row].narrow(0, starts[row], lengths[row]);
            Compare.Close($"output of row {row}", expected, output[row].narrow(0, 0, lengths[row]), States);
        }
        var logits = model.Forward(batch);
        Compare.Close("logits", golden.Tensors["logits"], logits, States);
        var loss = model.Loss(logits, golden.Label("labels"));
        Assert.Equal(golden.Loss!.Value, loss.item<float>(), Losses * TestDevice.Slack);
        loss.backward();
        CompareGradients(golden, model, golden.Family.NamesOf(model.Encoder.Config, HeadKind.SequenceClassification));
    }

    [Theory]
    [InlineData("awd-lstm/language-model", HeadKind.CausalLanguageModel)]
    [InlineData("awd-lstm/classifier", HeadKind.SequenceClassification)]
    public void A_written_folder_holds_what_fastai_saved(string name, HeadKind kind)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = Load(golden, kind, "model.safetensors");
        using var folder = new TempFolder();
        CheckpointWriter.Write(folder.Path, golden.Config, model, golden.Family.NamesOf(model.Encoder.Config, kind));
        using var expected = SafetensorsFile.Open(Path.Combine(golden.Folder, "model.safetensors"));
        using var written = SafetensorsFile.Open(Path.Combine(folder.Path, "model.safetensors"));
        Assert.Equal(expected.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        foreach (var (key, entry) in expected.Tensors)
        {
            Assert.Equal((entry.DataType, TensorTypes.Show(entry.Shape)), (written.Tensors[key].DataType, TensorTypes.Show(written.Tensors[key].Shape)));
            Compare.Close(key, expected.Read(key), written.Read(key), 0);
        }
    }

    [Fact]
    public void A_classifier_takes_over_the_encoder_of_a_language_model()
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase("awd-lstm/language-model");
        using var checkpoint = Checkpoint.Open(golden.Folder);
        var config = golden.Family.ReadConfig(golden.Config);
        using var model = golden.Family.CreateModel(config, new(HeadKind.SequenceClassification));
        var report = checkpoint.LoadInto(model, golden.Family.NamesOf(config, HeadKind.SequenceClassification));
        Assert.All(report.Missing, name => Assert.StartsWith("1.layers.", name, StringComparison.Ordinal));
        Compare.Close("table", checkpoint.Read("0.encoder.weight"), model.Encoder.TokenWeight, 0);
    }

    /// <summary>Where each row's tokens begin: whole windows of padding stand before them.</summary>
    private static long[] Starts(GoldenCase golden, int[] lengths)
    {
        var window = (int)golden.Figures["settings"]!["window"]!;
        return [.. lengths.Select(n => (lengths.Max() - n) / window * (long)window)];
    }

    /// <summary>The rows as this library pads them: at their ends only.</summary>
    private static TokenBatch Batch(GoldenCase golden, int[] lengths, long[] starts)
    {
        var ids = golden.Input("ids");
        var rows = lengths.Select((n, i) => new TokenRow([.. ids[i].narrow(0, starts[i], n).contiguous().data<long>().ToArray().Select(id => (int)id)])).ToArray();
        return TokenBatch.Create(rows, padId: 1, TestDevice.Current);
    }

    private static void CompareGradients(GoldenCase golden, nn.Module model, ParameterNames names)
    {
        var gradients = model.named_parameters().ToDictionary(p => names.ToCheckpoint(p.name), p => p.parameter.grad!);
        Assert.Equal(golden.Tensors.Keys.Where(k => k.StartsWith("grad.", StringComparison.Ordinal)).Select(k => k["grad.".Length..]).Order(), gradients.Keys.Order());
        foreach (var (name, gradient) in gradients)
        {
            var expected = golden.Tensors["grad." + name];
            Compare.Close("gradient of " + name, expected, gradient, Gradients * Compare.Largest(expected));
        }
    }

    private static TaskModel Load(GoldenCase golden, HeadKind kind, string weights)
    {
        using var folder = new TempFolder();
        File.Copy(Path.Combine(golden.Folder, "config.json"), Path.Combine(folder.Path, "config.json"));
        File.Copy(Path.Combine(golden.Folder, weights), Path.Combine(folder.Path, weights));
        using var checkpoint = Checkpoint.Open(folder.Path);
        var config = golden.Family.ReadConfig(checkpoint.Config);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        var model = golden.Family.CreateModel(config, HeadOptions.Read(kind, checkpoint.Config));
        var report = checkpoint.LoadInto(model, golden.Family.NamesOf(config, kind), new LoadOptions { MayBeMissing = _ => false });
        Assert.Empty(report.Unexpected);
        model.to(TestDevice.Current);
        model.eval();
        return model;
    }
}
