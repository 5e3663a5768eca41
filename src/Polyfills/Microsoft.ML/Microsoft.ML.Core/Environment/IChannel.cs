namespace Microsoft.ML.Runtime;

/// <summary>Takes messages of one kind to those who listen.</summary>
public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}

/// <summary>Takes text to those who listen; the second form of each method is a format.</summary>
public interface IChannel : IPipe<ChannelMessage>
{
    void Trace(MessageSensitivity sensitivity, string fmt);

    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Error(MessageSensitivity sensitivity, string fmt);

    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Warning(MessageSensitivity sensitivity, string fmt);

    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Info(MessageSensitivity sensitivity, string fmt);

    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}
