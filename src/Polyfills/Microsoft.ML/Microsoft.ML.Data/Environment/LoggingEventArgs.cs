using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message of a component.</summary>
public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message) => Message = message;

    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        RawMessage = message;
        Kind = kind;
        Source = source;
        Message = $"[Source={source}, Kind={kind}] {message}";
    }

    /// <summary>How urgent the message is.</summary>
    public ChannelMessageKind Kind { get; }

    /// <summary>Who sent it.</summary>
    public string Source { get; }

    /// <summary>The text, after its source and kind.</summary>
    public string Message { get; }

    /// <summary>The text.</summary>
    public string RawMessage { get; }
}
