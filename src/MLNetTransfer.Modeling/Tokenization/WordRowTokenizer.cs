using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>A row that holds some of a sentence's words, and where their tokens stand in it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Words">The words that are to be read off this row, though others may stand beside them: their number in the sentence, first token, and how many tokens.</param>
internal sealed record WordRow(TokenRow Row, IReadOnlyList<(int Word, int Start, int Count)> Words);

/// <summary>
/// Makes rows of sentences that are split into words. The words are read as a text with a space between them, so that tokenizers that mark spaces see what they
/// know; a token belongs to the word in which it stands. A sentence that is longer than a row is read in rows that overlap by half, each word in the row in which
/// it stands furthest from an edge. Safe to use from many threads.
/// </summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="maxTokens">Tokens of a row, at most.</param>
internal sealed class WordRowTokenizer(TextTokenizer tokenizer, int maxTokens)
{
    private readonly RowTokenizer _rows = new(tokenizer, new TruncationOptions { MaxTokens = maxTokens });

    /// <summary>The rows of a sentence. A word of which the tokenizer leaves nothing is in none of them, nor is what of a word is longer than a row.</summary>
    public IReadOnlyList<WordRow> Tokenize(IReadOnlyList<string> words)
    {
        var encoded = tokenizer.Encode(string.Join(' ', words));
        var tokens = TokensOf(words, encoded.Offsets);
        var room = _rows.TextRoom;
        var width = tokenizer.Template.IdsPerToken;
        var before = tokenizer.Template.Single.TakeWhile(part => part.Kind != RowPartKind.First).Sum(part => part.Ids.Length) / width;
        var total = encoded.Offsets.Length;
        if (total <= room) return tokens.Count == 0 ? [] : [new(tokenizer.Template.Compose(encoded.Ids), [.. tokens.Select(t => (t.Word, before + t.Start, t.Count))])];

        var starts = Starts(tokens, total, room);
        var rows = starts.Select(_ => new List<(int, int, int)>()).ToArray();
        foreach (var (word, start, count) in tokens)
        {
            var best = Enumerable.Range(0, starts.Count).MaxBy(i => Margin(starts[i], start, start + Math.Min(count, room)));
            var kept = Math.Min(start + count, starts[best] + room) - start;
            rows[best].Add((word, before + start - starts[best], kept));
        }
        return [.. starts.Select((start, i) => new WordRow(tokenizer.Template.Compose(encoded.Ids.AsSpan(start * width, Math.Min(room, total - start) * width)), rows[i])).Where(r => r.Words.Count > 0)];

        // How far from the row's edges; where the text itself begins or ends there is none.
        int Margin(int row, int start, int end) =>
            start < row || end > row + room ? -1 : Math.Min(row == 0 ? int.MaxValue : start - row, row + room >= total ? int.MaxValue : row + room - end);
    }

    // Rows begin with a word, so that a word that fits into a row is whole in one of them.
    private static List<int> Starts(IReadOnlyList<(int Word, int Start, int Count)> tokens, int total, int room)
    {
        var starts = new List<int> { 0 };
        while (starts[^1] + room < total)
        {
            var (last, half) = (starts[^1], starts[^1] + Math.Max(1, room / 2));
            // The last word that begins in the first half, else the next one.
            var next = tokens.LastOrDefault(t => t.Start > last && t.Start <= half) is { Start: > 0 } inside ? inside.Start : tokens.FirstOrDefault(t => t.Start > last).Start;
            if (next <= last) break;
            starts.Add(next);
        }
        return starts;
    }

    private static List<(int Word, int Start, int Count)> TokensOf(IReadOnlyList<string> words, TextSpan[] offsets)
    {
        var found = new List<(int Word, int Start, int Count)>();
        var (token, wordStart) = (0, 0);
        for (var word = 0; word < words.Count; word++)
        {
            var wordEnd = wordStart + words[word].Length;
            // A token that is the space alone, or nothing, stands in no word; one that begins with the space stands in the word behind it.
            while (token < offsets.Length && offsets[token].End <= wordStart) token++;
            var first = token;
            while (token < offsets.Length && offsets[token].Start < wordEnd && offsets[token].End > wordStart) token++;
            if (token > first) found.Add((word, first, token - first));
            // A token that reaches over the word's end belongs to the next word, too.
            if (token > first && offsets[token - 1].End > wordEnd + 1) token--;
            wordStart = wordEnd + 1;
        }
        return found;
    }
}
