using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("base", 39)]
    [InlineData("half", 39)]
    [InlineData("bfloat16", 39)]
    [InlineData("sharded", 46)]
    [InlineData("bin", 47)]
    public void Opens_every_way_of_storing(string golden, int count)
    {
        using var checkpoint = Checkpoint.Open(CheckpointFiles.Bert(golden));
        Assert.Equal(count, checkpoint.Tensors.Count);
        Assert.Equal("bert", (string?)checkpoint.Config["model_type"]);
        foreach (var name in checkpoint.Tensors.Keys) checkpoint.Read(name).Dispose();
    }

    [Fact]
    public void Prefers_safetensors_to_pickles()
    {
        foreach (var file in Directory.GetFiles(CheckpointFiles.Bert("bin"))) File.Copy(file, _folder.File(Path.GetFileName(file)));
        File.Copy(Path.Combine(CheckpointFiles.Bert("base"), "model.safetensors"), _folder.File("model.safetensors"));
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(39, checkpoint.Tensors.Count);
    }

    [Fact]
    public void Reads_sharded_pickles()
    {
        File.Copy(CheckpointFiles.Golden("pickle", "module.bin"), _folder.File("pytorch_model-00001-of-00002.bin"));
        File.Copy(CheckpointFiles.Golden("pickle", "types.bin"), _folder.File("pytorch_model-00002-of-00002.bin"));
        _folder.Write("config.json", "{}"u8.ToArray());
        _folder.Write("pytorch_model.bin.index.json", """{"weight_map":{"0.weight":"pytorch_model-00001-of-00002.bin","half":"pytorch_model-00002-of-00002.bin"}}"""u8.ToArray());
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Contains("1.running_mean", checkpoint.Tensors.Keys);
        Assert.Contains("bfloat16", checkpoint.Tensors.Keys);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../model.safetensors"}}""", "../model.safetensors")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "/etc/passwd")]
    [InlineData("""{"weight_map":{"a":"c:\\x"}}""", "c:")]
    [InlineData("""{"weight_map":{"a":".."}}""", "'..'")]
    [InlineData("""{"weight_map":{"a":3}}""", "3")]
    [InlineData("""{"weight_map":{}}""", "weight_map")]
    [InlineData("""{"weight_map":[]}""", "weight_map")]
    [InlineData("""{}""", "weight_map")]
    [InlineData("""[]""", "object")]
    [InlineData("""{"weight_map":{"a":"x.safetensors","a":"x.safetensors"}}""", "JSON")]
    [InlineData("""{"weight_map":{"a":"missing.safetensors"}}""", "missing.safetensors")]
    public void Indices_are_checked(string index, string says)
    {
        _folder.Write("config.json", "{}"u8.ToArray());
        _folder.Write("model.safetensors.index.json", Encoding.UTF8.GetBytes(index));
        Assert.Contains(says, Assert.Throws<InvalidDataException>(() => Checkpoint.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Shards_must_be_what_the_index_says()
    {
        foreach (var file in Directory.GetFiles(CheckpointFiles.Bert("sharded"))) File.Copy(file, _folder.File(Path.GetFileName(file)));
        File.Copy(_folder.File("model-00001-of-00003.safetensors"), _folder.File("model-00002-of-00003.safetensors"), overwrite: true);
        Assert.Throws<InvalidDataException>(() => Checkpoint.Open(_folder.Path));
    }

    [Fact]
    public void What_is_absent_is_named()
    {
        Assert.Contains("none-there", Assert.Throws<DirectoryNotFoundException>(() => Checkpoint.Open("none-there")).Message);
        Assert.Contains("config.json", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder.Path)).Message);
        _folder.Write("config.json", "{}"u8.ToArray());
        Assert.Contains("pytorch_model.bin", Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Damaged_configs_are_named(string config)
    {
        _folder.Write("config.json", Encoding.UTF8.GetBytes(config));
        Assert.Contains("config.json", Assert.Throws<InvalidDataException>(() => Checkpoint.ReadConfig(_folder.Path)).Message);
    }

    [Fact]
    public void Deep_and_huge_configs_are_refused()
    {
        _folder.Write("config.json", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}"));
        Assert.Throws<InvalidDataException>(() => Checkpoint.ReadConfig(_folder.Path));
        using (var file = File.OpenWrite(_folder.File("config.json"))) file.SetLength(JsonFiles.MaxBytes + 1L);
        Assert.Contains("bytes", Assert.Throws<InvalidDataException>(() => Checkpoint.ReadConfig(_folder.Path)).Message);
    }

    [Fact]
    public void A_config_with_a_byte_order_mark_is_read()
    {
        _folder.Write("config.json", [0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8]);
        Assert.Equal(1, (int)Checkpoint.ReadConfig(_folder.Path)["a"]!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(20_000L)]
    [InlineData(1L)]
    public void A_written_checkpoint_comes_back(long? maxShardBytes)
    {
        using var original = Checkpoint.Open(CheckpointFiles.Bert("sharded"));
        var tensors = original.Tensors.Keys.Select(n => KeyValuePair.Create(n, original.Read(n))).ToList();
        CheckpointWriter.Write(_folder.Path, original.Config, tensors, maxShardBytes is { } max ? new CheckpointWriteOptions { MaxShardBytes = max } : null);
        using (var written = Checkpoint.Open(_folder.Path))
        {
            Assert.Equal(original.Tensors.Keys.Order(StringComparer.Ordinal), written.Tensors.Keys.Order(StringComparer.Ordinal));
            foreach (var (name, tensor) in tensors)
            {
                using var read = written.Read(name);
                Assert.True(CheckpointFiles.Same(read, tensor), name);
            }
        }
        Assert.Equal(maxShardBytes is null, File.Exists(_folder.File("model.safetensors")));
        if (maxShardBytes == 20_000)
        {
            var index = JsonNode.Parse(File.ReadAllText(_folder.File("model.safetensors.index.json")))!;
            var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(CheckpointFiles.Bert("sharded"), "model.safetensors.index.json")))!;
            Assert.True(JsonNode.DeepEquals(golden["metadata"], index["metadata"]));
            Assert.Equal(golden["weight_map"]!.AsObject().Select(p => p.Key), index["weight_map"]!.AsObject().Select(p => p.Key));
        }
        foreach (var (_, tensor) in tensors) tensor.Dispose();
    }

    [Theory]
    [InlineData("base")]
    [InlineData("sequence-classification")]
    [InlineData("pretraining")]
    public void A_loaded_BERT_is_written_byte_for_byte_as_Hugging_Face_wrote_it(string golden)
    {
        using var original = Checkpoint.Open(CheckpointFiles.Bert(golden));
        var family = FamilyRegistry.Find(original.Config);
        var config = family.ReadConfig(original.Config);
        using nn.Module module = golden switch
        {
            "base" => family.CreateEncoder(config, pooler: true),
            "pretraining" => family.CreateModel(config, HeadOptions.Read(HeadKind.Pretraining, original.Config)),
            _ => family.CreateModel(config, HeadOptions.Read(HeadKind.SequenceClassification, original.Config)),
        };
        original.LoadInto(module, family.NamesOf(config));
        CheckpointWriter.Write(_folder.Path, original.Config, module, family.NamesOf(config));
        Assert.Equal(File.ReadAllBytes(Path.Combine(original.Folder, "model.safetensors")), File.ReadAllBytes(_folder.File("model.safetensors")));
        Assert.True(JsonNode.DeepEquals(original.Config, Checkpoint.ReadConfig(_folder.Path)));
    }

    [Fact]
    public void The_latest_write_is_the_one_read_whatever_its_shards()
    {
        using var one = ones(10);
        using var two = ones(10) * 2;
        void Write(Tensor value, long maxShardBytes) =>
            CheckpointWriter.Write(_folder.Path, [], [new("a", value), new("b", value)], new CheckpointWriteOptions { MaxShardBytes = maxShardBytes });
        double First()
        {
            using var checkpoint = Checkpoint.Open(_folder.Path);
            using var a = checkpoint.Read("a");
            return CheckpointFiles.Numbers(a)[0];
        }
        Write(one, 1000);
        Write(two, 1);
        Assert.Equal(2, First());
        Write(one, 1000);
        Assert.Equal(1, First());
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{}", "torch_dtype")]
    [InlineData("""{"torch_dtype":"float32","x":1}""", "torch_dtype")]
    [InlineData("""{"dtype":"float32","é":"é"}""", "dtype")]
    public void The_config_says_the_type_stored(string config, string key)
    {
        using var a = ones(3);
        var given = JsonNode.Parse(config)!.AsObject();
        CheckpointWriter.Write(_folder.Path, given, [new("a", a)], new CheckpointWriteOptions { DataType = ScalarType.BFloat16 });
        var written = Checkpoint.ReadConfig(_folder.Path);
        Assert.Equal("bfloat16", (string?)written[key]);
        Assert.Equal(given.Count + (given.ContainsKey(key) ? 0 : 1), written.Count);
        Assert.Equal(config, given.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(ScalarType.BFloat16, checkpoint.Tensors["a"].DataType);
    }
}
