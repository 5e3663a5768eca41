using MLNetTransfer.Modeling.Families;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>What sets a model's depths apart in training: which train, from which step on, and at what share of the learning rate. Parameters that do not train require no gradients.</summary>
internal sealed class LayerSchedule : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TrainingPlan _plan;
    private readonly ParameterDepths? _depths;
    private readonly List<(Parameter Parameter, int FirstStep)> _waiting = [];
    private readonly List<Parameter> _frozen = [];

    /// <summary>Freezes what is to stay as it is.</summary>
    /// <exception cref="ArgumentException">The options ask for more layers than the model has.</exception>
    public LayerSchedule(nn.Module model, TrainingOptions options, TrainingPlan plan)
    {
        _options = options;
        _plan = plan;
        if (options is { LayerRateDecay: 1, DiscriminativeRatio: 1, GradualUnfreezing: false, FrozenDepths: 0 }) return;

        _depths = new ParameterDepths(model);
        if (options.FrozenDepths > _depths.Head)
            throw new ArgumentException($"The option {nameof(TrainingOptions.FrozenDepths)} is {options.FrozenDepths}; the model has {_depths.Head}: the embeddings and {_depths.LayerCount} layers.", nameof(options));

        foreach (var (_, parameter) in model.named_parameters())
        {
            if (!parameter.requires_grad) continue;
            if (_depths.Of(parameter) < options.FrozenDepths) Freeze(parameter);
            else if (FirstStepOf(_depths.Of(parameter)) is > 1 and var step) _waiting.Add((parameter, step));
        }
    }

    /// <summary>The depth of a parameter; 0 where depths do not matter.</summary>
    public int DepthOf(Parameter parameter) => _depths?.Of(parameter) ?? 0;

    /// <summary>What the learning rate is multiplied by at a depth.</summary>
    public double RateFactorOf(int depth) => _depths is null ? 1
        : Math.Pow(_options.LayerRateDecay, Math.Max(0, _depths.LayerCount - depth)) / Math.Pow(_options.DiscriminativeRatio, _depths.Head - depth);

    /// <summary>The number of the first step that a depth trains in.</summary>
    public int FirstStepOf(int depth) => _depths is null || !_options.GradualUnfreezing ? 1 : _plan.FirstStepOf(_depths.Head - depth);

    /// <summary>Freezes what is to train later. To be called when the optimiser has its gradients.</summary>
    public void FreezeWaiting()
    {
        foreach (var (parameter, _) in _waiting) Freeze(parameter);
    }

    /// <summary>Unfreezes what trains from this step on, or did before.</summary>
    public void Begin(int step)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            if (_waiting[i].FirstStep > step) continue;
            _waiting[i].Parameter.requires_grad = true;
            _waiting.RemoveAt(i);
        }
    }

    /// <summary>Gives the parameters their gradients back.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in _frozen) parameter.requires_grad = true;
    }

    private void Freeze(Parameter parameter)
    {
        parameter.requires_grad = false;
        _frozen.Add(parameter);
    }
}
