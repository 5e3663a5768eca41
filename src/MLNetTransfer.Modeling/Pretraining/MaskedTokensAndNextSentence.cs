using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of BERT's first release: hidden tokens, and whether the second text of a row follows the first.</summary>
internal sealed class MaskedTokensAndNextSentence(PretrainingModel model, PretrainingSetup setup) : IObjective
{
    private readonly TokenMasker _masker = new(setup.Tokenizer, setup.Options);

    public nn.Module Model => model;

    public ObjectiveRows Over(TokenCorpus corpus)
    {
        var pairs = new SentencePairs(setup.Check(corpus), setup);
        return new ObjectiveRows(pairs.Lengths, (numbers, random) => Loss([.. numbers.Select(r => pairs.Draw(r, random))], random));
    }

    private ObjectiveLoss Loss((TokenRow Row, bool Follows)[] rows, RandomSource random)
    {
        using MaskedBatch batch = MaskedBatch.Create([.. rows.Select(r => r.Row)], _masker, setup, random);
        using Tensor follows = setup.Numbers([.. rows.Select(r => r.Follows ? 0L : 1L)]);
        var (tokens, pair) = model.LossBoth(batch.Tokens, batch.Positions, batch.Labels, follows);
        using (tokens)
        using (pair) return new ObjectiveLoss(SummedLoss.Of(tokens + pair, rows.Length), new TaskLoss(tokens.detach() * batch.Count, batch.Count));
    }
}
