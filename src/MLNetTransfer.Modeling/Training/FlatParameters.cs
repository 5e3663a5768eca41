using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>
/// A model's trainable parameters as one contiguous buffer, and their gradients as another: the parameters become views of it, so that clipping and
/// updating are a few operations on large tensors instead of thousands on small ones.
/// </summary>
internal sealed class FlatParameters : IDisposable
{
    // Every parameter begins on a cache line of its own, as it would in memory of its own. The gaps stay 0.
    private const int Alignment = 16;

    private readonly nn.Module _model;

    /// <summary>Moves the parameters of <paramref name="model"/> that require gradients into a new buffer, with gradients of 0. Frozen ones are left where they are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="depthOf">What sets parameters apart beside weight decay; those of one depth lie together. Null: nothing.</param>
    /// <exception cref="InvalidOperationException">Nothing is trainable, or a parameter is not float32, or parameters are on several devices.</exception>
    public FlatParameters(nn.Module model, Func<Parameter, int>? depthOf = null)
    {
        _model = model;
        var decayed = WeightDecay.DecayedParameters(model);
        IEnumerable<(string Name, Parameter Parameter)> all = model.named_parameters();
        (string Name, Parameter Parameter)[] trained = [.. all
            .Where(p => p.Parameter.requires_grad)
            .DistinctBy(p => p.Parameter, ReferenceEqualityComparer.Instance)
            .OrderByDescending(p => decayed.Contains(p.Parameter))
            .ThenBy(p => depthOf?.Invoke(p.Parameter))];
        Check(trained);

        var slots = new List<ParameterSlot>();
        var groups = new List<ParameterGroup>();
        long end = 0;
        foreach ((string name, Parameter parameter) in trained)
        {
            (bool decays, int depth) = (decayed.Contains(parameter), depthOf?.Invoke(parameter) ?? 0);
            if (groups.Count == 0 || groups[^1].Decays != decays || groups[^1].Depth != depth) groups.Add(new ParameterGroup(end, end, decays, depth));
            slots.Add(new ParameterSlot(name, end, parameter.shape));
            end = Align(end + parameter.numel());
            groups[^1] = groups[^1] with { End = end };
        }

        (Slots, Groups) = (slots, groups);
        Device = trained[0].Parameter.device;
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        Values = zeros(end, dtype: ScalarType.Float32, device: Device).DetachFromDisposeScope();
        foreach ((ParameterSlot slot, (_, Parameter parameter)) in slots.Zip(trained))
        {
            Tensor view = slot.In(Values);
            view.copy_(parameter);
            parameter.set_(view);
        }

        Gradients = zeros(end, dtype: ScalarType.Float32, device: Device).DetachFromDisposeScope();
        foreach ((ParameterSlot slot, (_, Parameter parameter)) in slots.Zip(trained))
        {
            // Back-propagation adds to a gradient that is there, in place.
            parameter.grad = slot.In(Gradients);
        }

        // A GPU makes and adds a whole table faster than rows, and always in the same order.
        if (Device.type == DeviceType.CPU) AddEmbeddedRowsInPlace(model, true);
    }

    /// <summary>The parameters, group by group: <c>[count]</c>.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients: <c>[count]</c>.</summary>
    public Tensor Gradients { get; }

    /// <summary>The parts of the buffers that are updated alike, without gaps between them; those that weight decay applies to first.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Which parameter lies where.</summary>
    public IReadOnlyList<ParameterSlot> Slots { get; }

    /// <summary>Where the parameters are.</summary>
    public Device Device { get; }

    /// <summary>Takes the gradients away. The parameters keep the buffer alive, and stay usable.</summary>
    public void Dispose()
    {
        AddEmbeddedRowsInPlace(_model, false);
        _model.zero_grad(set_to_none: true);
        Gradients.Dispose();
        Values.Dispose();
    }

    private static long Align(long count) => (count + Alignment - 1) / Alignment * Alignment;

    private static void AddEmbeddedRowsInPlace(nn.Module module, bool value)
    {
        if (module is EmbeddingTable table) table.AddsRowsToGradient = value;
        foreach (nn.Module child in module.children()) AddEmbeddedRowsInPlace(child, value);
    }

    private static void Check((string Name, Parameter Parameter)[] trained)
    {
        if (trained.Length == 0)
        {
            throw new InvalidOperationException("The model has no parameter that requires gradients: nothing can be trained. Unfreeze a part of it.");
        }

        foreach ((string name, Parameter parameter) in trained)
        {
            if (parameter.dtype != ScalarType.Float32)
            {
                throw new InvalidOperationException($"The parameter '{name}' is {parameter.dtype}; training needs Float32 parameters (the computation may be BFloat16).");
            }

            if (parameter.device.ToString() != trained[0].Parameter.device.ToString())
            {
                throw new InvalidOperationException($"The parameter '{name}' is on {parameter.device}, '{trained[0].Name}' on {trained[0].Parameter.device}; move the model to one device.");
            }
        }
    }
}

/// <summary>Neighbours in the buffers of <see cref="FlatParameters"/> that are updated alike.</summary>
/// <param name="Start">The number of values before them.</param>
/// <param name="End">The same with them.</param>
/// <param name="Decays">Whether weight decay applies to them.</param>
/// <param name="Depth">How high they lie in the model.</param>
internal readonly record struct ParameterGroup(long Start, long End, bool Decays, int Depth);

/// <summary>A parameter's place in the buffers of <see cref="FlatParameters"/>.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Offset">The number of values before it.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record ParameterSlot(string Name, long Offset, long[] Shape)
{
    /// <summary>The parameter's part of a buffer, as a view.</summary>
    public Tensor In(Tensor buffer) => buffer.narrow(0, Offset, Shape.Aggregate(1L, (a, b) => a * b)).view(Shape);
}
