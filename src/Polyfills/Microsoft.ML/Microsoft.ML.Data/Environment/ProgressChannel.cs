namespace Microsoft.ML.Runtime;

/// <summary>Takes progress and leaves it at that: nothing in an <see cref="MLContext"/> listens to it, in the real one neither.</summary>
internal sealed class ProgressChannel : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
    }

    public void Checkpoint(params double?[] values)
    {
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public void Dispose()
    {
    }
}
