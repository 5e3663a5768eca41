using System.Globalization;
using System.Text;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

public sealed class UnigramModelTests
{
    private static readonly string[] _pieces = ["<unk>", "a", "b", "aa", "ab", "abab", "é", "😀", "<0xC3>", "<0xA9>", "<0x63>", "cd"];

    [Theory]
    [InlineData("ab", "ab")]
    [InlineData("aaa", "a aa")]
    [InlineData("ababab", "ab abab")]
    [InlineData("axyzb", "a xyz b")]
    [InlineData("x<unk>y", "x<unk>y")]
    [InlineData("é😀x", "é 😀 x")]
    [InlineData("", "")]
    public void TheBestPiecesAreTaken(string word, string pieces) => Assert.Equal(pieces, Tokenize(word, byteFallback: false).Pieces);

    [Fact]
    public void UnknownCharactersFallBackToBytesWhereAllAreThere()
    {
        Assert.Equal([1, 10, 10, 2], Tokenize("accb", byteFallback: true).Ids);
        // 'd' has no byte, so that both are unknown.
        Assert.Equal([1, 0, 2], Tokenize("adcb", byteFallback: true).Ids);
    }

    [Fact]
    public void AVeryLongWordTakesLinearTimeAndRoom()
    {
        string word = string.Concat(Enumerable.Repeat("ab", 400_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(200_000, Tokenize(word, byteFallback: false).Ids.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void ATextWithoutUnknownPieceIsRefusedByCharacter()
    {
        var model = new UnigramModel(["a"], [0], null, byteFallback: false);
        Assert.Contains("U+0062", Assert.Throws<InvalidOperationException>(() => model.Tokenize("ab", new TokenBuffer())).Message);
    }

    [Fact]
    public void TheTrieFindsAllPiecesAndNoOthers()
    {
        var random = new Random(5);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(3) == 0 ? char.ConvertFromUtf32(random.Next(0x10000, 0x10FFFF)) : ((char)random.Next('a', random.Next(2) == 0 ? 'd' : '\u4000')).ToString()));
        string[] pieces = [.. Enumerable.Range(0, 20_000).Select(_ => Word()).Distinct()];
        var trie = new PieceTrie(pieces);
        Assert.All(Enumerable.Range(0, pieces.Length), id => Assert.Equal(id, trie.Find(pieces[id])));
        HashSet<string> all = [.. pieces];
        for (int i = 0; i < 20_000; i++)
            if (Word() is var word && !all.Contains(word)) Assert.Equal(-1, trie.Find(word));
        // A tight array: few places are free.
        Assert.InRange(trie.Size, 1, 3 * pieces.Sum(p => p.Length));
    }

    [Theory]
    [InlineData("-3.9131507873535156", "-3.913150787353515")]
    [InlineData("-7.7101874351501465", "-7.710187435150147")]
    [InlineData("0", "0")]
    [InlineData("-0.0", "-0")]
    [InlineData("12", "12")]
    [InlineData("1e2", "100")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("1e-400", "0")]
    [InlineData("18446744073709551616", "18446744073709552000")]
    [InlineData("1.00000000000000000000000001", "1")]
    [InlineData("1e309", null)]
    [InlineData("1e99999999999999999999", null)]
    [InlineData("0e99999999999999999999", "0")]
    public void NumbersAreReadAsTheReferenceReadsThem(string text, string? value)
        => Assert.Equal(value is null ? null : double.Parse(value, CultureInfo.InvariantCulture), ReferenceNumber.Parse(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void AMapThatLeadsAstrayIsHarmless()
    {
        var random = new Random(3);
        for (int i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(4, 400)];
            random.NextBytes(bytes);
            BitConverter.TryWriteBytes(bytes, random.Next(bytes.Length) & ~3);
            if (random.Next(2) == 0) bytes.AsSpan(bytes.Length / 2).Fill((byte)'x');
            if (CharacterMap.TryRead(bytes) is { } map) Normalize(map, "abc é\u0301 漢字 😀\u0301\0");
        }
    }

    private static void Normalize(CharacterMap map, string text)
    {
        AlignedText from = new(), into = new();
        from.Load(text, 0, text.Length);
        new PrecompiledNormalizer(map).Normalize(ref from, ref into);
    }

    private static (int[] Ids, string Pieces) Tokenize(string word, bool byteFallback)
    {
        double[] scores = [0, -2, -2, -3, -3, -5, -1, -1, 0, 0, 0, -99];
        var tokens = new TokenBuffer();
        new UnigramModel(_pieces, scores, 0, byteFallback).Tokenize(word, tokens);
        int[] starts = tokens.Starts.ToArray(), ends = tokens.Ends.ToArray();
        return (tokens.Ids.ToArray(), string.Join(' ', starts.Zip(ends, (s, e) => word[s..e])));
    }
}
