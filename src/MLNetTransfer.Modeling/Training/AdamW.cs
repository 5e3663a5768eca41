using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>AdamW over <see cref="FlatParameters"/>: bias-corrected, with decoupled weight decay, and clipping of the whole gradient's norm.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).</remarks>
internal sealed class AdamW : IDisposable
{
    // On a CPU a step is bound by memory. Going through the buffers piece by piece, all operations on one before the next, keeps a piece in the
    // cache meanwhile; pieces much smaller than this cost more in starting threads than they save.
    private const long CpuPiece = 1 << 20;

    // As torch.nn.utils.clip_grad_norm_ has it.
    private const double NormEpsilon = 1e-6;

    private readonly FlatParameters _parameters;
    private readonly TrainingOptions _options;
    private readonly List<Group> _groups = [];

    /// <param name="parameters">What is updated.</param>
    /// <param name="options">How.</param>
    /// <param name="layers">What sets depths apart; null: nothing.</param>
    public AdamW(FlatParameters parameters, TrainingOptions options, LayerSchedule? layers = null)
    {
        _parameters = parameters;
        _options = options;
        using var scope = NewDisposeScope();
        Mean = zeros_like(parameters.Values).DetachFromDisposeScope();
        Square = zeros_like(parameters.Values).DetachFromDisposeScope();
        long size = parameters.Device.type == DeviceType.CPU ? CpuPiece : long.MaxValue;
        foreach (ParameterGroup group in parameters.Groups)
            _groups.Add(new Group([.. Pieces(group, size)], group.Decays ? options.WeightDecay : 0, layers?.RateFactorOf(group.Depth) ?? 1, layers?.FirstStepOf(group.Depth) ?? 1));
    }

    /// <summary>The running mean of the gradients: <c>[count]</c>.</summary>
    public Tensor Mean { get; }

    /// <summary>The running mean of the squared gradients: <c>[count]</c>.</summary>
    public Tensor Square { get; }

    /// <summary>Steps done.</summary>
    public int Steps { get; set; }

    /// <summary>Updates the parameters by the gradients gathered since the last step, and sets the gradients to 0.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="gradientScale">What the gradients are to be multiplied by, before they are clipped.</param>
    /// <returns>The norm of the scaled gradient before clipping, a scalar on the device that nothing waited for; null where nothing is clipped.</returns>
    public Tensor? Step(double learningRate, double gradientScale)
    {
        Steps++;
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        (Tensor factor, Tensor? norm) = GradientFactor(gradientScale);
        // A Scalar is a native object: these are made once a step, not once an operation.
        using Scalar beta1 = _options.Beta1, oneLessBeta1 = 1 - _options.Beta1, beta2 = _options.Beta2, oneLessBeta2 = 1 - _options.Beta2;
        foreach (Group group in _groups)
        {
            // Groups that train later begin to count then. Until that step their gradients are 0.
            int steps = Steps - group.FirstStep + 1;
            if (steps < 1) continue;

            double meanCorrection = 1 - Math.Pow(_options.Beta1, steps), rootCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, steps)), ownRate = learningRate * group.RateFactor;
            using Scalar epsilon = _options.Epsilon * rootCorrection, rate = -ownRate * rootCorrection / meanCorrection;
            foreach (Piece piece in group.Pieces)
            {
                using var pieceScope = NewDisposeScope();
                Tensor gradient = piece.Gradient;
                gradient.mul_(factor);
                piece.Mean.mul_(beta1).add_(gradient, oneLessBeta1);
                piece.Square.mul_(beta2).addcmul_(gradient, gradient, oneLessBeta2);
                if (group.Decay > 0) piece.Value.mul_(1 - (ownRate * group.Decay));

                // The gradient has done its part: its memory serves for the denominator.
                gradient.copy_(piece.Square).sqrt_().add_(epsilon);
                piece.Value.addcdiv_(piece.Mean, gradient, rate);
                gradient.zero_();
            }
        }

        return norm?.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Piece piece in _groups.SelectMany(g => g.Pieces)) piece.Dispose();

        Mean.Dispose();
        Square.Dispose();
    }

    // The factor stays on the device: reading the norm here would make a GPU wait in every step.
    private (Tensor Factor, Tensor? Norm) GradientFactor(double scale)
    {
        if (_options.GradientClipping == 0) return (tensor(scale, dtype: ScalarType.Float32, device: _parameters.Device), null);

        Tensor norm = _parameters.Gradients.norm(2f).mul_(scale);
        Tensor clipped = (norm + NormEpsilon).reciprocal_().mul_(_options.GradientClipping).clamp_max_(1.0);
        return (clipped.mul_(scale), norm);
    }

    private IEnumerable<Piece> Pieces(ParameterGroup group, long size)
    {
        for (long at = group.Start; at < group.End;)
        {
            long start = at, count = Math.Min(size, group.End - at);
            Tensor Part(Tensor buffer) => buffer.narrow(0, start, count).DetachFromDisposeScope();
            yield return new Piece(Part(_parameters.Values), Part(_parameters.Gradients), Part(Mean), Part(Square));
            at += count;
        }
    }

    private sealed record Group(Piece[] Pieces, double Decay, double RateFactor, int FirstStep);

    private sealed record Piece(Tensor Value, Tensor Gradient, Tensor Mean, Tensor Square) : IDisposable
    {
        public void Dispose()
        {
            Value.Dispose();
            Gradient.Dispose();
            Mean.Dispose();
            Square.Dispose();
        }
    }
}
