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
    private readonly List<Piece> _pieces = [];

    public AdamW(FlatParameters parameters, TrainingOptions options)
    {
        _parameters = parameters;
        _options = options;
        using var scope = NewDisposeScope();
        Mean = zeros_like(parameters.Values).DetachFromDisposeScope();
        Square = zeros_like(parameters.Values).DetachFromDisposeScope();
        long size = parameters.Device.type == DeviceType.CPU ? CpuPiece : long.MaxValue;
        AddPieces(0, parameters.DecayedCount, size, options.WeightDecay);
        AddPieces(parameters.DecayedCount, parameters.Values.numel(), size, decay: 0);
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
        double meanCorrection = 1 - Math.Pow(_options.Beta1, Steps), rootCorrection = Math.Sqrt(1 - Math.Pow(_options.Beta2, Steps));
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        (Tensor factor, Tensor? norm) = GradientFactor(gradientScale);
        // A Scalar is a native object: these are made once a step, not once an operation.
        using Scalar beta1 = _options.Beta1, oneLessBeta1 = 1 - _options.Beta1, beta2 = _options.Beta2, oneLessBeta2 = 1 - _options.Beta2;
        using Scalar epsilon = _options.Epsilon * rootCorrection, rate = -learningRate * rootCorrection / meanCorrection;
        foreach (Piece piece in _pieces)
        {
            using var pieceScope = NewDisposeScope();
            Tensor gradient = piece.Gradient;
            gradient.mul_(factor);
            piece.Mean.mul_(beta1).add_(gradient, oneLessBeta1);
            piece.Square.mul_(beta2).addcmul_(gradient, gradient, oneLessBeta2);
            if (piece.Decay > 0) piece.Value.mul_(1 - (learningRate * piece.Decay));

            // The gradient has done its part: its memory serves for the denominator.
            gradient.copy_(piece.Square).sqrt_().add_(epsilon);
            piece.Value.addcdiv_(piece.Mean, gradient, rate);
            gradient.zero_();
        }

        return norm?.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Piece piece in _pieces) piece.Dispose();

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

    private void AddPieces(long start, long end, long size, double decay)
    {
        for (long at = start; at < end;)
        {
            long count = Math.Min(size, end - at);
            Tensor Part(Tensor buffer) => buffer.narrow(0, at, count).DetachFromDisposeScope();
            _pieces.Add(new Piece(Part(_parameters.Values), Part(_parameters.Gradients), Part(Mean), Part(Square), decay));
            at += count;
        }
    }

    private sealed record Piece(Tensor Value, Tensor Gradient, Tensor Mean, Tensor Square, double Decay) : IDisposable
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
