namespace Microsoft.ML.Runtime;

/// <summary>Opens channels.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>A channel for messages.</summary>
    IChannel Start(string name);

    /// <summary>A pipe for objects of another kind.</summary>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}

/// <summary>What components run in: it gives each of them a host of its own.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    /// <summary>The classes that models can be loaded into.</summary>
    ComponentCatalog ComponentCatalog { get; }

    /// <summary>A host for one component; its random numbers follow from <paramref name="seed"/>, or else from this environment's.</summary>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}

/// <summary>A component's own part of the environment.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>The component's random numbers; not for use by several threads.</summary>
    Random Rand { get; }
}

/// <summary>What the environment can do for this library's own components.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    /// <summary>The seed that the environment was made with.</summary>
    int? Seed { get; }

    /// <summary>The GPU to run on; none where null.</summary>
    int? GpuDeviceId { get; set; }

    /// <summary>Whether to run on the CPU where the GPU cannot be used.</summary>
    bool FallbackToCpu { get; set; }

    /// <summary>Where temporary files go.</summary>
    string TempFilePath { get; set; }

    void SetOption<T>(string name, T value);

    bool TryAddOption<T>(string name, T value);

    bool TryGetOption<T>(string name, out T value);

    T GetOptionOrDefault<T>(string name);

    bool RemoveOption(string name);
}

/// <summary>Work that can be told to stop.</summary>
internal interface ICancelable
{
    bool IsCanceled { get; }

    void CancelExecution();
}
