using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation.Rules;

/// <summary>Makes tokens that were written less likely: positive scores are divided by the penalty, negative ones multiplied.</summary>
internal sealed class RepetitionPenalty(double penalty) : IScoreRule
{
    public void Apply(Tensor scores, IReadOnlyList<IReadOnlyList<int>> written)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var vocabulary = scores.shape[1];
        var places = written.SelectMany((row, i) => row.Distinct().Select(token => i * vocabulary + token)).ToArray();
        var index = tensor(places, device: scores.device);
        var flat = scores.view(-1);
        var old = flat.index_select(0, index);
        flat.index_copy_(0, index, where(old.lt(0), old * penalty, old / penalty));
    }
}
