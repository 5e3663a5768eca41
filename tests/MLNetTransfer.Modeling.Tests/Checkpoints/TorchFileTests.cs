using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Checkpoints.Pickle;
using MLNetTransfer.TestSupport;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

public sealed class TorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Pickle(string name) => CheckpointFiles.Golden("pickle", name);

    // Written by PyTorch: Goldens/pickle/make_pickles.py.
    [Theory]
    [InlineData("views")]
    [InlineData("types")]
    [InlineData("module")]
    [InlineData("nested")]
    public void Reads_what_PyTorch_wrote(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Pickle(name + ".json")))!.AsObject();
        using ITensorStore file = new TorchFile(Pickle(name + ".bin"));
        Assert.Equal(expected.Select(e => e.Key), file.Tensors.Keys);
        foreach (var (tensor, node) in expected)
        {
            var entry = file.Tensors[tensor];
            Assert.Equal((string?)node!["dtype"], TypeName(entry.DataType));
            Assert.Equal(node["shape"]!.AsArray().Select(n => (long)n!), entry.Shape);
            using var read = empty(size: [.. entry.Shape], dtype: entry.DataType);
            file.ReadInto(entry, read);
            Assert.Equal(node["values"]!.AsArray().Select(n => (double)n!), CheckpointFiles.Numbers(read));
        }
    }

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };

    [Fact]
    public void The_pickled_and_the_sharded_checkpoint_are_the_same_weights()
    {
        using var pickled = Checkpoint.Open(CheckpointFiles.Bert("bin"));
        using var sharded = Checkpoint.Open(CheckpointFiles.Bert("sharded"));
        foreach (var name in sharded.Tensors.Keys)
        {
            var old = name.Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);
            using var a = sharded.Read(name);
            using var b = pickled.Read(old);
            Assert.True(CheckpointFiles.Same(a, b), name);
        }
    }

    [SharedFact("weights/tiny-shakespeare-gpt/hf")]
    public void A_published_pickle_equals_its_safetensors()
    {
        using ITensorStore pickled = new TorchFile(SharedFolder.PathOf("weights/tiny-shakespeare-gpt/hf/pytorch_model.bin"));
        using var safe = SafetensorsFile.Open(SharedFolder.PathOf("weights/tiny-shakespeare-gpt/hf/model.safetensors"));
        Assert.NotEmpty(safe.Tensors);
        foreach (var name in safe.Tensors.Keys)
        {
            using var a = safe.Read(name);
            using var b = pickled.Read(name, null, null, "");
            Assert.True(CheckpointFiles.Same(a, b), name);
        }
        using ITensorStore trainer = new TorchFile(SharedFolder.PathOf("weights/tiny-shakespeare-gpt/shakespeare_gpt.pt"));
        Assert.NotEmpty(trainer.Tensors);
    }

    [Theory]
    [InlineData("evil.bin", "posix.system")]
    [InlineData("whole-module.bin", "torch.nn.modules.container.Sequential")]
    public void Anything_but_tensors_is_refused_by_name(string file, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => new TorchFile(Pickle(file)));
        Assert.Contains($"'{named}'", error.Message);
        Assert.Contains("safetensors", error.Message);
    }

    [Theory]
    [InlineData("legacy.bin", "before version 1.6")]
    [InlineData("compressed.bin", "compressed")]
    [InlineData("make_pickles.py", "zip")]
    public void Other_formats_are_refused_with_the_way_out(string file, string says)
    {
        var error = Assert.Throws<InvalidDataException>(() => new TorchFile(Pickle(file)));
        Assert.Contains(says, error.Message);
        Assert.Contains(file, error.Message);
    }

    // Each is the middle of a pickle that makes a tensor `x`, with one thing wrong: (storage, offset, size, stride).
    [Theory]
    [InlineData(6, 0, 2, 3, 3, 1, true)]
    [InlineData(6, 1, 2, 3, 3, 1, false)]
    [InlineData(6, 0, 2, 3, 4, 1, false)]
    [InlineData(6, 6, 2, 3, 3, 1, false)]
    [InlineData(6, 0, 2, 3, 3, 2, false)]
    [InlineData(6, 0, 2000000000, 2000000000, 0, 0, false)]
    [InlineData(600, 0, 2, 3, 3, 1, false)]
    public void A_view_must_lie_within_its_storage(int count, int offset, int rows, int columns, int rowStride, int columnStride, bool valid)
    {
        var path = Save(Tensor("FloatStorage", count, offset, [rows, columns], [rowStride, columnStride]), 24);
        var error = Record.Exception(() =>
        {
            using ITensorStore file = new TorchFile(path);
            file.Read("x", null, null, "x").Dispose();
        });
        if (valid) Assert.Null(error);
        else Assert.IsType<InvalidDataException>(error);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_shape_that_repeats_one_number()
    {
        using ITensorStore file = new TorchFile(Save(Tensor("FloatStorage", 6, 0, [1_000_000, 1_000_000], [0, 0]), 24));
        Assert.Equal([1_000_000, 1_000_000], file.Tensors["x"].Shape);
        Assert.Throws<InvalidDataException>(() => file.Read("x", null, null, "x"));
    }

    [Fact]
    public void Storage_names_do_not_lead_out_of_the_archive()
    {
        using ITensorStore file = new TorchFile(Save(Tensor("FloatStorage", 1, 0, [1], [1], key: "../../../../etc/passwd"), 4));
        Assert.Contains("missing", Assert.Throws<InvalidDataException>(() => file.Read("x", null, null, "x")).Message);
    }

    [Fact]
    public void Big_endian_numbers_are_refused() =>
        Assert.Contains("big-endian", Assert.Throws<InvalidDataException>(() => new TorchFile(Save(Tensor("FloatStorage", 1, 0, [1], [1]), 4, ("r/byteorder", "big"u8.ToArray())))).Message);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("(")]
    [InlineData("N.")]
    [InlineData("t.")]
    [InlineData("}s.")]
    [InlineData("}(s.")]
    [InlineData("(NNNe.")]
    [InlineData("}N(u.")]
    [InlineData("h\u0001.")]
    [InlineData("NQ.")]
    [InlineData("NNR.")]
    [InlineData("}}b")]
    [InlineData("i.")]
    [InlineData("coss\nsystem\n.")]
    [InlineData("ctorch\nFloatStorage\n)R.")]
    [InlineData("ccollections\nOrderedDict\nNb.")]
    [InlineData("ctorch")]
    [InlineData("X\u007f\u007f\u007f\u007fa.")]
    public void Damaged_pickles_are_refused(string middle) =>
        Assert.Throws<InvalidDataException>(() => new TorchFile(Save([0x80, 2, .. Encoding.Latin1.GetBytes(middle)], 4)));

    [Theory]
    [InlineData(new byte[] { 0x80, 4, (byte)'}', (byte)'.' })]
    [InlineData(new byte[] { 0x80, 2, (byte)'}', (byte)'X', 1, 0, 0, 0, 0xff, (byte)'N', (byte)'s', (byte)'.' })]
    [InlineData(new byte[] { 0x80, 2, 0x8a, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, (byte)'.' })]
    public void Other_protocols_bad_text_and_huge_numbers_are_refused(byte[] pickle) => Assert.Throws<InvalidDataException>(() => new TorchFile(Save(pickle, 4)));

    private string Save(byte[] pickle, int storageBytes, params (string Name, byte[] Content)[] more)
    {
        var path = _folder.File("x.bin");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in more.Append(("r/data.pkl", pickle)).Append(("r/data/0", new byte[storageBytes])))
        {
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(content);
        }
        return path;
    }

    private static byte[] Tensor(string storage, int count, int offset, int[] size, int[] stride, string key = "0")
    {
        var p = new List<byte> { 0x80, 2, (byte)'}' };
        void Raw(string text) => p.AddRange(Encoding.Latin1.GetBytes(text));
        void Number(int n) { Raw("J"); p.AddRange(BitConverter.GetBytes(n)); }
        void Str(string text) { Raw("X"); p.AddRange(BitConverter.GetBytes(text.Length)); Raw(text); }
        Str("x");
        Raw("ctorch._utils\n_rebuild_tensor_v2\n((");
        Str("storage");
        Raw($"ctorch\n{storage}\n");
        Str(key);
        Str("cpu");
        Number(count);
        Raw("tQ");
        Number(offset);
        Raw("(");
        foreach (var n in size) Number(n);
        Raw("t(");
        foreach (var n in stride) Number(n);
        Raw("t\u0089ccollections\nOrderedDict\n)RtRs.");
        return [.. p];
    }
}
