using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Generation;

/// <summary>Follows the likeliest beginnings of each row's text side by side, and keeps the best whole texts.</summary>
internal sealed class BeamSearch(GenerationPlan plan)
{
    private readonly int _beams = plan.Options.BeamCount;

    // So many that, even if all tokens that end a text are among them for every beam, enough are left to go on with.
    private readonly int _candidates = (1 + Math.Max(1, plan.EndTokenIds.Count)) * plan.Options.BeamCount;

    public IReadOnlyList<IReadOnlyList<GeneratedText>> Run()
    {
        using var scope = torch.NewDisposeScope();
        var all = plan.Prompts.Select(p => new BeamRow(p, plan)).ToArray();
        var active = all;
        var order = Index(Enumerable.Range(0, all.Length * _beams).Select(i => (long)(i / _beams)));
        plan.State.Select(order, sameInputs: false);
        var scores = plan.FirstScores.index_select(0, order);
        for (var step = 1; ; step++)
        {
            using var stepScope = torch.NewDisposeScope();
            var beams = active.SelectMany(r => r.Running).ToArray();
            var likelihoods = scores.log_softmax(1);
            plan.Constrain(likelihoods, [.. beams.Select(b => b.Tokens)]);
            likelihoods.add_(tensor(Array.ConvertAll(beams, b => b.Likelihood), device: plan.Device).unsqueeze(1));
            var vocabulary = scores.shape[1];
            var (values, places) = likelihoods.view(active.Length, -1).topk((int)Math.Min(_candidates, _beams * vocabulary), 1);
            var (best, found) = (values.cpu().data<float>().ToArray(), places.cpu().data<long>().ToArray());
            var count = best.Length / active.Length;
            for (var i = 0; i < active.Length; i++)
                active[i].Advance(best.AsSpan(i * count, count), found.AsSpan(i * count, count), vocabulary, step);

            if (step == plan.MaxNewTokens || active.All(r => r.Done)) break;
            active = WithoutDone(active);
            scores.Dispose();
            scores = plan.Next(active.SelectMany(r => r.Running).Select(b => (long)b.Tokens[^1]).ToArray()).MoveToOuterDisposeScope();
        }
        return [.. all.Select(r => r.Results())];
    }

    /// <summary>The rows that go on; the memory is put into the order of their beams.</summary>
    private BeamRow[] WithoutDone(BeamRow[] active)
    {
        var rest = Enumerable.Range(0, active.Length).Where(i => !active[i].Done).ToArray();
        var sources = rest.SelectMany(i => active[i].Running.Select(b => (long)(i * _beams + b.Source))).ToArray();
        var sameRows = rest.Length == active.Length;
        if (!sameRows || sources.Where((source, i) => source != i).Any())
        {
            using var order = Index(sources);
            plan.State.Select(order, sameInputs: sameRows);
        }
        return Array.ConvertAll(rest, i => active[i]);
    }

    private Tensor Index(IEnumerable<long> rows) => tensor(rows.ToArray(), device: plan.Device);
}
