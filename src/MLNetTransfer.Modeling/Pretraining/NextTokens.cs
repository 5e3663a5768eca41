using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of causal language modelling. A row begins with the last token of the one before it, so that every token but a document's first is told once.</summary>
internal sealed class NextTokens(CausalLanguageModel model, PretrainingSetup setup) : IObjective
{
    public nn.Module Model => model;

    public IObjectiveRows Over(TokenCorpus corpus) => new Rows(this, setup.Check(corpus));

    private ObjectiveLoss Loss(TokenRow[] rows)
    {
        using TokenBatch batch = setup.Batch(rows);
        int told = rows.Sum(r => r.Length - 1);
        using Tensor? padding = batch.AttentionMask?.logical_not();
        using Tensor labels = padding is null ? batch.TokenIds.alias() : batch.TokenIds.masked_fill(padding, Ignored);
        TaskLoss loss = SummedLoss.Of(model.Loss(model.Forward(batch), labels), told);
        return new ObjectiveLoss(loss, loss);
    }

    // What the heads' losses leave out.
    private const long Ignored = -100;

    private PretrainingSetup Setup => setup;

    private sealed class Rows(NextTokens objective, TokenCorpus corpus) : IObjectiveRows
    {
        private readonly CorpusRows _rows = new(corpus, objective.Setup.Options.MaxTokens, shortest: 2, overlap: 1);

        public IReadOnlyList<int> Lengths => _rows.Lengths;

        public ObjectiveLoss Loss(IReadOnlyList<int> rows, RandomSource random) => objective.Loss([.. rows.Select(Row)]);

        private TokenRow Row(int row)
        {
            var ids = new int[_rows.Lengths[row]];
            _rows.Read(row, ids);
            return new TokenRow(ids);
        }
    }
}
