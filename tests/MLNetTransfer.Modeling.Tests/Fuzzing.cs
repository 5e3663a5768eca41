using System.Diagnostics;
using System.Text;

namespace MLNetTransfer.Modeling.Tests;

/// <summary>Damages files and has them read: they end in a clear error or are read, without a crash, a hang, or memory out of proportion.</summary>
internal static class Fuzzing
{
    private static readonly string[] _awkward =
        ["99999999999999999999", "-1", "9223372036854775807", "\"", "}", "{", "[", "]]", "\\ud800", "null", "\u0080", "1e400", "../", "R", "Q", "(", "t", "u.", "b", "ÿÿÿÿ", "cos\nsystem\n", "j\0\0\0\u0080", "\u0000\u0000\u0000\u0000"];

    /// <summary>Reads many damaged files.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same files for the same seed.</param>
    /// <param name="make">Makes one.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="refusals">What may be thrown besides <see cref="InvalidDataException"/>.</param>
    public static void Run(int count, int seed, Func<Random, byte[]> make, Action<byte[]> read, params Type[] refusals)
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
            catch (Exception e) when (e is InvalidDataException || refusals.Contains(e.GetType()))
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
    public static byte[] Mutate(byte[] source, int structure, Random random)
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
}
