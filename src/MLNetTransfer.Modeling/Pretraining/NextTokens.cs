using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of causal language modelling. A row begins with the last token of the one before it, so that every token but a document's first is told once.</summary>
internal sealed class NextTokens(CausalLanguageModel model, PretrainingSetup setup) : IObjective
{
    public nn.Module Model => model;

    public ObjectiveRows Over(TokenCorpus corpus)
    {
        var rows = new CorpusRows(setup.Check(corpus), setup.Options.MaxTokens, shortest: 2, overlap: 1);
        return new ObjectiveRows(rows.Lengths, (numbers, _) => Loss([.. numbers.Select(r => new TokenRow(rows.Read(r)))]));
    }

    private ObjectiveLoss Loss(TokenRow[] rows)
    {
        using TokenBatch batch = setup.Batch(rows);
        int told = rows.Sum(r => r.Length - 1);
        using Tensor labels = PretrainingSetup.LabelsOf(batch);
        TaskLoss loss = SummedLoss.Of(model.Loss(batch, labels), told);
        return new ObjectiveLoss(loss, loss);
    }
}
