using System.Text.Json;
using System.Text.Json.Serialization;
using MLNetTransfer.Modeling.Checkpoints;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Remembers the best validation of a run, and the weights and buffers it was made with, in one copy in the host's memory.</summary>
internal sealed class BestWeights(nn.Module model, FlatParameters parameters, MetricDefinition metric, TrainingOptions options) : IDisposable
{
    private const string Key = "best";

    // A metric may be no number.
    private static readonly JsonSerializerOptions _json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, Tensor> _buffers = [];
    private Tensor? _copy;

    /// <summary>The optimiser steps done when the best validation was made; null before the first.</summary>
    public int? Step { get; private set; }

    /// <summary>The best validation's metrics; null before the first.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; private set; }

    /// <summary>Validations in a row without improvement.</summary>
    public int WithoutImprovement { get; private set; }

    /// <summary>Whether early stopping asks for the end.</summary>
    public bool PatienceIsOver => WithoutImprovement >= options.EarlyStoppingPatience;

    /// <summary>Compares a validation to the best one before it, and keeps the weights if it is better.</summary>
    public void Offer(IReadOnlyDictionary<string, double> metrics, int step)
    {
        if (!metric.Improves(metrics[metric.Name], Metrics?[metric.Name], options.MinImprovement))
        {
            WithoutImprovement++;
            return;
        }

        Metrics = metrics;
        Step = step;
        WithoutImprovement = 0;
        if (options.RestoreBest)
        {
            using var noGradients = no_grad();
            using var scope = NewDisposeScope();
            _copy ??= empty(parameters.Values.numel(), dtype: ScalarType.Float32, device: CPU).DetachFromDisposeScope();
            _copy.copy_(parameters.Values);
            // What normalisation over batches remembers belongs to the weights.
            foreach (var (name, buffer) in model.named_buffers())
            {
                if (!_buffers.TryGetValue(name, out Tensor? copy)) _buffers[name] = copy = empty(buffer.shape, dtype: buffer.dtype, device: CPU).DetachFromDisposeScope();
                copy.copy_(buffer);
            }
        }
    }

    /// <summary>Gives the model the best weights back, if there are any and they are wanted.</summary>
    /// <returns>Whether it did.</returns>
    public bool Restore()
    {
        if (_copy is null) return false;

        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        parameters.Values.copy_(_copy);
        foreach (var (name, buffer) in model.named_buffers()) buffer.copy_(_buffers[name]);
        return true;
    }

    /// <summary>Adds what is remembered to the state of a run.</summary>
    public void Save(Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata)
    {
        metadata[Key] = JsonSerializer.Serialize(new Record(Step, Metrics, WithoutImprovement), _json);
        if (_copy is null) return;

        tensors[Key] = _copy;
        foreach (var (name, buffer) in _buffers) tensors[$"{Key}.{name}"] = buffer;
    }

    /// <summary>Remembers what <see cref="Save"/> wrote.</summary>
    public void Load(SafetensorsFile file)
    {
        var record = JsonSerializer.Deserialize<Record>(file.Metadata.GetValueOrDefault(Key) ?? throw new FormatException($"Its '{Key}' is missing."), _json);
        (Step, Metrics, WithoutImprovement) = (record!.Step, record.Metrics, record.WithoutImprovement);
        if (!file.Tensors.ContainsKey(Key)) return;

        _copy = empty(parameters.Values.numel(), dtype: ScalarType.Float32, device: CPU).DetachFromDisposeScope();
        file.ReadInto(Key, _copy);
        foreach (var (name, buffer) in model.named_buffers())
        {
            _buffers[name] = empty(buffer.shape, dtype: buffer.dtype, device: CPU).DetachFromDisposeScope();
            file.ReadInto($"{Key}.{name}", _buffers[name]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _copy?.Dispose();
        foreach (Tensor buffer in _buffers.Values) buffer.Dispose();
    }

    private sealed record Record(int? Step, IReadOnlyDictionary<string, double>? Metrics, int WithoutImprovement);
}
