namespace Microsoft.ML.Runtime;

/// <summary>Adds to exceptions, before they are thrown, where they come from.</summary>
public interface IExceptionContext
{
    /// <summary>What the context stands for.</summary>
    string ContextDescription { get; }

    /// <summary>Adds to <paramref name="ex"/>, or gives another in its place.</summary>
    TException Process<TException>(TException ex)
        where TException : Exception;
}
