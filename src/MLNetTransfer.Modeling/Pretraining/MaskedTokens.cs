using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of masked language modelling; scores are computed at the hidden tokens alone.</summary>
internal sealed class MaskedTokens(MaskedLanguageModel model, PretrainingSetup setup) : IObjective
{
    private readonly TokenMasker _masker = new(setup.Tokenizer, setup.Options);

    public nn.Module Model => model;

    public ObjectiveRows Over(TokenCorpus corpus)
    {
        var rows = new SingleTextRows(setup.Check(corpus), setup, setup.Options.MaxTokens);
        return new ObjectiveRows(rows.Lengths, (numbers, random) => Loss([.. numbers.Select(rows.Row)], random));
    }

    private ObjectiveLoss Loss(TokenRow[] rows, RandomSource random)
    {
        using MaskedBatch batch = MaskedBatch.Create(rows, _masker, setup, random);
        TaskLoss loss = SummedLoss.Of(model.Loss(batch.Tokens, batch.Positions, batch.Labels), batch.Count);
        return new ObjectiveLoss(loss, loss);
    }
}
