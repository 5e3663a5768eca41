using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

public sealed class LoadIntoTests : IDisposable
{
    private static readonly ParameterNames _names = new(
        prefix: "net",
        encoder: [("table", "embeddings.word"), ("norm", "embeddings.LayerNorm")],
        heads: [("classifier", "classifier"), ("decoder", "lm_head")],
        oldSpellings: [("LayerNorm.gamma", "LayerNorm.weight"), ("LayerNorm.beta", "LayerNorm.bias")],
        ignored: ["embeddings.position_ids"]);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Tensor> _tensors = new()
    {
        ["net.embeddings.word.weight"] = arange(8, dtype: ScalarType.Float32).view([4, 2]),
        ["net.embeddings.LayerNorm.weight"] = tensor(new[] { 10f, 11 }),
        ["net.embeddings.LayerNorm.bias"] = tensor(new[] { 12f, 13 }),
        ["net.embeddings.position_ids"] = arange(4, dtype: ScalarType.Int64),
        ["classifier.weight"] = arange(6, dtype: ScalarType.Float32).view([3, 2]),
    };

    private sealed class TinyEncoder : nn.Module
    {
        public readonly Embedding table = nn.Embedding(4, 2);
        public readonly LayerNorm norm = nn.LayerNorm(2);

        public TinyEncoder() : base("TinyEncoder") => RegisterComponents();
    }

    private sealed class TinyModel : nn.Module
    {
        public readonly TinyEncoder encoder = new();
        public readonly Linear classifier;

        public TinyModel(int classes = 3) : base("TinyModel")
        {
            classifier = nn.Linear(2, classes, hasBias: false);
            RegisterComponents();
        }
    }

    private sealed class TiedModel : nn.Module
    {
        public readonly TinyEncoder encoder = new();
        public readonly Linear decoder = nn.Linear(2, 4, hasBias: false);

        public TiedModel() : base("TiedModel")
        {
            decoder.weight = encoder.table.weight;
            RegisterComponents();
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Rename(string from, string to)
    {
        _tensors.Remove(from, out var tensor);
        _tensors.Add(to, tensor!);
    }

    private LoadReport Load(nn.Module module, LoadOptions? options = null)
    {
        CheckpointWriter.Write(_folder.Path, new JsonObject { ["model_type"] = "tiny" }, _tensors);
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal("tiny", (string?)checkpoint.Config["model_type"]);
        return checkpoint.LoadInto(module, _names, options);
    }

    private static void AssertEncoder(TinyEncoder encoder)
    {
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], CheckpointFiles.Numbers(encoder.table.weight!));
        Assert.Equal([10, 11], CheckpointFiles.Numbers(encoder.norm.weight!));
        Assert.Equal([12, 13], CheckpointFiles.Numbers(encoder.norm.bias!));
    }

    [Fact]
    public void Fills_a_model()
    {
        using var model = new TinyModel();
        var report = Load(model);
        AssertEncoder(model.encoder);
        Assert.Equal([0, 1, 2, 3, 4, 5], CheckpointFiles.Numbers(model.classifier.weight!));
        Assert.Equal(4, report.LoadedCount);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unexpected);
        Assert.Equal("4 tensors loaded", report.ToString());
    }

    [Fact]
    public void Fills_a_bare_encoder_and_reports_the_head()
    {
        using var encoder = new TinyEncoder();
        var report = Load(encoder);
        AssertEncoder(encoder);
        Assert.Equal(["classifier.weight"], report.Unexpected);
        Assert.Contains("not used: classifier.weight", report.ToString());
    }

    [Fact]
    public void Reads_names_without_prefix_and_old_spellings()
    {
        Rename("net.embeddings.word.weight", "embeddings.word.weight");
        Rename("net.embeddings.position_ids", "embeddings.position_ids");
        Rename("net.embeddings.LayerNorm.weight", "embeddings.LayerNorm.gamma");
        Rename("net.embeddings.LayerNorm.bias", "embeddings.LayerNorm.beta");
        using var model = new TinyModel();
        Assert.Equal(4, Load(model).LoadedCount);
        AssertEncoder(model.encoder);
    }

    [Fact]
    public void A_missing_head_keeps_its_numbers_and_is_reported()
    {
        _tensors.Remove("classifier.weight");
        using var model = new TinyModel();
        var before = CheckpointFiles.Numbers(model.classifier.weight!);
        var report = Load(model);
        Assert.Equal(["classifier.weight"], report.Missing);
        Assert.Equal(before, CheckpointFiles.Numbers(model.classifier.weight!));
        AssertEncoder(model.encoder);
        Assert.Contains("classifier.weight", Assert.Throws<InvalidDataException>(() => Load(model, new LoadOptions { MayBeMissing = _ => false })).Message);
    }

    [Fact]
    public void A_missing_encoder_parameter_is_an_error_and_nothing_is_changed()
    {
        _tensors.Remove("net.embeddings.LayerNorm.bias");
        using var model = new TinyModel();
        var before = CheckpointFiles.Numbers(model.encoder.table.weight!);
        var error = Assert.Throws<InvalidDataException>(() => Load(model));
        Assert.Contains("net.embeddings.LayerNorm.bias", error.Message);
        Assert.Contains(_folder.Path, error.Message);
        Assert.Equal(before, CheckpointFiles.Numbers(model.encoder.table.weight!));
        Assert.Equal(["net.embeddings.LayerNorm.bias"], Load(model, new LoadOptions { MayBeMissing = n => n == "encoder.norm.bias" }).Missing);
    }

    [Fact]
    public void A_wrong_shape_names_both_and_the_next_step()
    {
        using var model = new TinyModel(classes: 5);
        var error = Assert.Throws<InvalidDataException>(() => Load(model));
        Assert.Contains("'classifier.weight'", error.Message);
        Assert.Contains("[3, 2]", error.Message);
        Assert.Contains("[5, 2]", error.Message);
        Assert.Contains("ReplaceMismatched", error.Message);

        var report = Load(model, new LoadOptions { ReplaceMismatched = true });
        var mismatch = Assert.Single(report.Mismatched);
        Assert.Equal([3, 2], mismatch.InCheckpoint);
        Assert.Equal([5, 2], mismatch.InModule);
        Assert.Empty(report.Missing);
        AssertEncoder(model.encoder);

        _tensors["net.embeddings.word.weight"] = zeros(5, 2);
        Assert.Contains("'net.embeddings.word.weight'", Assert.Throws<InvalidDataException>(() => Load(model, new LoadOptions { ReplaceMismatched = true })).Message);
    }

    [Fact]
    public void A_tied_parameter_is_not_missing_and_stays_tied()
    {
        _tensors.Remove("classifier.weight");
        using var model = new TiedModel();
        var report = Load(model);
        Assert.Empty(report.Missing);
        Assert.Equal(3, report.LoadedCount);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], CheckpointFiles.Numbers(model.decoder.weight!));
        // A file may hold it a second time.
        _tensors["lm_head.weight"] = _tensors["net.embeddings.word.weight"].clone();
        report = Load(model);
        Assert.Empty(report.Unexpected);
        AssertEncoder(model.encoder);
        // Written, it is there once.
        CheckpointWriter.Write(_folder.Path, [], model, _names);
        using var written = Checkpoint.Open(_folder.Path);
        Assert.Equal(["net.embeddings.LayerNorm.bias", "net.embeddings.LayerNorm.weight", "net.embeddings.word.weight"], written.Tensors.Keys);
    }

    [Fact]
    public void The_same_parameter_twice_is_an_error()
    {
        _tensors["embeddings.word.weight"] = zeros(4, 2);
        using var model = new TinyModel();
        var error = Assert.Throws<InvalidDataException>(() => Load(model));
        Assert.Contains("'net.embeddings.word.weight'", error.Message);
        Assert.Contains("'embeddings.word.weight'", error.Message);
    }

    [Fact]
    public void Quantised_weights_are_an_error()
    {
        _tensors["net.embeddings.word.weight"] = zeros(4, 2, dtype: ScalarType.Int8);
        using var model = new TinyModel();
        Assert.Contains("quantised", Assert.Throws<InvalidDataException>(() => Load(model)).Message);
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_an_error()
    {
        foreach (var name in _tensors.Keys.ToArray()) Rename(name, "other." + name);
        using var classifier = new TinyModel();
        Assert.Contains("other.", Assert.Throws<InvalidDataException>(() => Load(classifier)).Message);
        Assert.Throws<InvalidDataException>(() => Load(classifier, new LoadOptions { MayBeMissing = _ => true }));
    }

    [Fact]
    public void Half_precision_is_widened_on_the_way()
    {
        foreach (var (name, tensor) in _tensors.ToArray())
            if (tensor.dtype == ScalarType.Float32) _tensors[name] = tensor.to(ScalarType.BFloat16);
        using var model = new TinyModel();
        Load(model);
        Assert.Equal(ScalarType.Float32, model.encoder.table.weight!.dtype);
        AssertEncoder(model.encoder);
    }

    [Fact]
    public void Names_may_be_the_same_on_both_sides_and_come_from_a_stream()
    {
        using var source = new TinyModel();
        using var target = new TinyModel();
        using var bytes = new MemoryStream();
        var writer = new SafetensorsWriter(source.state_dict());
        writer.Write(bytes);
        using var file = SafetensorsFile.Open(new ForwardStream(bytes.ToArray()), writer.Length);
        Assert.Equal(4, file.LoadInto(target).LoadedCount);
        Assert.Equal(CheckpointFiles.Numbers(source.encoder.table.weight!), CheckpointFiles.Numbers(target.encoder.table.weight!));
    }
}
