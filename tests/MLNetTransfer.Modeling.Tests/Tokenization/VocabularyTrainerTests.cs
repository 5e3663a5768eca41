using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Tokenization.Training;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Vocabularies trained from text, against those that Hugging Face's tokenizers trains (eng/tokenizer-goldens/vocabularies.mjs) and small cases by hand.</summary>
public sealed class VocabularyTrainerTests
{
    private static readonly string[] _lines = File.ReadAllLines(Golden("text.txt"));

    // As the library reads a file: with the ends of lines.
    private static readonly string[] _wholeLines = [.. _lines.Select(l => l + "\n")];

    public static TheoryData<TokenizerStyle> Styles => [.. Enum.GetValues<TokenizerStyle>()];

    [Fact]
    public void BytePairsAreMergedInHuggingFacesOrder()
    {
        WordCount[] words = Count(TokenizerStyle.Gpt2, lowerCase: false);
        TrainedVocabulary trained = new BpeTrainer([], 30_000, minFrequency: 1) { Bytes = [.. words.SelectMany(w => w.Word).Distinct()] }.Train(words, default);
        Assert.Equal(File.ReadLines(Golden("merges.txt")), trained.Merges.Select(m => $"{trained.Tokens[m.Left]} {trained.Tokens[m.Right]}"));
    }

    [Fact]
    public void WordPiecesAreHuggingFaces()
    {
        TrainedVocabulary trained = new WordPieceTrainer([], 30_000, minFrequency: 1, alphabetSize: 1000).Train(Count(TokenizerStyle.Bert, lowerCase: true), default);
        string[] theirs = File.ReadAllLines(Golden("wordpiece.txt"));
        // Equal counts are decided by ids, and ids of characters within words by the order of their hash table.
        foreach (int size in new[] { 500, 1000, 2000, 4000 })
            Assert.InRange(trained.Tokens.Take(size).Intersect(theirs.Take(size)).Count(), 0.97 * size, size);
    }

    [Fact]
    public void UnigramIsNoWorseThanHuggingFaces()
    {
        WordCount[] words = Count(TokenizerStyle.T5, lowerCase: false);
        (string Piece, double Score)[] theirs = [.. File.ReadLines(Golden("unigram.txt")).Select(l => JsonDocument.Parse(l).RootElement).Select(e => (e[0].GetString()!, e[1].GetDouble()))];
        TrainedVocabulary trained = new UnigramTrainer([], theirs.Length, minFrequency: 2, alphabetSize: 1000).Train(words, default);
        Assert.InRange(trained.Tokens.Count, theirs.Length / 2, theirs.Length);
        double own = Expected(trained.Tokens, trained.Scores), other = Expected(theirs.Select(t => t.Piece), theirs.Select(t => t.Score));
        Assert.True(own <= 1.02 * other, $"{own:F0} tokens, theirs {other:F0}");

        double Expected(IEnumerable<string> pieces, IEnumerable<double> scores)
        {
            string[] texts = [.. pieces];
            var lattice = new UnigramLattice(new Modeling.Tokenization.Models.PieceTrie(texts), [.. scores]);
            var best = new List<int>();
            double count = 0;
            foreach ((string word, long times) in words)
            {
                lattice.FindBest(word, without: -1, best);
                count += times * best.Count;
            }

            return count;
        }
    }

    [Fact]
    public void MergesByHand()
    {
        // "low" 5, "lower" 2, "newest" 6, "widest" 3: the words of the paper on byte pairs, without its mark of a word's end.
        WordCount[] words = [new("low", 5), new("lower", 2), new("newest", 6), new("widest", 3)];
        TrainedVocabulary trained = new WordPieceTrainer(["[UNK]"], 100, minFrequency: 9, alphabetSize: 100).Train(words, default);
        Assert.Equal(["[UNK]", "d", "e", "i", "l", "n", "o", "r", "s", "t", "w", "##d", "##e", "##i", "##o", "##r", "##s", "##t", "##w", "##es", "##est"], trained.Tokens);
        TrainedVocabulary more = new WordPieceTrainer(["[UNK]"], 23, minFrequency: 1, alphabetSize: 100).Train(words, default);
        Assert.Equal(["lo", "low"], more.Tokens.Skip(21));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void ATrainedTokenizerIsSavedReadAndWritesTextBack(TokenizerStyle style)
    {
        TextTokenizer trained = Train(style, 2000);
        Assert.Equal(2000, trained.VocabularySize);
        using var folder = new TempFolder();
        trained.Save(folder.Path);
        TextTokenizer read = TextTokenizer.Load(folder.Path);
        Assert.True(File.Exists(folder["tokenizer_config.json"]));
        foreach (string line in _lines.Take(200))
        {
            EncodedText tokens = read.Encode(line);
            Assert.Equal(trained.Encode(line).Ids.ToArray(), tokens.Ids.ToArray());
            Assert.DoesNotContain(read.Special.UnknownId ?? -1, tokens.Ids.ToArray());
            if (style is TokenizerStyle.Gpt2 or TokenizerStyle.Roberta or TokenizerStyle.T5) Assert.Equal(line.Normalize(NormalizationForm.FormKC), read.Decode(tokens.Ids.ToArray()).Normalize(NormalizationForm.FormKC));
        }
    }

    [Theory]
    [InlineData(TokenizerStyle.Bert)]
    [InlineData(TokenizerStyle.Gpt2)]
    [InlineData(TokenizerStyle.Roberta)]
    public void TheOlderFilesSayTheSame(TokenizerStyle style)
    {
        TextTokenizer trained = Train(style, 1000);
        TextTokenizer older = TextTokenizer.Load(trained.Files.Where(f => f.Key != "tokenizer.json").ToDictionary());
        foreach (string line in _lines.Take(100)) Assert.Equal(trained.Encode(line + " </s><mask>[MASK]").Ids.ToArray(), older.Encode(line + " </s><mask>[MASK]").Ids.ToArray());
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void TheSameTextGivesTheSameFiles(TokenizerStyle style)
    {
        TextTokenizer first = Train(style, 600), second = Train(style, 600);
        Assert.Equal(first.Files.Keys.Order(), second.Files.Keys.Order());
        foreach ((string name, byte[] content) in first.Files) Assert.Equal(content, second.Files[name]);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void SpecialTokensAreFoundInText(TokenizerStyle style)
    {
        TextTokenizer tokenizer = VocabularyTrainer.Train(_lines, new VocabularyOptions { Style = style, VocabularySize = 600, SpecialTokens = ["[URL]", "[NAME]"] });
        int first = Enumerable.Range(0, 600).First(id => tokenizer.TokenOf(id) == "[URL]");
        Assert.InRange(first, 1, 5);
        Assert.Equal("[NAME]", tokenizer.TokenOf(first + 1));
        Assert.Contains(first, tokenizer.Encode("see [URL]").Ids.ToArray());
        if (style == TokenizerStyle.T5) Assert.Equal(["<extra_id_99>", "<extra_id_0>"], [tokenizer.TokenOf(500)!, tokenizer.TokenOf(599)!]);
    }

    [PeerTheory]
    [MemberData(nameof(Styles))]
    public void HuggingFaceReadsTheFile(TokenizerStyle style)
    {
        TextTokenizer trained = Train(style, 1500);
        using var folder = new TempFolder();
        trained.Save(folder.Path);
        string[] lines = [.. _lines.Take(150), "Unknown: 東京 \U0001F600  ﬁne e\u0301"];
        List<PeerAnswer> answers = HuggingFacePeer.Ask(folder["tokenizer.json"], [.. lines.Select(HuggingFacePeer.Text)]);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.Equal(answers[i].Ids, trained.Encode(lines[i]).Ids.ToArray());
            Assert.Equal(answers[i].Plain, trained.Decode(answers[i].Ids, skipSpecialTokens: true));
        }
    }

    [Fact]
    public void RareWordsAreForgottenWhereThereAreTooMany()
    {
        StyleRules style = StyleRules.Of(TokenizerStyle.Bert, lowerCase: true);
        var counter = new WordCounter(VocabularyTrainer.NormalizerOf(style), VocabularyTrainer.PreTokenizerOf(style), wordLimit: 3);
        WordCount[] words = counter.Count(["a a a b b c", "d a b", new string('x', 300)], default);
        Assert.Equal([new WordCount("a", 4), new WordCount("b", 3)], words);
    }

    [Fact]
    public void CharactersBeyondTheAlphabetAreLeftOut()
    {
        TextTokenizer tokenizer = VocabularyTrainer.Train(["aa ab ab aü", "ba b"], new VocabularyOptions { VocabularySize = 20, AlphabetSize = 2, LowerCase = true });
        Assert.Equal(["a", "b", "##a", "##b", "ab"], Enumerable.Range(5, tokenizer.VocabularySize - 5).Select(id => tokenizer.TokenOf(id)!));
    }

    [Fact]
    public void WhatCannotBeMadeIsSaid()
    {
        Assert.Contains("VocabularySize", Assert.Throws<ArgumentException>(() => VocabularyTrainer.Train(_lines, new VocabularyOptions { VocabularySize = 20 })).Message);
        Assert.Contains("VocabularySize", Assert.Throws<ArgumentException>(() => VocabularyTrainer.Train(_lines, new VocabularyOptions { Style = TokenizerStyle.T5, VocabularySize = 120 })).Message);
        Assert.Contains("VocabularySize", Assert.Throws<ArgumentException>(() => VocabularyTrainer.Train(_lines, new VocabularyOptions { Style = TokenizerStyle.Gpt2, VocabularySize = 120 })).Message);
        Assert.Contains("no words", Assert.Throws<ArgumentException>(() => VocabularyTrainer.Train([" ", ""])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => VocabularyTrainer.Train(_lines, new VocabularyOptions { MinFrequency = 0 }));
        Assert.Throws<ArgumentException>(() => VocabularyTrainer.Train(_lines, new VocabularyOptions { SpecialTokens = [""] }));
        Assert.Throws<OperationCanceledException>(() => VocabularyTrainer.Train(_lines, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Goldens", "vocabularies", name);

    private static TextTokenizer Train(TokenizerStyle style, int size) => VocabularyTrainer.Train(_lines, new VocabularyOptions { Style = style, VocabularySize = size });

    private static WordCount[] Count(TokenizerStyle style, bool lowerCase)
    {
        StyleRules rules = StyleRules.Of(style, lowerCase);
        return new WordCounter(style == TokenizerStyle.T5 ? null : VocabularyTrainer.NormalizerOf(rules), VocabularyTrainer.PreTokenizerOf(rules), 1_000_000).Count(_wholeLines, default);
    }
}
