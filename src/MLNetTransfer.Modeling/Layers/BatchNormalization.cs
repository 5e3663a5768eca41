using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// Normalisation of each value over the rows of a batch: by the batch's own mean and variance while training, which the running ones follow, and by the
/// running ones otherwise. <c>weight</c>, <c>bias</c>, <c>running_mean</c> and <c>running_var</c> are <c>[size]</c>.
/// </summary>
internal sealed class BatchNormalization : nn.Module<Tensor, Tensor>, IInitialized
{
    private const double Momentum = 0.1, Epsilon = 1e-5;

    public BatchNormalization(long size) : base(nameof(BatchNormalization))
    {
        register_parameter("weight", ParameterInitializer.Create(size));
        register_parameter("bias", ParameterInitializer.Create(size));
        register_buffer("running_mean", zeros(size, dtype: ScalarType.Float32).DetachFromDisposeScope());
        register_buffer("running_var", ones(size, dtype: ScalarType.Float32).DetachFromDisposeScope());
        register_buffer("num_batches_tracked", zeros(Array.Empty<long>(), dtype: ScalarType.Int64).DetachFromDisposeScope());
    }

    /// <summary><c>[batch, size]</c> to the same shape in float32.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        // One row has no variance: the last batch of an epoch may be one.
        var ofBatch = training && input.shape[0] > 1;
        if (ofBatch)
        {
            using var noGradient = torch.no_grad();
            get_buffer("num_batches_tracked")!.add_(1);
        }
        return nn.functional.batch_norm(input.to(ScalarType.Float32), get_buffer("running_mean")!, get_buffer("running_var")!, get_parameter("weight")!, get_parameter("bias")!, ofBatch, Momentum, Epsilon)
            .MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator) => get_parameter(parameter)!.fill_(parameter == "weight" ? 1f : 0f);
}
