namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>A text and the pieces that pre-tokenizers have made of it so far, in order and none empty. Reused from text to text.</summary>
internal sealed class SplitText
{
    private List<TextSpan> _pieces = [];
    private List<TextSpan> _newPieces = [];
    private AlignedText _ownText = new();
    private AlignedText _otherText = new();

    public AlignedText Text { get; private set; } = new();

    public IReadOnlyList<TextSpan> Pieces => _pieces;

    /// <summary>Begins with one piece of a text, which is only read.</summary>
    public void Load(AlignedText text, int start, int end)
    {
        Text = text;
        _pieces.Clear();
        if (start < end) _pieces.Add(new TextSpan(start, end));
    }

    /// <summary>Begins the next round's pieces. Those that are then handed to <see cref="Add"/> take the place of the present ones with <see cref="EndRound"/>.</summary>
    public void BeginRound() => _newPieces.Clear();

    /// <summary>Begins a next round that writes a text of its own.</summary>
    public AlignedText BeginRoundOfNewText()
    {
        _newPieces.Clear();
        _otherText.Clear(Text);
        return _otherText;
    }

    /// <summary>Adds a piece of the next round; nothing where it is empty.</summary>
    public void Add(int start, int end)
    {
        if (start < end) _newPieces.Add(new TextSpan(start, end));
    }

    public void EndRound() => (_pieces, _newPieces) = (_newPieces, _pieces);

    public void EndRoundOfNewText()
    {
        EndRound();
        (_ownText, _otherText) = (_otherText, _ownText);
        Text = _ownText;
    }
}
