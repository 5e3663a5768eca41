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

    public IObjectiveRows Over(TokenCorpus corpus) => new Rows(this, setup.Check(corpus));

    private ObjectiveLoss Loss(TokenRow[] rows, RandomSource random)
    {
        using MaskedBatch batch = MaskedBatch.Create(rows, _masker, setup, random);
        TaskLoss loss = SummedLoss.Of(model.Loss(model.Forward(batch.Tokens, batch.Positions), batch.Labels), batch.Count);
        return new ObjectiveLoss(loss, loss);
    }

    private sealed class Rows(MaskedTokens objective, TokenCorpus corpus) : IObjectiveRows
    {
        private readonly SingleTextRows _rows = new(corpus, setup: objective.Setup, objective.Setup.Options.MaxTokens);

        public IReadOnlyList<int> Lengths => _rows.Lengths;

        public ObjectiveLoss Loss(IReadOnlyList<int> rows, RandomSource random) => objective.Loss([.. rows.Select(_rows.Row)], random);
    }

    private PretrainingSetup Setup => setup;
}
