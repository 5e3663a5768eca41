using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.SequenceTagging;

/// <summary>The tags of sentences, with the probability of each. Owns the network.</summary>
internal sealed class TaggerScorer : IRowScorer<RowValues<float>, TagScores>, IDisposable
{
    private readonly SequenceTaggerScorer _scorer;
    private readonly TagDecoder _decoder;
    private readonly string _column;
    private volatile bool _disposed;

    public TaggerScorer(SequenceTagger network, string column)
    {
        Network = network;
        network.eval();
        _scorer = new(network);
        _decoder = network.Decoder();
        _column = column;
    }

    public SequenceTagger Network { get; }

    public TagScores[] Score(IReadOnlyList<RowValues<float>> rows)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var row in rows)
            if (row.Items.Length % Network.Design.InputSize != 0)
                throw new InvalidOperationException($"A row has {row.Items.Length} numbers in column '{_column}', and the tagger was trained on {Network.Design.InputSize} for each word: make the column with the transformer that it was trained with.");
        return [.. _scorer.Score([.. rows.Select(r => r.Items)]).Select(emissions => new TagScores(_decoder.BestPath(emissions), _decoder.Probabilities(emissions)))];
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Network.Dispose();
    }
}
