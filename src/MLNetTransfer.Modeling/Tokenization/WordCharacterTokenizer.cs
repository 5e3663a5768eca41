using System.Text;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>
/// Makes rows of words for ELMo: a word is its first bytes in UTF-8 between two marks, filled up to a fixed number of ids; marks of their own begin and
/// end the sentence. Words come separated, by whatever tokenizer the model was trained with. Safe to use from many threads.
/// </summary>
public sealed class WordCharacterTokenizer
{
    /// <summary>The words that stand for the marks of a sentence.</summary>
    internal const string BeginSentence = "<S>", EndSentence = "</S>";

    // Bytes count from 1, since 0 fills rows up to the length of a batch.
    private const int FirstByte = 1, SentenceBegins = 257, SentenceEnds = 258, WordBegins = 259, WordEnds = 260, Padding = 261;

    /// <summary>How many ids there are, with 0 that fills rows.</summary>
    internal const int IdCount = 262;

    private readonly int _charactersPerWord;

    /// <param name="charactersPerWord">Ids of a word, marks and padding included; at least 3. Default 50, as in all published models.</param>
    public WordCharacterTokenizer(int charactersPerWord = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(charactersPerWord, 3);
        _charactersPerWord = charactersPerWord;
    }

    /// <summary>Makes a row: the words, with <c>&lt;S&gt;</c> before and <c>&lt;/S&gt;</c> behind them.</summary>
    /// <param name="words">The words.</param>
    /// <exception cref="ArgumentException">A word is null or empty.</exception>
    public TokenRow Tokenize(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var ids = new int[(words.Count + 2) * _charactersPerWord];
        Write(BeginSentence, ids.AsSpan(0, _charactersPerWord));
        for (var i = 0; i < words.Count; i++)
        {
            if (string.IsNullOrEmpty(words[i])) throw new ArgumentException($"Word {i} is {(words[i] is null ? "null" : "empty")}.", nameof(words));
            Write(words[i], ids.AsSpan((i + 1) * _charactersPerWord, _charactersPerWord));
        }
        Write(EndSentence, ids.AsSpan(^_charactersPerWord));
        return new TokenRow(ids, _charactersPerWord);
    }

    /// <summary>The word of some ids; empty for the marks of a sentence and for padding.</summary>
    internal static string Read(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
            if (id is >= FirstByte and < SentenceBegins) bytes.Add((byte)(id - FirstByte));
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Makes the ids of a word, as many as the span has.</summary>
    internal static void Write(ReadOnlySpan<char> word, Span<int> ids)
    {
        ids.Fill(Padding);
        ids[0] = WordBegins;
        if (word is BeginSentence or EndSentence)
        {
            (ids[1], ids[2]) = (word is BeginSentence ? SentenceBegins : SentenceEnds, WordEnds);
            return;
        }
        // A character has at least one byte, so no more characters than this can count.
        var text = word.Length > ids.Length ? word[..ids.Length] : word;
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = Math.Min(Encoding.UTF8.GetBytes(text, bytes), ids.Length - 2);
        for (var i = 0; i < count; i++) ids[i + 1] = FirstByte + bytes[i];
        ids[count + 1] = WordEnds;
    }
}
