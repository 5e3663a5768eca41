namespace Microsoft.ML.Runtime;

/// <summary>How urgent a message is.</summary>
public enum ChannelMessageKind
{
    Trace = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
}

/// <summary>What a message may give away.</summary>
[Flags]
public enum MessageSensitivity
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Values out of data files.</summary>
    UserData = 1,

    /// <summary>Names of columns and the like.</summary>
    Schema = 2,

    /// <summary>Anything.</summary>
    Unknown = ~None,

    /// <summary>Anything.</summary>
    All = Unknown,
}

/// <summary>A text on its way through a channel.</summary>
public readonly struct ChannelMessage
{
    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;
    private readonly string _message;
    private readonly object[] _args;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string message)
    {
        Kind = kind;
        Sensitivity = sensitivity;
        _message = Contracts.CheckNonEmpty(message, nameof(message));
        _args = null;
    }

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string fmt, params object[] args)
        : this(kind, sensitivity, fmt) => _args = args;

    /// <summary>The text, formatted.</summary>
    public string Message => _args != null ? string.Format(_message, _args) : _message;
}
