using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>A network with the tokenizer that feeds it, on its device: what every task trains, scores with and saves. Owns the network.</summary>
internal sealed class TextModel : IDisposable
{
    private readonly NetworkDesign _design;
    private readonly RowTokenizer _rows;
    private readonly RowScorer _scorer;
    private volatile bool _disposed;

    public TextModel(IFamily family, TaskModel network, NetworkDesign design, TextTokenizer tokenizer, TruncationOptions truncation, TrainingPrecision precision, torch.Device device)
    {
        (Family, Network, Tokenizer, Truncation, Precision, Device) = (family, network, tokenizer, truncation, precision, device);
        _design = design;
        _rows = new RowTokenizer(tokenizer, truncation);
        network.to(device);
        network.eval();
        _scorer = new RowScorer(network, computeType: ComputePrecision.Resolve(precision, device));
    }

    public IFamily Family { get; }

    public TaskModel Network { get; }

    /// <summary>How the network's parameters are called in checkpoints.</summary>
    public ParameterNames Names => _design.Names(Family, Network.Encoder.Config);

    /// <summary>The part of the network that is saved.</summary>
    public torch.nn.Module Stored => _design.Stored(Network);

    public TextTokenizer Tokenizer { get; }

    public TruncationOptions Truncation { get; }

    /// <summary>The number format of scoring.</summary>
    public TrainingPrecision Precision { get; }

    public torch.Device Device { get; }

    public TokenRow[] Tokenize(IReadOnlyList<TextRow> rows, CancellationToken cancellation = default)
    {
        var pairs = rows.Count > 0 && rows[0].SecondText is not null;
        return _rows.Tokenize([.. rows.Select(r => r.Text)], pairs ? [.. rows.Select(r => r.SecondText)] : null, cancellationToken: cancellation);
    }

    /// <summary>
    /// The head's raw scores of each row, in the order of the rows: <c>[rows][outputs]</c>. Safe to call from many threads: the network is in evaluation mode and
    /// keeps nothing of a call.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public float[][] Run(IReadOnlyList<TextRow> rows)
    {
        ThrowIfDisposed();
        return _scorer.Score(Tokenize(rows));
    }

    /// <summary>The windows of a text, each as long as a row may be.</summary>
    /// <param name="text">The text.</param>
    /// <param name="overlap">Tokens that a window shares with the one before it.</param>
    public TokenRow[] Windows(string text, int overlap) => _rows.TokenizeWindows(text, overlap);

    /// <inheritdoc cref="Run(IReadOnlyList{TextRow})"/>
    public float[][] Run(IReadOnlyList<TokenRow> rows)
    {
        ThrowIfDisposed();
        return _scorer.Score(rows);
    }

    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Writes a folder in Hugging Face's layout.</summary>
    public void SaveCheckpoint(string folder)
    {
        ThrowIfDisposed();
        CheckpointWriter.Write(folder, Network.Encoder.Config.Source, Stored, Names);
        Tokenizer.Save(folder);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Network.Dispose();
    }
}
