using System.Buffers;
using Microsoft.ML.Tokenizers;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Our tokenizers where Microsoft.ML.Tokenizers' own are expected.</summary>
public sealed class TextTokenizerTests
{
    private const string Text = "Unaffable  a\u0301b! [MASK]";

    private readonly Tokenizer _tokenizer = Tiny.Create();

    [Fact]
    public void IdsTokensAndCountsAgree()
    {
        int[] ids = [5, 6, 7, 1, 16, 4];
        Assert.Equal(ids, _tokenizer.EncodeToIds(Text));
        Assert.Equal(ids, _tokenizer.EncodeToIds(Text.AsSpan()));
        Assert.Equal(ids.Length, _tokenizer.CountTokens(Text));
        IReadOnlyList<EncodedToken> tokens = _tokenizer.EncodeToTokens(Text, out string? normalized);
        Assert.Null(normalized);
        Assert.Equal(ids, tokens.Select(t => t.Id));
        Assert.Equal(["un", "##aff", "##able", "[UNK]", "!", "[MASK]"], tokens.Select(t => t.Value));
        Assert.Equal(["Un", "aff", "able", "a\u0301b", "!", "[MASK]"], tokens.Select(t => Text[t.Offset]));
    }

    [Fact]
    public void ATextIsCutAtAWholeNumberOfTokens()
    {
        Assert.Equal([5, 6], _tokenizer.EncodeToIds(Text, 2, out _, out int consumed));
        Assert.Equal("Unaff", Text[..consumed]);
        Assert.Equal(6, _tokenizer.EncodeToIds(Text, 100, out _, out consumed).Count);
        Assert.Equal(Text.Length, consumed);
        Assert.Equal(5, _tokenizer.GetIndexByTokenCount(Text, 2, out _, out int count));
        Assert.Equal(2, count);
        Assert.Equal(Text.IndexOf('!'), _tokenizer.GetIndexByTokenCountFromEnd(Text, 2, out _, out count));
        Assert.Equal(2, count);
        Assert.Equal(0, _tokenizer.GetIndexByTokenCountFromEnd(Text, 6, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _tokenizer.GetIndexByTokenCount(Text, 0, out _, out _));
    }

    [Fact]
    public void StepsCanBeLeftOut()
    {
        Assert.Equal([1, 8], _tokenizer.EncodeToIds("A a", considerNormalization: false));
        Assert.Equal([1], _tokenizer.EncodeToIds("a b", considerPreTokenization: false));
        Assert.Equal([5, 6, 7], _tokenizer.EncodeToIds("UNAFFABLE", considerPreTokenization: false));
    }

    [Fact]
    public void IdsAreDecoded()
    {
        Assert.Equal("[CLS] unaffable a! [SEP]", _tokenizer.Decode([2, 5, 6, 7, 8, 16, 3]));
        Assert.Equal("unaffable a!", Tiny.Create().Decode([2, 5, 6, 7, 8, 16, 3], skipSpecialTokens: true));
        Span<char> small = stackalloc char[6];
        Assert.Equal(OperationStatus.DestinationTooSmall, _tokenizer.Decode([5, 6, 7], small, out int consumed, out int written));
        Assert.Equal((2, "unaff"), (consumed, small[..written].ToString()));
        Span<char> large = stackalloc char[9];
        Assert.Equal(OperationStatus.Done, _tokenizer.Decode([5, 6, 7], large, out consumed, out written));
        Assert.Equal((3, "unaffable"), (consumed, large[..written].ToString()));
    }

    [Fact]
    public void EmptyAndHugeTextsAreTaken()
    {
        Assert.Empty(_tokenizer.EncodeToIds(string.Empty));
        Assert.Empty(Tiny.Create().Encode(" \u0000\uFFFD\uD800 ").Ids);
        Assert.Equal([1], Tiny.Create().Encode(new string('a', 3_000_000)).Ids);
        Assert.Equal(1_000_000, _tokenizer.CountTokens(string.Concat(Enumerable.Repeat("a ", 1_000_000))));
    }

    [Fact]
    public void ManyThreadsGetTheSameTokens()
    {
        TextTokenizer tokenizer = Tiny.Create();
        string[] texts = [.. new RandomTexts(seed: 3).Take(400, "unaffable", "a")];
        int[][] alone = [.. texts.Select(t => tokenizer.Encode(t).Ids)];
        Parallel.For(0, 8 * texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Assert.Equal(alone[i % texts.Length], tokenizer.Encode(texts[i % texts.Length]).Ids));
    }

    [Fact]
    public void AnAddedTokenOfWhiteSpaceThatAnotherTookIsNone()
    {
        TextTokenizer tokenizer = TextTokenizer.Load(Tiny.Json(("added_tokens", """[{"id": 18, "content": "<r>", "rstrip": true, "normalized": false}, {"id": 19, "content": "\n\n", "lstrip": true, "normalized": false}]""")));
        EncodedText encoded = tokenizer.Encode("<r> \n\na \n\n<r>");
        Assert.Equal([18, 8, 19, 18], encoded.Ids);
        Assert.Equal([new TextSpan(0, 6), new TextSpan(6, 7), new TextSpan(7, 10), new TextSpan(10, 13)], encoded.Offsets);
    }

    [Fact]
    public void TokensAndIdsAreFound()
    {
        TextTokenizer tokenizer = Tiny.Create();
        Assert.Equal(7, tokenizer.IdOf("##able"));
        Assert.Null(tokenizer.IdOf("able"));
        Assert.Equal("##able", tokenizer.TokenOf(7));
        Assert.Null(tokenizer.TokenOf(-1));
        Assert.Null(tokenizer.TokenOf(18));
        Assert.Equal(18, tokenizer.VocabularySize);
        Assert.Equal((0, 1, 2, 3, 4), (tokenizer.Special.PadId, tokenizer.Special.UnknownId, tokenizer.Special.ClsId, tokenizer.Special.SepId, tokenizer.Special.MaskId));
    }
}
