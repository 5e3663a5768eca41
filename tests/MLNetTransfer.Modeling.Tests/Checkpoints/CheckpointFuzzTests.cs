using System.Diagnostics;
using System.Text;
using MLNetTransfer.Modeling.Checkpoints;
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
    public void Json() => FuzzJson(Usual, 4);

    [SlowFact]
    public void Many_of_each()
    {
        FuzzSafetensors(Many, 11);
        FuzzPickles(Many, 12);
        FuzzArchives(Many, 13);
        FuzzJson(Many, 14);
    }

    private void FuzzSafetensors(int count, int seed)
    {
        var whole = File.ReadAllBytes(Path.Combine(CheckpointFiles.Bert("half"), "model.safetensors"));
        var headerLength = (int)BitConverter.ToInt64(whole) + 8;
        var small = CheckpointFiles.Safetensors("""{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}""", 24);
        Fuzz(count, seed, random => random.Next(4) == 0 ? Mutate(whole, headerLength, random) : Mutate(small, small.Length, random), bytes =>
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
        Fuzz(count, seed, random =>
        {
            var pickle = pickles[random.Next(pickles.Length)];
            return Mutate(pickle, pickle.Length, random);
        }, bytes => Unpickler.Load(bytes, "the pickle"));
    }

    private void FuzzArchives(int count, int seed)
    {
        var archives = new[] { "views", "types", "nested", "compressed" }.Select(n => File.ReadAllBytes(CheckpointFiles.Golden("pickle", n + ".bin"))).ToArray();
        Fuzz(count, seed, random =>
        {
            var archive = archives[random.Next(archives.Length)];
            return Mutate(archive, archive.Length, random);
        }, bytes =>
        {
            using ITensorStore file = new TorchFile(_folder.Write("x.bin", bytes));
            ReadAll(file);
        });
    }

    private static void FuzzJson(int count, int seed)
    {
        var texts = new[] { Path.Combine("sharded", "model.safetensors.index.json"), Path.Combine("base", "config.json") }.Select(n => File.ReadAllBytes(CheckpointFiles.Bert(n))).ToArray();
        Fuzz(count, seed, random =>
        {
            var text = texts[random.Next(texts.Length)];
            return Mutate(text, text.Length, random);
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

    private static void Fuzz(int count, int seed, Func<Random, byte[]> make, Action<byte[]> read)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var bytes = make(random);
            var (time, memory) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                read(bytes);
            }
            catch (InvalidDataException e)
            {
                refused++;
                Assert.True(e.Message.Length > 20 && e.Message.Length < 2_000 + bytes.Length, e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}: {e}\n{Convert.ToBase64String(bytes[..Math.Min(bytes.Length, 3000)])}");
            }
            Assert.True(time.Elapsed < TimeSpan.FromSeconds(10), $"seed {seed}, round {i} took {time.Elapsed}");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < 64 << 20, $"seed {seed}, round {i} allocated {GC.GetAllocatedBytesForCurrentThread() - memory} bytes");
        }
        // Mutations that all pass, or all fail at the first check, would test nothing.
        Assert.InRange(refused, count / 10, count);
    }

    /// <summary>Flips, cuts, repeats, and puts in what parsers stumble over, within the part that is structure.</summary>
    private static byte[] Mutate(byte[] source, int structure, Random random)
    {
        var bytes = source.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(Math.Min(structure, bytes.Count));
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5:
                    var length = Math.Min(random.Next(1, 60), bytes.Count - at);
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 6: bytes.InsertRange(at, Encoding.Latin1.GetBytes(_awkward[random.Next(_awkward.Length)])); break;
                case 7:
                    // Numbers are where lengths are.
                    var digit = bytes.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0) bytes[digit] = (byte)('0' + random.Next(10));
                    break;
            }
            if (bytes.Count == 0) bytes.Add(0);
        }
        return [.. bytes];
    }

    private static readonly string[] _awkward =
        ["99999999999999999999", "-1", "9223372036854775807", "\"", "}", "{", "[", "]]", "\\ud800", "null", "\u0080", "1e400", "../", "R", "Q", "(", "t", "u.", "b", "ÿÿÿÿ", "cos\nsystem\n", "j\0\0\0\u0080", "\u0000\u0000\u0000\u0000"];
}
