using System.Collections.Concurrent;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>
/// Makes rows of texts, or of pairs of texts: special tokens around them, and too long ones cut. Of a pair the longer text is cut first, as Hugging Face's
/// <c>longest_first</c> does; where both must be, each has half the room. Safe to use from many threads.
/// </summary>
public sealed class RowTokenizer
{
    private readonly int _maxTokens;
    private readonly TextTruncation _strategy;
    private readonly int _headTokens;

    /// <summary>Makes rows with a tokenizer.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="truncation">How long rows may be; read once.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RowTokenizer(TextTokenizer tokenizer, TruncationOptions truncation)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(truncation);
        int special = tokenizer.Template.SpecialCount(pair: false);
        if (truncation.MaxTokens <= special)
            throw new ArgumentException($"{nameof(TruncationOptions.MaxTokens)} is {truncation.MaxTokens}, but a row has {special} special tokens and needs room for text: set at least {special + 1}.", nameof(truncation));
        if (!Enum.IsDefined(truncation.Strategy))
            throw new ArgumentException($"{nameof(TruncationOptions.Strategy)} is {truncation.Strategy}; it must be {string.Join(", ", Enum.GetNames<TextTruncation>())}.", nameof(truncation));
        if (truncation.Strategy == TextTruncation.HeadAndTail && (truncation.HeadTokens < 1 || truncation.HeadTokens >= truncation.MaxTokens - special))
            throw new ArgumentException($"{nameof(TruncationOptions.HeadTokens)} is {truncation.HeadTokens}; with {nameof(TruncationOptions.MaxTokens)} {truncation.MaxTokens}, of which {special} are special, it must be from 1 to {truncation.MaxTokens - special - 1} to leave room for the end of a text.", nameof(truncation));
        Tokenizer = tokenizer;
        _maxTokens = truncation.MaxTokens;
        _strategy = truncation.Strategy;
        _headTokens = truncation.HeadTokens;
    }

    /// <summary>The tokenizer.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Makes a row.</summary>
    /// <param name="text">The text.</param>
    /// <param name="second">The second text of a pair, or null.</param>
    /// <returns>The row.</returns>
    /// <exception cref="InvalidOperationException">The row is a pair, and its special tokens leave no room.</exception>
    public TokenRow Tokenize(string text, string? second = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        int room = Room(second is not null);
        // Where only beginnings are kept, no more of a text is tokenized than a row could hold.
        int most = _strategy == TextTruncation.Head ? _maxTokens : int.MaxValue;
        Workspace first = Tokenizer.Fill(text, most);
        Workspace? other = second is null ? null : Tokenizer.Fill(second, most);
        (int firstCount, int otherCount) = Share(first.Tokens.Count, other?.Tokens.Count ?? 0, room);
        TokenRow row = Compose(first.Tokens, firstCount, other?.Tokens, otherCount, room);
        Workspace.Return(first, text.Length);
        if (other is not null) Workspace.Return(other, second!.Length);
        return row;
    }

    /// <summary>Makes rows that together hold a whole text: windows of as many tokens as a row may have, each beginning some tokens before the end of the one before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="overlap">How many tokens a window shares with the one before it.</param>
    /// <returns>The rows, at least one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="overlap"/> is negative, or leaves no room for new tokens.</exception>
    public TokenRow[] TokenizeWindows(string text, int overlap)
    {
        ArgumentNullException.ThrowIfNull(text);
        int room = Room(pair: false);
        if (overlap < 0 || overlap >= room) throw new ArgumentOutOfRangeException(nameof(overlap), overlap, $"Windows hold {room} tokens of text: the overlap must be from 0 to {room - 1}.");
        Workspace workspace = Tokenizer.Fill(text, int.MaxValue);
        ReadOnlySpan<int> ids = workspace.Tokens.Ids;
        (int count, int width) = (workspace.Tokens.Count, Tokenizer.Template.IdsPerToken);
        var windows = new List<TokenRow>();
        for (int start = 0; start == 0 || start + overlap < count; start += room - overlap)
            windows.Add(Tokenizer.Template.Compose(ids[(start * width)..(Math.Min(start + room, count) * width)]));
        Workspace.Return(workspace, text.Length);
        return [.. windows];
    }

    /// <summary>Makes many rows, in their order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="seconds">The second texts of pairs, as many; or null. One that is null makes a row of one text.</param>
    /// <param name="maxDegreeOfParallelism">How many threads work at it; -1, the default, for as many as the machine has.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="ArgumentException">There are not as many second texts as first ones, or a first one is null.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public TokenRow[] Tokenize(IReadOnlyList<string> texts, IReadOnlyList<string?>? seconds = null, int maxDegreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        const int RowsAtATime = 64;

        ArgumentNullException.ThrowIfNull(texts);
        if (seconds is not null && seconds.Count != texts.Count)
            throw new ArgumentException($"There are {texts.Count} texts but {seconds.Count} second texts.", nameof(seconds));
        for (int i = 0; i < texts.Count; i++)
            if (texts[i] is null) throw new ArgumentException($"Text {i} is null.", nameof(texts));

        var rows = new TokenRow[texts.Count];
        if (maxDegreeOfParallelism == 1 || rows.Length <= RowsAtATime)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (i % RowsAtATime == 0) cancellationToken.ThrowIfCancellationRequested();
                rows[i] = Tokenize(texts[i], seconds?[i]);
            }

            return rows;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        Parallel.ForEach(Partitioner.Create(0, rows.Length, RowsAtATime), options, range =>
        {
            for (int i = range.Item1; i < range.Item2; i++) rows[i] = Tokenize(texts[i], seconds?[i]);
        });
        return rows;
    }

    private int Room(bool pair)
    {
        int special = Tokenizer.Template.SpecialCount(pair);
        if (pair && _maxTokens < special + 2)
            throw new InvalidOperationException($"{nameof(TruncationOptions.MaxTokens)} is {_maxTokens}, but a pair has {special} special tokens and needs room for both texts: set at least {special + 2}.");
        return _maxTokens - special;
    }

    /// <summary>
    /// How many tokens of each text are kept: the longer one is cut until they are equal, then both. An odd token is the longer one's, and the second's where neither
    /// is longer. Hugging Face takes no more of a text than the words that make up <see cref="TruncationOptions.MaxTokens"/> tokens, and calls it no longer than that.
    /// </summary>
    private (int First, int Second) Share(int first, int second, int room)
    {
        if (first + (long)second <= room) return (first, second);
        int shorter = Math.Min(Math.Min(first, second), room / 2);
        bool firstIsLonger = _strategy == TextTruncation.Head ? first > second : Math.Min(first, _maxTokens) > Math.Min(second, _maxTokens);
        return firstIsLonger ? (room - shorter, shorter) : (shorter, room - shorter);
    }

    private TokenRow Compose(TokenBuffer first, int firstCount, TokenBuffer? second, int secondCount, int room)
    {
        RowTemplate template = Tokenizer.Template;
        RowPart[] parts = second is null ? template.Single : template.Pair;
        var ids = new int[(_maxTokens - room + firstCount + secondCount) * Tokenizer.Template.IdsPerToken];
        int[]? types = null;
        int at = 0;
        foreach (RowPart part in parts)
        {
            int start = at;
            switch (part.Kind)
            {
                case RowPartKind.First: at += Cut(first.Ids, firstCount, room, ids.AsSpan(at)); break;
                case RowPartKind.Second: at += Cut(second!.Ids, secondCount, room, ids.AsSpan(at)); break;
                default:
                    part.Ids.CopyTo(ids, at);
                    at += part.Ids.Length;
                    break;
            }

            if (part.TokenType != 0) (types ??= new int[ids.Length]).AsSpan(start, at - start).Fill(part.TokenType);
        }

        return template.Row(ids, types);
    }

    /// <summary>How many tokens of one text a row has room for.</summary>
    internal int TextRoom => Room(pair: false);

    /// <summary>Writes the ids of the tokens that are kept, and says how many ids they are.</summary>
    private int Cut(ReadOnlySpan<int> ids, int count, int room, Span<int> into)
    {
        int width = Tokenizer.Template.IdsPerToken;
        int head = count * width == ids.Length || _strategy == TextTruncation.Head ? count
            : _strategy == TextTruncation.Tail ? 0
            : (int)((long)_headTokens * count / room);
        ids[..(head * width)].CopyTo(into);
        ids[^((count - head) * width)..].CopyTo(into[(head * width)..]);
        return count * width;
    }
}
