namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>Tokens as they are found: ids and their stretches of the original text. Reused from text to text.</summary>
internal sealed class TokenBuffer
{
    private int[] _ids = new int[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    public int Count { get; private set; }

    /// <summary>How many ids a token has; 1, but for words by their characters.</summary>
    public int IdsPerToken { get; private set; } = 1;

    /// <summary>How many tokens are asked for; a tokenizer may stop there, or shortly after.</summary>
    public int Limit { get; private set; } = int.MaxValue;

    public bool WasCut { get; private set; }

    public bool IsFull => Count >= Limit;

    /// <summary>The ids, token by token.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count * IdsPerToken);

    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count);

    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Count);

    public void Clear(int limit = int.MaxValue)
    {
        Count = 0;
        IdsPerToken = 1;
        WasCut = false;
        Limit = limit;
    }

    public void Add(int id, int start, int end)
    {
        int i = Count;
        if (i == _starts.Length) Grow();
        _ids[i] = id;
        _starts[i] = start;
        _ends[i] = end;
        Count = i + 1;
    }

    /// <summary>From here on, until the buffer is cleared, tokens have so many ids. There is none yet.</summary>
    public void Widen(int idsPerToken) => IdsPerToken = idsPerToken;

    /// <summary>Adds a token, whose ids the caller then writes.</summary>
    public Span<int> Add(int start, int end)
    {
        int i = Count;
        if (i == _starts.Length) Grow();
        int needed = checked((i + 1) * IdsPerToken);
        if (needed > _ids.Length) Array.Resize(ref _ids, (int)Math.Min(2L * needed, Array.MaxLength));
        _starts[i] = start;
        _ends[i] = end;
        Count = i + 1;
        return _ids.AsSpan(i * IdsPerToken, IdsPerToken);
    }

    /// <summary>A token's stretch.</summary>
    public TextSpan SpanOf(int index) => new(_starts[index], _ends[index]);

    /// <summary>Gives a token another stretch.</summary>
    public void Move(int index, TextSpan span) => (_starts[index], _ends[index]) = (span.Start, span.End);

    /// <summary>Takes back the tokens from <paramref name="count"/> on.</summary>
    public void TakeBack(int count) => Count = count;

    /// <summary>Leaves the first tokens only; <see cref="WasCut"/> says whether there were more.</summary>
    public void CutTo(int count)
    {
        WasCut = Count > count;
        Count = Math.Min(Count, count);
    }

    /// <summary>Moves the stretches of the tokens from <paramref name="first"/> on.</summary>
    public void Shift(int first, int by)
    {
        for (int i = first; i < Count; i++)
        {
            _starts[i] += by;
            _ends[i] += by;
        }
    }

    /// <summary>Turns the stretches of the tokens from <paramref name="first"/> on, of a text as it was tokenized, into those of the original text.</summary>
    public void MapToOriginal(int first, int by, AlignedText text)
    {
        for (int i = first; i < Count; i++)
        {
            _starts[i] = text.Starts[by + _starts[i]];
            _ends[i] = text.Ends[by + _ends[i] - 1];
        }
    }

    private void Grow()
    {
        int length = _starts.Length * 2;
        if (_ids.Length < length) Array.Resize(ref _ids, length);
        Array.Resize(ref _starts, length);
        Array.Resize(ref _ends, length);
    }
}
