namespace Microsoft.ML.Runtime;

/// <summary>What has a name, under which it sends messages and throws exceptions.</summary>
internal abstract class ChannelProviderBase : IExceptionContext
{
    protected ChannelProviderBase(string shortName, string parentFullName)
    {
        ShortName = shortName;
        ParentFullName = parentFullName;
        FullName = string.IsNullOrEmpty(parentFullName) ? shortName : $"{parentFullName}; {shortName}";
    }

    public string ShortName { get; }

    public string ParentFullName { get; }

    public string FullName { get; }

    public string ContextDescription => FullName ?? "HostEnvironment";

    public virtual TException Process<TException>(TException ex)
        where TException : Exception
    {
        ex.Data[ExceptionContextKeys.ThrowingComponent] = ShortName;
        ex.Data[ExceptionContextKeys.ParentComponent] = ParentFullName;
        return Contracts.Mark(ex);
    }

    /// <summary>What is added to exceptions.</summary>
    public static class ExceptionContextKeys
    {
        public const string ThrowingComponent = "Throwing component";
        public const string ParentComponent = "Parent component";
        public const string Phase = "Phase";
    }
}
