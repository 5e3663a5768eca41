using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.TestSupport;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string Table = "embeddings.word_embeddings.weight";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Figures by Python's struct module.
    [Theory]
    [InlineData("base", ScalarType.Float32, -0.026402577757835388, -0.025087526068091393, -1.660820747667458)]
    [InlineData("half", ScalarType.Float16, -0.026397705078125, -0.02508544921875, -1.6602956056594849)]
    [InlineData("bfloat16", ScalarType.BFloat16, -0.0263671875, -0.025146484375, -1.6568739414215088)]
    public void Reads_names_types_shapes_and_numbers(string golden, ScalarType type, double first, double second, double sum)
    {
        using var file = SafetensorsFile.Open(Path.Combine(CheckpointFiles.Bert(golden), "model.safetensors"));
        Assert.Equal(39, file.Tensors.Count);
        Assert.Equal("pt", file.Metadata["format"]);
        var entry = file.Tensors[Table];
        Assert.Equal(type, entry.DataType);
        Assert.Equal([120, 24], entry.Shape);
        using var stored = file.Read(Table);
        Assert.Equal(type, stored.dtype);
        using var floats = file.Read(Table, ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, floats.dtype);
        foreach (var tensor in new[] { stored, floats })
        {
            var numbers = CheckpointFiles.Numbers(tensor);
            Assert.Equal(first, numbers[0]);
            Assert.Equal(second, numbers[1]);
            Assert.Equal(sum, numbers.Sum(), 1e-9);
        }
    }

    [Fact]
    public void Reads_integers()
    {
        using var file = SafetensorsFile.Open(Path.Combine(CheckpointFiles.Bert("base"), "golden.safetensors"));
        using var mask = file.Read("input.attention_mask");
        Assert.Equal(ScalarType.Int64, mask.dtype);
        // Rows of 12, 9 and 5 tokens.
        Assert.Equal(26, CheckpointFiles.Numbers(mask).Sum());
    }

    [Fact]
    public void A_stream_gives_the_same_reads_only_forward_and_ends_at_its_end()
    {
        var path = Path.Combine(CheckpointFiles.Bert("half"), "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        var stream = new ForwardStream([.. bytes, 1, 2, 3]);
        using (var whole = SafetensorsFile.Open(path))
        using (var file = SafetensorsFile.Open(stream, bytes.Length))
        {
            Assert.Equal(whole.Tensors.Keys, file.Tensors.Keys);
            var names = file.Tensors.Keys.ToArray();
            foreach (var name in names.Where((_, i) => i % 3 == 0))
            {
                using var a = whole.Read(name);
                using var b = file.Read(name, ScalarType.Float32);
                Assert.Equal(CheckpointFiles.Numbers(a), CheckpointFiles.Numbers(b));
            }
            Assert.Throws<InvalidOperationException>(() => file.Read(names[0]));
        }
        Assert.Equal(bytes.Length, stream.Consumed);
    }

    [Fact]
    public void A_stream_that_ends_early_is_damaged()
    {
        var bytes = File.ReadAllBytes(Path.Combine(CheckpointFiles.Bert("base"), "model.safetensors"));
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(new ForwardStream(bytes[..100]), bytes.Length));
        using var file = SafetensorsFile.Open(new ForwardStream(bytes[..^9]), bytes.Length);
        Assert.Contains("ends early", Assert.Throws<InvalidDataException>(() => file.Read(file.Tensors.Keys.Last())).Message);
    }

    [Fact]
    public void Fills_tensors_of_any_type_and_layout()
    {
        using var file = SafetensorsFile.Open(Path.Combine(CheckpointFiles.Bert("base"), "model.safetensors"));
        using var expected = file.Read(Table);
        using var doubles = zeros(120, 24, dtype: ScalarType.Float64);
        file.ReadInto(Table, doubles);
        Assert.Equal(CheckpointFiles.Numbers(expected), CheckpointFiles.Numbers(doubles));
        using var transposed = zeros(24, 120).t();
        file.ReadInto(Table, transposed);
        Assert.Equal(CheckpointFiles.Numbers(expected), CheckpointFiles.Numbers(transposed));
        using var parameter = new TorchSharp.Modules.Parameter(zeros(120, 24), requires_grad: true);
        file.ReadInto(Table, parameter);
        Assert.Equal(CheckpointFiles.Numbers(expected), CheckpointFiles.Numbers(parameter));
        Assert.True(parameter.requires_grad);
        using var wrong = zeros(24, 120);
        var error = Assert.Throws<ArgumentException>(() => file.ReadInto(Table, wrong));
        Assert.Contains("[120, 24]", error.Message);
        Assert.Contains("[24, 120]", error.Message);
        Assert.Contains("nothing", Assert.Throws<KeyNotFoundException>(() => file.Read("nothing")).Message);
    }

    [Fact]
    public void Large_tensors_are_read_in_pieces()
    {
        // More than one piece of 16 MB, converted and not.
        using var large = arange(9_000_000, dtype: ScalarType.Float32).view([3000, 3000]);
        new SafetensorsWriter([new("large", large)]).Write(_folder.File("large.safetensors"));
        using var file = SafetensorsFile.Open(_folder.File("large.safetensors"));
        using var same = file.Read("large");
        Assert.True(CheckpointFiles.Same(same, large));
        using var doubles = file.Read("large", ScalarType.Float64);
        using var floats = doubles.to(ScalarType.Float32);
        Assert.True(CheckpointFiles.Same(floats, large));
    }

    [Theory]
    [InlineData("base/model.safetensors")]
    [InlineData("half/model.safetensors")]
    [InlineData("bfloat16/model.safetensors")]
    [InlineData("sharded/model-00001-of-00003.safetensors")]
    [InlineData("sharded/model-00003-of-00003.safetensors")]
    public void What_is_written_is_byte_for_byte_what_Hugging_Face_writes(string golden)
    {
        var path = CheckpointFiles.Bert(golden);
        using var file = SafetensorsFile.Open(path);
        var tensors = file.Tensors.Keys.Reverse().ToDictionary(n => n, n => file.Read(n));
        var writer = new SafetensorsWriter(tensors);
        using var written = new MemoryStream();
        writer.Write(written);
        Assert.Equal(File.ReadAllBytes(path), written.ToArray());
        Assert.Equal(written.Length, writer.Length);
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.Float16, "half")]
    [InlineData(ScalarType.BFloat16, "bfloat16")]
    public void Narrower_types_are_rounded_as_PyTorch_does(ScalarType type, string golden)
    {
        using var source = SafetensorsFile.Open(Path.Combine(CheckpointFiles.Bert("base"), "model.safetensors"));
        var tensors = source.Tensors.Keys.ToDictionary(n => n, n => source.Read(n));
        using var written = new MemoryStream();
        new SafetensorsWriter(tensors, type).Write(written);
        Assert.Equal(File.ReadAllBytes(Path.Combine(CheckpointFiles.Bert(golden), "model.safetensors")), written.ToArray());
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    [Fact]
    public void Every_type_and_layout_comes_back_and_types_are_sorted_by_alignment()
    {
        var tensors = new Dictionary<string, Tensor>
        {
            ["bool"] = tensor(new[] { true, false }),
            ["half é\"\\"] = tensor(new[] { 1.5f, -2 }).to(ScalarType.Float16),
            ["int"] = tensor(new[] { 1, -2 }),
            ["a double"] = tensor(new[] { 1.5, -2 }),
            ["scalar"] = tensor(3.5f),
            ["empty"] = zeros(0, 4),
            ["transposed"] = arange(6, dtype: ScalarType.Float32).view([2, 3]).t(),
            ["long"] = tensor(new[] { long.MinValue / 2, 5L }),
        };
        new SafetensorsWriter(tensors, metadata: new Dictionary<string, string> { ["k"] = "v" }).Write(_folder.File("x.safetensors"));
        using var file = SafetensorsFile.Open(_folder.File("x.safetensors"));
        Assert.Equal("v", file.Metadata["k"]);
        Assert.Equal(["long", "a double", "empty", "scalar", "transposed", "int", "half é\"\\", "bool"], file.Tensors.Keys);
        foreach (var (name, expected) in tensors)
        {
            using var read = file.Read(name);
            Assert.Equal(expected.dtype, read.dtype);
            Assert.Equal(expected.shape, read.shape);
            Assert.Equal(CheckpointFiles.Numbers(expected), CheckpointFiles.Numbers(read));
            expected.Dispose();
        }
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file()
    {
        var path = _folder.Write("x.safetensors", [1, 2, 3]);
        var gone = zeros(2);
        var writer = new SafetensorsWriter([new("x", gone)]);
        gone.Dispose();
        Assert.ThrowsAny<Exception>(() => writer.Write(path));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_writer_refuses_impossible_names()
    {
        using var x = zeros(2);
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter([new("x", x), new("x", x)]));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter([new("__metadata__", x)]));
        Assert.Throws<ArgumentException>(() => new SafetensorsWriter([new("x", x)], ScalarType.Int32));
    }

    [SharedFact("weights/all-MiniLM-L6-v2")]
    public void Reads_a_published_model()
    {
        using var file = SafetensorsFile.Open(SharedFolder.PathOf("weights/all-MiniLM-L6-v2/model.safetensors"));
        Assert.Equal(22_713_216, file.Tensors.Values.Where(t => t.DataType == ScalarType.Float32).Sum(t => t.ElementCount));
    }
}
