using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>The state of a run in a file: everything that the steps to come depend on, and what the run was asked to do.</summary>
internal sealed class TrainingCheckpoint
{
    /// <summary>The file's name in its folder.</summary>
    public const string FileName = "training-state.safetensors";

    private const string CarriedPrefix = "task.", BufferPrefix = "buffer.", StepKey = "step", EpochsKey = "epochs";

    private readonly string _path;
    private readonly ITrainingTask _task;
    private readonly FlatParameters _parameters;
    private readonly AdamW _optimizer;
    private readonly BestWeights _best;
    private readonly SortedDictionary<string, string> _request;

    public TrainingCheckpoint(string folder, ITrainingTask task, TrainingOptions options, FlatParameters parameters, AdamW optimizer, BestWeights best)
    {
        _path = Path.Combine(folder, FileName);
        _task = task;
        _parameters = parameters;
        _optimizer = optimizer;
        _best = best;
        _request = Describe(task, options, parameters);
    }

    /// <summary>Writes the state after a step; an older one stays until this one is whole.</summary>
    /// <param name="step">Optimiser steps done.</param>
    /// <param name="epochs">Epochs completed.</param>
    public void Write(int step, int epochs)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor> { ["values"] = _parameters.Values, ["mean"] = _optimizer.Mean, ["square"] = _optimizer.Square };
        foreach (var (name, buffer) in _task.Model.named_buffers()) tensors[BufferPrefix + name] = buffer;
        foreach (var (name, tensor) in _task.CarriedState) tensors[CarriedPrefix + name] = tensor;
        var metadata = new Dictionary<string, string>(_request)
        {
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            [EpochsKey] = epochs.ToString(CultureInfo.InvariantCulture),
        };
        _best.Save(tensors, metadata);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        new SafetensorsWriter(tensors, metadata: metadata).Write(_path);
    }

    /// <summary>Goes back to the state that was written last.</summary>
    /// <returns>The steps and epochs done by then; zeros where nothing was written.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="InvalidOperationException">It belongs to another run.</exception>
    public (int Step, int Epochs) Resume()
    {
        if (!File.Exists(_path)) return (0, 0);

        using SafetensorsFile file = SafetensorsFile.Open(_path);
        CheckRequest(file.Metadata);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        try
        {
            (int step, int epochs) = (Number(file, StepKey), Number(file, EpochsKey));
            file.ReadInto("values", _parameters.Values);
            file.ReadInto("mean", _optimizer.Mean);
            file.ReadInto("square", _optimizer.Square);
            _optimizer.Steps = step;
            foreach (var (name, buffer) in _task.Model.named_buffers()) file.ReadInto(BufferPrefix + name, buffer);
            _task.RestoreCarriedState(file.Tensors.Keys.Where(n => n.StartsWith(CarriedPrefix, StringComparison.Ordinal)).ToDictionary(n => n[CarriedPrefix.Length..], n => file.Read(n)));
            _best.Load(file);
            return (step, epochs);
        }
        catch (Exception e) when (e is KeyNotFoundException or ArgumentException or FormatException or JsonException)
        {
            throw new InvalidDataException($"'{_path}' holds no state of this run: {e.Message} Delete it to begin anew.", e);
        }
    }

    private void CheckRequest(IReadOnlyDictionary<string, string> found)
    {
        // An option that is younger than the file had its default.
        var defaults = Describe(_task, new TrainingOptions(), _parameters);
        foreach (var (name, value) in _request)
        {
            if (!found.ContainsKey(name) && value == defaults[name]) continue;
            if (found.GetValueOrDefault(name) is var other && other != value)
                throw new InvalidOperationException(
                    $"'{_path}' is the state of a run with {name} {other ?? "(none)"}, and this one has {value}. Go on with what that run had, give another {nameof(TrainingOptions.CheckpointFolder)}, or delete the file to begin anew.");
        }
    }

    // Where the run is cut in time, and what is measured on the way, changes no step: a run may go on with other values of those.
    private static SortedDictionary<string, string> Describe(ITrainingTask task, TrainingOptions options, FlatParameters parameters)
    {
        string[] free = [nameof(TrainingOptions.CheckpointFolder), nameof(TrainingOptions.CheckpointEverySteps), nameof(TrainingOptions.TimeLimit), nameof(TrainingOptions.EarlyStoppingPatience)];
        var request = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in typeof(TrainingOptions).GetProperties().Where(p => !free.Contains(p.Name)))
            request[property.Name] = JsonSerializer.Serialize(property.GetValue(options), property.PropertyType);
        request[nameof(TrainingOptions.Seed)] = options.SeedOrDefault.ToString(CultureInfo.InvariantCulture);
        request["parameters"] = $"{parameters.Values.numel()} in {parameters.Slots.Count} tensors, {Digest(parameters.Slots.SelectMany(s => s.Name.Select(c => (long)c).Concat(s.Shape)))}";
        request["rows"] = $"{task.RowLengths.Count}, {Digest(task.RowLengths.Select(l => (long)l))}";
        return request;
    }

    private static string Digest(IEnumerable<long> values)
    {
        ulong hash = 14695981039346656037;
        foreach (long value in values) hash = unchecked((hash ^ (ulong)value) * 1099511628211);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static int Number(SafetensorsFile file, string key) =>
        int.Parse(file.Metadata.GetValueOrDefault(key) ?? throw new FormatException($"Its '{key}' is missing."), NumberStyles.None, CultureInfo.InvariantCulture);
}
