using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where programs start: the catalogs, the log, and the settings that all components share.</summary>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly LocalEnvironment _env;

    /// <param name="seed">The seed of all random numbers; null for others each time.</param>
    public MLContext(int? seed = null)
    {
        _env = new LocalEnvironment(seed);
        _env.AddListener((source, message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source.FullName)));
        BinaryClassification = new BinaryClassificationCatalog(_env);
        MulticlassClassification = new MulticlassClassificationCatalog(_env);
        Regression = new RegressionCatalog(_env);
        Transforms = new TransformsCatalog(_env);
        Model = new ModelOperationsCatalog(_env);
        Data = new DataOperationsCatalog(_env);
    }

    /// <summary>Raised for every message of a component, on the thread that sends it.</summary>
    public event EventHandler<LoggingEventArgs> Log;

    public BinaryClassificationCatalog BinaryClassification { get; }

    public MulticlassClassificationCatalog MulticlassClassification { get; }

    public RegressionCatalog Regression { get; }

    /// <summary>Data processing.</summary>
    public TransformsCatalog Transforms { get; }

    /// <summary>Saving, loading and applying models.</summary>
    public ModelOperationsCatalog Model { get; }

    /// <summary>Loading and splitting data.</summary>
    public DataOperationsCatalog Data { get; }

    /// <summary>The classes that models can be loaded into.</summary>
    public ComponentCatalog ComponentCatalog => _env.ComponentCatalog;

    /// <summary>The GPU to run on. Default: null, none.</summary>
    public int? GpuDeviceId
    {
        get => _env.GpuDeviceId;
        set => _env.GpuDeviceId = value;
    }

    /// <summary>Whether to run on the CPU where the GPU cannot be used. Default: true.</summary>
    public bool FallbackToCpu
    {
        get => _env.FallbackToCpu;
        set => _env.FallbackToCpu = value;
    }

    /// <summary>Where temporary files go. Default: the system's folder for them.</summary>
    public string TempFilePath
    {
        get => _env.TempFilePath;
        set => _env.TempFilePath = value;
    }

    int? IHostEnvironmentInternal.Seed => _env.Seed;

    string IExceptionContext.ContextDescription => _env.ContextDescription;

    /// <summary>Sets an option, new or old.</summary>
    public void SetOption<T>(string name, T value) => _env.SetOption(name, value);

    /// <summary>Sets an option; false where it is set already.</summary>
    public bool TryAddOption<T>(string name, T value) => _env.TryAddOption(name, value);

    public bool TryGetOption<T>(string name, out T value) => _env.TryGetOption(name, out value);

    public T GetOptionOrDefault<T>(string name) => _env.GetOptionOrDefault<T>(name);

    public bool RemoveOption(string name) => _env.RemoveOption(name);

    TException IExceptionContext.Process<TException>(TException ex) => _env.Process(ex);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _env.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _env.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _env.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _env.StartProgressChannel(name);

    /// <summary>Tells all that runs in the context to stop.</summary>
    internal void CancelExecution() => _env.CancelExecution();
}
