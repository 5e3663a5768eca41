using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>T5's classifiers of texts and of tokens: what they read, how their parameters are called, and what they take of a model that writes.</summary>
public sealed class T5ClassifierTests
{
    private const int End = 1;

    [Theory]
    [InlineData("t5/conditional-generation")]
    [InlineData("mt5/conditional-generation")]
    public void A_text_is_scored_by_the_decoders_state_at_its_last_end_token(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var golden = new GoldenCase(name);
        using var writer = (ConditionalGenerationModel)golden.Model();
        using var model = (SequenceClassificationModel)Load(golden, HeadKind.SequenceClassification, out var report);
        Assert.Equal(["classification_head.dense.bias", "classification_head.dense.weight", "classification_head.out_proj.bias", "classification_head.out_proj.weight"], report.Missing.Order(StringComparer.Ordinal));

        // Rows with an end token before the last, at the last, and with none.
        long[,] ids = { { 5, 6, End, 7, End, 0 }, { 9, 8, 7, 6, 5, End }, { 9, 8, 7, 6, 0, 0 } };
        int[] places = [4, 5, 3];
        int[] lengths = [5, 6, 4];
        var input = tensor(ids);
        var mask = stack(lengths.Select(l => arange(6, dtype: ScalarType.Int64).lt(l)).ToArray(), 0);
        using var batch = new TokenBatch(input, mask);
        var read = model.Read(batch);
        // As labels, the ids are moved by one in the same way.
        var states = writer.Decode(batch, writer.DecoderTokenIds(input)).LastHiddenState!;
        for (var row = 0; row < places.Length; row++) Compare.Close($"row {row}", states[row][places[row]], read[row], 1e-4 * TestDevice.Slack);

        var parameters = model.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var dense = nn.functional.linear(read, parameters["classifier.head.dense.weight"], parameters["classifier.head.dense.bias"]).tanh();
        Compare.Close("scores", nn.functional.linear(dense, parameters["classifier.output.weight"], parameters["classifier.output.bias"]), model.Forward(batch), 1e-5 * TestDevice.Slack);
    }

    [Theory]
    [InlineData(HeadKind.SequenceClassification, "classification_head.out_proj.weight")]
    [InlineData(HeadKind.TokenClassification, "classifier.weight")]
    public void A_written_folder_has_the_references_names_and_is_read_again(HeadKind kind, string last)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var golden = new GoldenCase("t5-v1.1/conditional-generation");
        using var model = Load(golden, kind, out _);
        var names = golden.Family.NamesOf(model.Encoder.Config, kind);
        CheckpointWriter.Write(folder.Path, golden.Config, model, names);
        using var written = Checkpoint.Open(folder.Path);
        Assert.Contains(last, written.Tensors.Keys);
        Assert.Contains("transformer.shared.weight", written.Tensors.Keys);
        Assert.Equal(kind == HeadKind.SequenceClassification, written.Tensors.ContainsKey("transformer.decoder.block.0.layer.1.EncDecAttention.q.weight"));
        Assert.All(written.Tensors.Keys, key => Assert.True(key.StartsWith("transformer.", StringComparison.Ordinal) || key.StartsWith("classif", StringComparison.Ordinal), key));

        using var again = golden.Family.CreateModel(model.Encoder.Config, new HeadOptions(kind, 3));
        var report = written.LoadInto(again, names, new LoadOptions { MayBeMissing = _ => false });
        Assert.Empty(report.Unexpected);
        foreach (var (name, parameter) in model.named_parameters()) Compare.Close(name, parameter, again.named_parameters().Single(p => p.name == name).parameter, 0);
    }

    private static TaskModel Load(GoldenCase golden, HeadKind kind, out LoadReport report)
    {
        var config = golden.Family.ReadConfig(golden.Config);
        var model = golden.Family.CreateModel(config, new HeadOptions(kind, 3));
        using var generator = new Generator(5);
        ParameterInitializer.Initialize(model, 0.1, generator);
        using var checkpoint = Checkpoint.Open(golden.Folder);
        report = checkpoint.LoadInto(model, golden.Family.NamesOf(config, kind));
        model.eval();
        return model;
    }
}
