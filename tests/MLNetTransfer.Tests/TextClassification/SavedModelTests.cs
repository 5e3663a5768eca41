using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TestSupport;
using MLNetTransfer.TextClassification;

namespace MLNetTransfer.Tests.TextClassification;

/// <summary>A saved classifier is damaged, comes from the future, or lies; and it leaves as a Hugging Face folder.</summary>
public sealed class SavedModelTests : IDisposable
{
    private readonly MLContext _ml = TestContext.Create(1);
    private readonly TempFolder _folder = new();
    private readonly IDataView _data;
    private readonly TransformerTextClassificationTransformer _model;
    private readonly string _path;

    public SavedModelTests()
    {
        var rows = _ml.Data.LoadFromEnumerable(ContractRow.Some(30));
        _data = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Fit(rows).Transform(rows);
        _model = TinyBert.Trainer(_ml, TinyBert.Options(epochs: 1)).Fit(_data);
        _path = _folder["model.zip"];
        _ml.Model.Save(_model, _data.Schema, _path);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_zip_has_a_Hugging_Face_folder_in_it()
    {
        using var zip = ZipFile.OpenRead(_path);
        var names = zip.Entries.Select(e => e.Name).ToList();
        Assert.Superset(new HashSet<string> { "Model.key", "classifier.json", "text-model.json", "entries.json", "config.json", "model.safetensors", "vocab.txt" }, names.ToHashSet());
    }

    [Theory]
    [InlineData("classifier.json")]
    [InlineData("text-model.json")]
    [InlineData("entries.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab.txt")]
    public void A_missing_entry_is_named(string name)
    {
        Edit(name, _ => null);
        Assert.Contains($"entry '{name}': it is missing", LoadError().Message);
    }

    [Theory]
    [InlineData("classifier.json")]
    [InlineData("text-model.json")]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab.txt")]
    public void A_changed_or_shortened_entry_is_named(string name)
    {
        Edit(name, content => { content[^3] ^= 1; return content; });
        Assert.Contains($"entry '{name}'", LoadError().Message);
        _ml.Model.Save(_model, _data.Schema, _path);
        Edit(name, content => content[..^5]);
        Assert.Contains($"entry '{name}'", LoadError().Message);
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..^1000]);
        Assert.ThrowsAny<FormatException>(() => _ml.Model.Load(_path, out _));
    }

    [Fact]
    public void A_newer_format_is_refused_with_advice()
    {
        // ML.NET's header: the version written and the oldest that can read it stand behind the model's signature.
        Edit("Model.key", content =>
        {
            var at = content.AsSpan().IndexOf("TRTXTCLS"u8);
            Assert.True(at > 0);
            BitConverter.GetBytes(9).CopyTo(content, at + 8);
            BitConverter.GetBytes(9).CopyTo(content, at + 12);
            return content;
        });
        var message = LoadError().Message;
        Assert.Contains("newer version of MLNetTransfer", message);
        Assert.Contains("it has format 9, and this version reads formats up to 1", message);
    }

    [Theory]
    [InlineData("config.json", "vocab_size", 2000000000)]
    [InlineData("config.json", "num_hidden_layers", 100000)]
    [InlineData("classifier.json", "classCount", 2000000000)]
    [InlineData("classifier.json", "classCount", 4)]
    [InlineData("text-model.json", "maxTokens", 100000)]
    [InlineData("text-model.json", "truncation", 1)]
    public void A_lie_about_sizes_is_refused_before_memory_is_taken(string entry, string key, int value)
    {
        Edit(entry, content =>
        {
            var json = JsonNode.Parse(content)!;
            json[key] = value;
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }, mend: true);
        var before = GC.GetTotalAllocatedBytes();
        Assert.Contains(entry is "config.json" ? "config.json" : entry, LoadError().Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public void Leaves_as_a_folder_that_is_a_model_again()
    {
        var folder = _folder["hf"];
        _model.SaveCheckpoint(folder);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer_config.json", "vocab.txt"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var config = Checkpoint.ReadConfig(folder);
        Assert.Equal("film", (string)config["id2label"]!["1"]!);
        Assert.Equal(2, (int)config["label2id"]!["food"]!);
        using (var checkpoint = Checkpoint.Open(folder)) Assert.Equal([3L, 24L], checkpoint.Tensors["classifier.weight"].Shape);

        // Begun from it at next to no learning rate, a new Fit scores like it.
        var options = TinyBert.Options(epochs: 1);
        (options.Model, options.Training.LearningRate) = (folder, 1e-12);
        using var again = TinyBert.Trainer(_ml, options).Fit(_data);
        var expected = _model.Transform(_data).GetColumn<float[]>("Score").ToList();
        var found = again.Transform(_data).GetColumn<float[]>("Score").ToList();
        for (var i = 0; i < expected.Count; i++)
            for (var c = 0; c < 3; c++) Assert.Equal(expected[i][c], found[i][c], 1e-5);
    }

    [Fact]
    public void Disposed_it_says_so()
    {
        using var other = TinyBert.Trainer(_ml, TinyBert.Options(epochs: 1)).Fit(_data);
        var view = other.Transform(_data);
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => view.GetColumn<float[]>("Score").First());
    }

    // ML.NET calls loaders by reflection: ours is the innermost exception.
    private Exception LoadError()
    {
        var e = Assert.ThrowsAny<Exception>(() => _ml.Model.Load(_path, out _));
        while (e is not (FormatException or InvalidDataException or NotSupportedException) && e.InnerException is { } inner) e = inner;
        Assert.True(e is FormatException or InvalidDataException or NotSupportedException, e.ToString());
        return e;
    }

    private void Edit(string name, Func<byte[], byte[]?> change, bool mend = false)
    {
        using var zip = ZipFile.Open(_path, ZipArchiveMode.Update);
        var entry = zip.Entries.Single(e => e.Name == name && e.FullName.Contains('/'));
        var changed = change(Read(entry));
        var fullName = entry.FullName;
        entry.Delete();
        if (changed is null) return;
        Write(zip, fullName, changed);
        if (!mend) return;
        // A liar also writes the right length and checksum.
        var table = zip.Entries.Single(e => e.Name == "entries.json");
        var json = JsonNode.Parse(Read(table))!;
        using var sum = new MLNetTransfer.Persistence.ChecksumStream(Stream.Null);
        sum.Write(changed);
        json[name] = new JsonObject { ["length"] = changed.Length, ["crc32c"] = sum.Checksum };
        var tableName = table.FullName;
        table.Delete();
        Write(zip, tableName, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static void Write(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
