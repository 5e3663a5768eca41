using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation;

/// <summary>Decides on one token a step in every text: the likeliest, or one drawn at random.</summary>
internal sealed class StepwiseSearch(GenerationPlan plan)
{
    /// <summary>A text as it is being written. Its draws depend on no other text.</summary>
    private sealed class Text(int[] prompt, RandomSource draws)
    {
        public List<int> Written { get; } = [.. prompt];
        public RandomSource Draws { get; } = draws;
        public bool Ended { get; set; }

        public GeneratedText Result() => new(Written[prompt.Length..], Ended, Score: null);
    }

    public IReadOnlyList<IReadOnlyList<GeneratedText>> Run()
    {
        var copies = plan.Options.TextCount;
        var all = plan.Prompts.SelectMany(p => Enumerable.Repeat(p, copies)).Select((prompt, i) => new Text(prompt, new RandomSource(plan.Options.Seed, i))).ToArray();
        using var scope = torch.NewDisposeScope();
        var scores = plan.FirstScores;
        if (copies > 1)
        {
            var rows = tensor([.. Enumerable.Range(0, all.Length).Select(i => (long)(i / copies))], device: plan.Device);
            plan.State.Select(rows, sameInputs: false);
            scores = scores.index_select(0, rows);
        }

        var active = all;
        for (var step = 1; ; step++)
        {
            using var stepScope = torch.NewDisposeScope();
            plan.Constrain(scores, [.. active.Select(t => t.Written)]);
            var chosen = Choose(scores, active);
            for (var i = 0; i < active.Length; i++)
            {
                if (active[i].Ended) continue;
                if (plan.EndTokenIds.Contains((int)chosen[i])) active[i].Ended = true;
                else active[i].Written.Add((int)chosen[i]);
            }
            if (step == plan.MaxNewTokens || active.All(t => t.Ended)) break;
            (active, chosen) = WithoutEnded(active, chosen);
            scores.Dispose();
            scores = plan.Next(chosen).MoveToOuterDisposeScope();
        }
        return [.. all.Chunk(copies).Select(texts => texts.Select(t => t.Result()).ToArray())];
    }

    /// <summary>Takes texts that have ended out of the batch, once they are half of it: until then that would cost more than it saves.</summary>
    private (Text[] Active, long[] Chosen) WithoutEnded(Text[] active, long[] chosen)
    {
        var rest = Enumerable.Range(0, active.Length).Where(i => !active[i].Ended).ToArray();
        if (rest.Length * 2 > active.Length) return (active, chosen);
        using var rows = tensor(Array.ConvertAll(rest, i => (long)i), device: plan.Device);
        plan.State.Select(rows, sameInputs: false);
        return (Array.ConvertAll(rest, i => active[i]), Array.ConvertAll(rest, i => chosen[i]));
    }

    private long[] Choose(Tensor scores, Text[] texts)
    {
        if (!plan.Options.Sample) return scores.argmax(1).cpu().data<long>().ToArray();
        // The first token whose cumulated probability exceeds a number drawn from 0 to 1: one draw a text, the same on every device.
        var cumulated = scores.softmax(1).cumsum(1, ScalarType.Float64);
        var draws = tensor(Array.ConvertAll(texts, t => (t.Draws.NextUInt64() >> 11) * (1.0 / (1UL << 53))), dtype: ScalarType.Float64, device: plan.Device);
        var limits = draws.unsqueeze(1) * cumulated.narrow(1, scores.shape[1] - 1, 1);
        return cumulated.le(limits).sum(dim: 1).clamp_max(scores.shape[1] - 1).cpu().data<long>().ToArray();
    }
}
