using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>
/// Teaches a recurrent language model to tell the next token: the corpus is cut into streams that are read side by side in windows; the network's state goes on from window to window, and gradients
/// end where a window begins. A row is one token of every stream. Held-out text gives the perplexity.
/// </summary>
/// <remarks>Merity et al., "Regularizing and optimizing LSTM language models" (2018).</remarks>
public sealed class RecurrentLanguageTask : ITrainingTask, IDisposable
{
    private const string PositionName = "position";

    private readonly RecurrentLanguageModel _model;
    private readonly RecurrentTextOptions _options;
    private readonly TextStreams _training;
    private readonly TextStreams? _heldOut;
    private readonly Device _device;
    private RecurrentState? _state;
    private int _position;

    /// <summary>A task over corpora of the model's tokenizer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The text to learn from.</param>
    /// <param name="heldOut">The text to validate on; null: no validation.</param>
    /// <param name="options">How text is read; null for the defaults. <see cref="TrainingOptions.BatchSize"/> plays no part.</param>
    /// <exception cref="ArgumentException">A corpus is too short, or of a larger vocabulary than the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public RecurrentLanguageTask(RecurrentLanguageModel model, TokenCorpus training, TokenCorpus? heldOut = null, RecurrentTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(training);
        _model = model;
        _options = options ?? new();
        _options.Validate();
        _device = model.parameters().First().device;
        _training = Streams(training);
        _heldOut = heldOut is null ? null : Streams(heldOut);
        RowLengths = [.. Enumerable.Repeat(_training.Count, _training.Length)];
    }

    /// <inheritdoc/>
    public nn.Module Model => _model;

    /// <inheritdoc/>
    public IReadOnlyList<int> RowLengths { get; }

    /// <inheritdoc/>
    public bool CanValidate => _heldOut is not null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricDefinition> Metrics { get; } = [new(PretrainingTask.Perplexity, HigherIsBetter: false), new(PretrainingTask.TokenLoss, HigherIsBetter: false)];

    /// <inheritdoc/>
    public string DefaultMetric => PretrainingTask.Perplexity;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> CarriedState
    {
        get
        {
            var carried = new Dictionary<string, Tensor> { [PositionName] = tensor(new long[] { _position }) };
            for (int i = 0; i < _state?.Layers.Count; i++) (carried[$"output.{i}"], carried[$"cell.{i}"]) = (_state.Layers[i].Output, _state.Layers[i].Cell);
            return carried;
        }
    }

    /// <inheritdoc/>
    public void RestoreCarriedState(IReadOnlyDictionary<string, Tensor> state)
    {
        Forget();
        _position = (int)state[PositionName].item<long>();
        if (_position == 0) return;
        using var scope = NewDisposeScope();
        int layers = (state.Count - 1) / 2;
        _state = new RecurrentState([.. Enumerable.Range(0, layers).Select(i => new LstmState(state[$"output.{i}"].to(_device), state[$"cell.{i}"].to(_device)))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> BatchesOf(int epoch, long seed) =>
        [.. _training.Windows(_options.WindowSize, _options.VaryWindows ? new RandomSource(seed, epoch) : null).Select(w => Enumerable.Range(w.Start, w.Length).ToArray())];

    /// <inheritdoc/>
    public double RateFactorOf(IReadOnlyList<int> rows) => _options.VaryWindows ? (double)rows.Count / _options.WindowSize : 1;

    /// <inheritdoc/>
    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        if (rows[0] == 0) Forget();
        if (rows[0] != _position) throw new InvalidOperationException($"The window begins at token {rows[0]} of the streams, and the network's state is that before token {_position}. Read the windows in their order.");

        (TokenBatch batch, Tensor labels) = Window(_training, rows[0], rows.Count);
        using (batch)
        {
            (Tensor loss, Tensor states, Tensor dropped, RecurrentState after) = _model.LossNext(batch, labels, _state);
            Remember(after, rows[0] + rows.Count);
            if (_options.ActivationPenalty > 0) loss = loss + (dropped.square().mean() * _options.ActivationPenalty);
            if (_options.ChangePenalty > 0 && rows.Count > 1) loss = loss + ((states.narrow(1, 1, rows.Count - 1) - states.narrow(1, 0, rows.Count - 1)).square().mean() * _options.ChangePenalty);
            double count = (double)_training.Count * rows.Count;
            return new TaskLoss(loss * count, count);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        TextStreams streams = _heldOut ?? throw new InvalidOperationException("There is no held-out text.");
        if (_model.training) _model.eval();
        using var gradients = no_grad();
        RecurrentState? state = null;
        try
        {
            double sum = 0;
            foreach (var (start, length) in streams.Windows(_options.WindowSize, random: null))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                (TokenBatch batch, Tensor labels) = Window(streams, start, length);
                using (batch)
                {
                    (Tensor loss, _, _, RecurrentState after) = _model.LossNext(batch, labels, state);
                    state?.Dispose();
                    state = after;
                    sum += loss.item<float>() * length;
                }
            }

            double mean = sum / streams.Length;
            return new Dictionary<string, double> { [PretrainingTask.Perplexity] = Math.Exp(mean), [PretrainingTask.TokenLoss] = mean };
        }
        finally
        {
            state?.Dispose();
        }
    }

    /// <summary>Frees the network's state. The model is the caller's.</summary>
    public void Dispose() => Forget();

    private TextStreams Streams(TokenCorpus corpus) => corpus.VocabularySize <= _model.Encoder.Config.VocabularySize
        ? new TextStreams(corpus, _options.StreamCount, _options.Backward)
        : throw new ArgumentException($"The corpus was made by a tokenizer of {corpus.VocabularySize} tokens, and the model has {_model.Encoder.Config.VocabularySize}. Use the model's own tokenizer.", nameof(corpus));

    private (TokenBatch Batch, Tensor Labels) Window(TextStreams streams, int start, int length)
    {
        using Tensor all = tensor(streams.Read(start, length), [streams.Count, length + 1], device: _device);
        return (new TokenBatch(all.narrow(1, 0, length).contiguous()), all.narrow(1, 1, length).contiguous());
    }

    private void Remember(RecurrentState state, int position)
    {
        _state?.Dispose();
        (_state, _position) = (state, position);
    }

    private void Forget()
    {
        _state?.Dispose();
        (_state, _position) = (null, 0);
    }
}
