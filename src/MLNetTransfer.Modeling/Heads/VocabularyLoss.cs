using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>
/// The mean cross-entropy of a vocabulary's scores, some states at a time where they are many: neither the scores of all states nor their gradient, both by far the largest of a language model's
/// tensors, are ever in memory at once. The gradients are computed on the way and are part of the loss; those of its gradient are not known.
/// </summary>
internal static class VocabularyLoss
{
    // On the CPU, 30 MB: an allocator keeps blocks of that size when they are freed, and gives larger ones back to the system, which has to clear them every time anew.
    private const long MostScoresOnCpu = 7_500_000, MostScores = 60_000_000;

    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="table">What scores them, <c>[vocabulary, hidden]</c>.</param>
    /// <param name="bias"><c>[vocabulary]</c>, or null.</param>
    /// <param name="labels"><c>[...]</c> int64: the tokens that are right, -100 where none counts.</param>
    /// <param name="mostScores">How many scores may be in memory at once, in whole states; null for the device's own number.</param>
    public static Tensor Of(Tensor states, Tensor table, Tensor? bias, Tensor labels, long? mostScores = null)
    {
        using var scope = torch.NewDisposeScope();
        (states, labels) = (states.flatten(0, -2), labels.flatten());
        mostScores ??= states.device.type == DeviceType.CPU ? MostScoresOnCpu : MostScores;
        var atOnce = Math.Max(1, mostScores.Value / table.shape[0]);
        var loss = labels.shape[0] <= atOnce ? Losses.Classes(ComputeType.Widen(LinearLayer.Project(states, table, bias)), labels) : InParts(states, table, bias, labels, atOnce);
        return loss.MoveToOuterDisposeScope();
    }

    /// <param name="states"><c>[..., hidden]</c></param>
    /// <param name="output">The layer that scores them; where it has an adapter, all scores are in memory.</param>
    /// <param name="labels"><c>[...]</c> int64: the tokens that are right, -100 where none counts.</param>
    public static Tensor Of(Tensor states, LinearLayer output, Tensor labels)
    {
        if (output is { Adapter: null, InputFirst: false }) return Of(states, output.get_parameter("weight")!, output.get_parameter("bias"), labels);
        using var scope = torch.NewDisposeScope();
        return Losses.Classes(ComputeType.Widen(output.call(states)), labels).MoveToOuterDisposeScope();
    }

    private static Tensor InParts(Tensor states, Tensor table, Tensor? bias, Tensor labels, long atOnce)
    {
        var (ofStates, ofTable, ofBias) = (Gradient(states), Gradient(table), bias is null ? null : Gradient(bias));
        var learns = ofStates is not null || ofTable is not null || ofBias is not null;
        var counts = labels.ne(Losses.Ignored);
        var known = labels.masked_fill(counts.logical_not(), 0).unsqueeze(1);
        var share = (counts / counts.sum()).unsqueeze(1);
        var loss = torch.zeros(1, device: states.device);
        using (torch.no_grad())
        {
            var (inputs, weight) = (ComputeType.Cast(states), ComputeType.Cast(table));
            for (var start = 0L; start < labels.shape[0]; start += atOnce)
            {
                using var part = torch.NewDisposeScope();
                var count = Math.Min(atOnce, labels.shape[0] - start);
                var (input, label, weighed) = (inputs.narrow(0, start, count), known.narrow(0, start, count), share.narrow(0, start, count));
                var beliefs = ComputeType.Widen(LinearLayer.Project(input, weight, bias)).log_softmax(-1);
                loss.sub_((beliefs.gather(1, label) * weighed).sum());
                if (!learns) continue;

                // What is believed, less what is right.
                var error = beliefs.exp_().mul_(weighed).scatter_add_(1, label, -weighed);
                ofBias?.add_(error.sum(dim: 0));
                error = ComputeType.Cast(error);
                ofStates?.narrow(0, start, count).copy_(error.matmul(weight));
                if (ofTable is null) continue;
                if (error.dtype == ofTable.dtype) ofTable.addmm_(error.t(), input);
                else ofTable.add_(error.t().matmul(input));
            }
        }

        return Pulled(Pulled(Pulled(loss.squeeze(), states, ofStates), table, ofTable), bias, ofBias);
    }

    private static Tensor? Gradient(Tensor of) => torch.is_grad_enabled() && of.requires_grad ? torch.zeros_like(of, dtype: ScalarType.Float32) : null;

    // The loss's value as it is, and `gradient` as what it has by `by`.
    private static Tensor Pulled(Tensor loss, Tensor? by, Tensor? gradient)
    {
        if (by is null || gradient is null) return loss;
        var pull = ComputeType.Widen(by).flatten().dot(gradient.flatten());
        return loss + (pull - pull.detach());
    }
}
