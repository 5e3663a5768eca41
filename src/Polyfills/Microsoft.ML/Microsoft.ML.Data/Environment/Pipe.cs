namespace Microsoft.ML.Runtime;

/// <summary>A pipe to those who listen to the environment.</summary>
internal class Pipe<TMessage> : ChannelProviderBase, IPipe<TMessage>
{
    private readonly ChannelProviderBase _parent;
    private readonly Action<ChannelProviderBase, TMessage> _dispatch;
    private bool _disposed;

    public Pipe(ChannelProviderBase parent, string shortName, Action<ChannelProviderBase, TMessage> dispatch)
        : base(shortName, parent.FullName)
    {
        _parent = parent;
        _dispatch = dispatch;
    }

    public void Send(TMessage msg) => _dispatch(this, msg);

    public void Dispose()
    {
        if (_disposed)
            return;
        DisposeCore();
        _disposed = true;
    }

    public override TException Process<TException>(TException ex)
    {
        _parent.Process(ex);
        ex.Data[ExceptionContextKeys.Phase] = ShortName;
        return ex;
    }

    protected virtual void DisposeCore()
    {
    }
}
