using MLNetTransfer.Modeling.Tokenization.AddedTokens;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>The buffers of one thread, kept from text to text; those of an unusually long text are given up again.</summary>
internal sealed class Workspace
{
    private const int LongText = 1 << 20;

    [ThreadStatic]
    private static Workspace? _idle;

    private Workspace? _next;

    public TokenBuffer Tokens { get; } = new();

    /// <summary>The text on its way through the normalizers; a field, to be handed on by reference.</summary>
    public AlignedText Text = new();

    /// <summary>What the normalizers write.</summary>
    public AlignedText Spare = new();

    public SplitText Words { get; } = new();

    public List<AddedTokenMatch> Matches { get; } = [];

    public List<AddedTokenMatch> NormalizedMatches { get; } = [];

    /// <summary>This thread's buffers, to be given back with <see cref="Return"/>.</summary>
    public static Workspace Rent()
    {
        Workspace workspace = _idle ?? new Workspace();
        _idle = workspace._next;
        workspace._next = null;
        return workspace;
    }

    public static void Return(Workspace workspace, int textLength)
    {
        if (textLength >= LongText) return;
        workspace._next = _idle;
        _idle = workspace;
    }
}
