using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The environment behind an <see cref="MLContext"/>, and the hosts in it, which share its settings, classes and listeners.</summary>
internal class LocalEnvironment : ChannelProviderBase, IHostEnvironmentInternal, ICancelable
{
    private readonly Lock _lock = new();
    private readonly LocalEnvironment _parent;
    private readonly Shared _shared;
    private readonly Random _rand;

    public LocalEnvironment(int? seed = null)
        : base(null, null)
    {
        _shared = new Shared(seed);
        _rand = RandomUtils.Create(seed);
    }

    private LocalEnvironment(LocalEnvironment parent, string shortName, string parentFullName, Random rand)
        : base(shortName, parentFullName)
    {
        _parent = parent;
        _shared = parent._shared;
        _rand = rand;
    }

    public ComponentCatalog ComponentCatalog => _shared.ComponentCatalog;

    public int? Seed => _shared.Seed;

    public int? GpuDeviceId
    {
        get => _shared.GpuDeviceId;
        set => _shared.GpuDeviceId = value;
    }

    public bool FallbackToCpu
    {
        get => _shared.FallbackToCpu;
        set => _shared.FallbackToCpu = value;
    }

    public string TempFilePath
    {
        get => _shared.TempFilePath;
        set => _shared.TempFilePath = value;
    }

    public bool IsCanceled => _shared.IsCanceled;

    /// <summary>Tells all that runs in the environment to stop.</summary>
    public void CancelExecution() => _shared.IsCanceled = true;

    public void AddListener(Action<ChannelProviderBase, ChannelMessage> listener) => _shared.Listeners += listener;

    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        // Hosts draw their seeds from their parent's numbers, so the order of registrations decides them.
        lock (_lock)
            return new Host(this, name, _parent?.FullName, seed is { } given ? RandomUtils.Create(given) : RandomUtils.Create(_rand));
    }

    public IChannel Start(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new Channel(this, name, (source, message) => _shared.Listeners?.Invoke(source, message));
    }

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        if (typeof(TMessage) == typeof(ChannelMessage))
            return (IPipe<TMessage>)Start(name);
        // Only messages have listeners.
        return new Pipe<TMessage>(this, name, (_, _) => { });
    }

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public void SetOption<T>(string name, T value) => _shared.Options[name] = value;

    public bool TryAddOption<T>(string name, T value) => _shared.Options.TryAdd(name, value);

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = _shared.Options.TryGetValue(name, out var option);
        value = found ? (T)option : default;
        return found;
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default;

    public bool RemoveOption(string name) => _shared.Options.TryRemove(name, out _);

    private sealed class Host : LocalEnvironment, IHost
    {
        public Host(LocalEnvironment parent, string shortName, string parentFullName, Random rand)
            : base(parent, shortName, parentFullName, rand)
        {
        }

        public Random Rand => _rand;
    }

    private sealed class Shared(int? seed)
    {
        public Action<ChannelProviderBase, ChannelMessage> Listeners;
        public volatile bool IsCanceled;

        public ComponentCatalog ComponentCatalog { get; } = new();

        public ConcurrentDictionary<string, object> Options { get; } = new();

        public int? Seed { get; } = seed;

        public int? GpuDeviceId { get; set; }

        public bool FallbackToCpu { get; set; } = true;

        public string TempFilePath { get; set; } = Path.GetTempPath();
    }
}
