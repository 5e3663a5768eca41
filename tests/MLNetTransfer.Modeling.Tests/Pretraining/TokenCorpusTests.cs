using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class TokenCorpusTests
{
    [Fact]
    public void It_holds_the_tokens_of_every_line_and_document()
    {
        using var folder = new TempFolder();
        IReadOnlyList<string>[] documents = [["a b", "c"], [], ["", "  "], ["d e f ab"]];
        using TokenCorpus corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, documents);
        Assert.Equal((2, 3, 8L), (corpus.DocumentCount, corpus.LineCount, corpus.TokenCount));
        Assert.Equal(((0, 2), (2, 3)), (corpus.LinesOf(0), corpus.LinesOf(1)));
        Assert.Equal((2L, 3L), corpus.TokensOf(1));
        var ids = new int[8];
        corpus.Read(0, ids);
        Assert.Equal([.. documents.SelectMany(d => d).SelectMany(l => Texts.Tokenizer.Encode(l).Ids)], ids);
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Read(1, new int[8]));
    }

    [Fact]
    public void Text_of_many_parts_keeps_its_order()
    {
        using var folder = new TempFolder();
        string line = string.Join(' ', Enumerable.Repeat("a b c d", 50_000));
        using TokenCorpus corpus = TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Enumerable.Range(0, 40).Select(i => (IReadOnlyList<string>)[Texts.Words[i % 12] + " " + line]));
        for (int i = 0; i < 40; i++)
        {
            var first = new int[1];
            corpus.Read(corpus.TokensOf(i).Start, first);
            Assert.Equal(Texts.Words[i % 12], Texts.Tokenizer.TokenOf(first[0]));
        }
    }

    [Fact]
    public void Documents_that_are_read_once_make_two_corpora()
    {
        using var folder = new TempFolder();
        int read = 0;
        IEnumerable<IReadOnlyList<string>> Documents()
        {
            for (; read < 11; read++) yield return [Texts.Words[read], "a"];
        }

        (TokenCorpus training, TokenCorpus? heldOut) = TokenCorpus.CreateSplit(folder.Path, Texts.Tokenizer, Documents(), 4, default);
        using (training)
        using (heldOut)
        {
            Assert.Equal("abcefgijk", First(training));
            Assert.Equal("dh", First(heldOut!));
        }

        read = 0;
        (training, heldOut) = TokenCorpus.CreateSplit(folder.Path, Texts.Tokenizer, Documents(), 0, default);
        using (training) Assert.Equal("abcdefghijk", First(training));
        Assert.Null(heldOut);

        static string First(TokenCorpus corpus) => string.Concat(Enumerable.Range(0, corpus.DocumentCount).Select(d =>
        {
            var ids = new int[1];
            corpus.Read(corpus.TokensOf(corpus.LinesOf(d).First).Start, ids);
            return Texts.Tokenizer.TokenOf(ids[0]);
        }));
    }

    [Fact]
    public void Files_that_are_no_corpus_are_refused()
    {
        using var folder = new TempFolder();
        TokenCorpus.Create(folder["corpus"], Texts.Tokenizer, Texts.Documents(3)).Dispose();
        string Damage(string file, Func<byte[], byte[]> change)
        {
            string path = Path.Combine(folder["corpus"], file);
            byte[] whole = File.ReadAllBytes(path);
            File.WriteAllBytes(path, change(whole));
            string message = Assert.Throws<InvalidDataException>(() => TokenCorpus.Open(folder["corpus"]).Dispose()).Message;
            File.WriteAllBytes(path, whole);
            return message;
        }

        Assert.Contains("cut short", Damage("ids.bin", b => b[..^2]), StringComparison.Ordinal);
        Assert.Contains("lines.bin", Damage("lines.bin", b => b[..^8]), StringComparison.Ordinal);
        Assert.Contains("ascend", Damage("documents.bin", b => [.. new byte[8], .. b[8..]]), StringComparison.Ordinal);
        Assert.Contains("corpus.json", Damage("corpus.json", _ => "{\"VocabularySize\": -1}"u8.ToArray()), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder["corpus"], "lines.bin"));
        Assert.Throws<FileNotFoundException>(() => TokenCorpus.Open(folder["corpus"]));
        Assert.Throws<DirectoryNotFoundException>(() => TokenCorpus.Open(folder["none"]));
    }

    [Fact]
    public void An_empty_line_or_the_end_of_a_file_ends_a_document()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["1.txt"], "a\nb\n\n\nc\n");
        File.WriteAllText(folder["2.txt"], "d");
        Assert.Equal([["a", "b"], ["c"], ["d"]], PlainText.ReadDocuments(folder["1.txt"], folder["2.txt"]));
    }
}
