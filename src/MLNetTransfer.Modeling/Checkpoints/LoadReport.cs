namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>What is allowed to differ when weights are loaded into a module.</summary>
public sealed class LoadOptions
{
    /// <summary>
    /// Which of the module's parameters, by the module's own names, may be missing from the checkpoint and keep the numbers they were made with.
    /// Default, null: in a model, everything but its encoder (`encoder.`); in anything else, nothing.
    /// </summary>
    public Func<string, bool>? MayBeMissing { get; init; }

    /// <summary>
    /// True: a parameter that may be missing is also treated as missing where its shape differs, as a classifier's of another number of classes.
    /// Default false: a different shape is an error.
    /// </summary>
    public bool ReplaceMismatched { get; init; }
}

/// <summary>A parameter whose shape in the checkpoint is not the module's.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="InCheckpoint">Its shape there.</param>
/// <param name="InModule">Its shape in the module.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> InCheckpoint, IReadOnlyList<long> InModule);

/// <summary>What became of a checkpoint's tensors and of a module's parameters, by the checkpoint's names.</summary>
public sealed class LoadReport
{
    internal LoadReport(int loadedCount, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<ShapeMismatch> mismatched, IReadOnlySet<string> notLoaded)
    {
        NotLoaded = notLoaded;
        LoadedCount = loadedCount;
        Missing = missing;
        Unexpected = unexpected;
        Mismatched = mismatched;
    }

    /// <summary>Tensors that were copied.</summary>
    public int LoadedCount { get; }

    /// <summary>Parameters that the checkpoint lacks and that keep the numbers they were made with: a new head.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Tensors of the checkpoint that have no place in the module: the head of another task.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Parameters that keep the numbers they were made with because their shapes differ (<see cref="LoadOptions.ReplaceMismatched"/>).</summary>
    public IReadOnlyList<ShapeMismatch> Mismatched { get; }

    /// <summary>The parameters of <see cref="Missing"/> and <see cref="Mismatched"/> by the module's own names.</summary>
    internal IReadOnlySet<string> NotLoaded { get; }

    /// <summary>The report in one line, for a log.</summary>
    public override string ToString()
    {
        var text = $"{LoadedCount} tensors loaded";
        if (Missing.Count > 0) text += $"; newly initialised: {Names(Missing)}";
        if (Mismatched.Count > 0) text += $"; newly initialised for their shape: {Names([.. Mismatched.Select(m => m.Name)])}";
        if (Unexpected.Count > 0) text += $"; not used: {Names(Unexpected)}";
        return text;
    }

    internal static string Names(IReadOnlyList<string> names)
    {
        const int shown = 8;
        return string.Join(", ", names.Take(shown)) + (names.Count > shown ? $" and {names.Count - shown} more" : "");
    }
}
