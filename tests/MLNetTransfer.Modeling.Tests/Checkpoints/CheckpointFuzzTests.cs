using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Checkpoints.Hdf5;
using MLNetTransfer.Modeling.Checkpoints.Pickle;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

/// <summary>Damaged files end in a clear error or are read: no crash, no hang, no memory out of proportion.</summary>
public sealed class CheckpointFuzzTests : IDisposable
{
    private const int Usual = 3_000, Many = 10_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors() => FuzzSafetensors(Usual, 1);

    [Fact]
    public void Pickles() => FuzzPickles(Usual, 2);

    [Fact]
    public void Archives() => FuzzArchives(Usual / 3, 3);

    [Fact]
    public void Hdf5() => FuzzHdf5(Usual / 3, 5);

    [Fact]
    public void Json() => FuzzJson(Usual, 4);

    [SlowFact]
    public void Many_of_each()
    {
        FuzzSafetensors(Many, 11);
        FuzzPickles(Many, 12);
        FuzzArchives(Many, 13);
        FuzzJson(Many, 14);
        FuzzHdf5(Many, 15);
    }

    private void FuzzSafetensors(int count, int seed)
    {
        var whole = File.ReadAllBytes(Path.Combine(CheckpointFiles.Bert("half"), "model.safetensors"));
        var headerLength = (int)BitConverter.ToInt64(whole) + 8;
        var small = CheckpointFiles.Safetensors("""{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""", 24);
        Fuzzing.Run(count, seed, random => random.Next(4) == 0 ? Fuzzing.Mutate(whole, headerLength, random) : Fuzzing.Mutate(small, small.Length, random), bytes =>
        {
            using var stream = SafetensorsFile.Open(new ForwardStream(bytes, 100_000), bytes.Length);
            ReadAll(stream);
            using var file = SafetensorsFile.Open(_folder.Write("x.safetensors", bytes));
            ReadAll(file);
        });
    }

    private void FuzzPickles(int count, int seed)
    {
        var pickles = new[] { "views", "types", "module", "nested" }.Select(n => Entry(CheckpointFiles.Golden("pickle", n + ".bin"))).Append(Entry(Path.Combine(CheckpointFiles.Bert("bin"), "pytorch_model.bin"))).ToArray();
        Fuzzing.Run(count, seed, random =>
        {
            var pickle = pickles[random.Next(pickles.Length)];
            return Fuzzing.Mutate(pickle, pickle.Length, random);
        }, bytes => Unpickler.Load(bytes, "the pickle"));
    }

    private void FuzzArchives(int count, int seed)
    {
        var archives = new[] { "views", "types", "nested", "compressed" }.Select(n => File.ReadAllBytes(CheckpointFiles.Golden("pickle", n + ".bin"))).ToArray();
        Fuzzing.Run(count, seed, random =>
        {
            var archive = archives[random.Next(archives.Length)];
            return Fuzzing.Mutate(archive, archive.Length, random);
        }, bytes =>
        {
            using ITensorStore file = new TorchFile(_folder.Write("x.bin", bytes));
            ReadAll(file);
        });
    }

    private void FuzzHdf5(int count, int seed)
    {
        // Behind these bytes there are mostly numbers.
        const int Structure = 12_000;
        var whole = File.ReadAllBytes(CheckpointFiles.Golden("elmo", "allennlp", "lm_weights.hdf5"));
        Fuzzing.Run(count, seed, random => Fuzzing.Mutate(whole, Structure, random), bytes =>
        {
            using ITensorStore file = new Hdf5File(_folder.Write("x.hdf5", bytes));
            ReadAll(file);
        });
    }

    private static void FuzzJson(int count, int seed)
    {
        var texts = new[] { Path.Combine("sharded", "model.safetensors.index.json"), Path.Combine("base", "config.json") }.Select(n => File.ReadAllBytes(CheckpointFiles.Bert(n))).ToArray();
        Fuzzing.Run(count, seed, random =>
        {
            var text = texts[random.Next(texts.Length)];
            return Fuzzing.Mutate(text, text.Length, random);
        }, bytes =>
        {
            var json = JsonFiles.ParseObject(bytes, "the text");
            foreach (var file in ShardIndex.Parse(json, "the index").Files) Assert.True(CheckpointNames.IsPlainFileName(file));
        });
    }

    private static void ReadAll(ITensorStore store)
    {
        foreach (var name in store.Tensors.Keys.Take(12).ToArray()) store.Read(name, null, null, "the file").Dispose();
    }

    private static byte[] Entry(string archive)
    {
        using var zip = System.IO.Compression.ZipFile.OpenRead(archive);
        using var stream = zip.Entries.Single(e => e.Name == "data.pkl").Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
