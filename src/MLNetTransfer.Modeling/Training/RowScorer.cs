using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Runtime;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Runs rows through a model that scores whole texts, in batches of like length, without gradients; on the CPU several batches at a time, each on one core. Safe for calls from many threads.</summary>
internal sealed class RowScorer
{
    // A batch on one core whose inner states outgrow the caches is no faster for its size; a GPU wants much work at a time.
    private const int TokensOnCpu = 1_024, TokensOnGpu = 16_384;

    // Recurrent layers take one token of every row at a time: the more rows, the more work in a product.
    private const int RecurrentTokensOnCpu = 16_384;

    private readonly TaskModel _model;
    private readonly Func<TokenBatch, Tensor> _forward;
    private readonly Device _device;
    private readonly int _batchSize;
    private readonly int _maxTokens;
    private readonly ScalarType? _computeType;

    /// <param name="model">The model. It is put into evaluation mode if it is not in it.</param>
    /// <param name="batchSize">Rows in a batch, at most.</param>
    /// <param name="maxTokens">Padded tokens in a batch, at most; null for as many as the device does fastest.</param>
    /// <param name="computeType">Float32 or BFloat16; null for the type in force on the calling thread.</param>
    /// <param name="forward">What of the model is run, to float32 <c>[batch, outputs]</c>; null for all of it.</param>
    public RowScorer(TaskModel model, int batchSize = 64, int? maxTokens = null, ScalarType? computeType = null, Func<TokenBatch, Tensor>? forward = null)
    {
        _model = model;
        _forward = forward ?? model.Forward;
        _device = model.parameters().First().device;
        _batchSize = batchSize;
        _maxTokens = maxTokens ?? (_device.type != DeviceType.CPU ? TokensOnGpu : model.Encoder is RecurrentEncoder ? RecurrentTokensOnCpu : TokensOnCpu);
        _computeType = computeType;
    }

    /// <summary>The raw scores of each row, in the order of the rows: <c>[rows][outputs]</c>.</summary>
    /// <param name="rows">The rows, none of them empty.</param>
    /// <param name="cancellation">Ends the work after the running batch.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public float[][] Score(IReadOnlyList<TokenRow> rows, CancellationToken cancellation = default)
    {
        if (_model.training) _model.eval();

        var scores = new float[rows.Count][];
        var type = _computeType ?? ComputeType.Current;
        var batches = BatchPlanner.ForScoring([.. rows.Select(r => r.Length)], WorkerThreads.BatchSize(rows.Count, _batchSize, _device), _maxTokens);
        WorkerThreads.For(batches.Count, _device, i => Score(batches[i]));
        return scores;

        void Score(int[] batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inference = inference_mode();
            using var precision = ComputeType.Use(type);
            using var scope = NewDisposeScope();
            using var tokens = TokenBatch.Create([.. batch.Select(i => rows[i])], _model.Encoder.Config.PadTokenId, _device);
            float[] outputs = _forward(tokens).cpu().data<float>().ToArray();
            int width = outputs.Length / batch.Length;
            for (int i = 0; i < batch.Length; i++) scores[batch[i]] = outputs.AsSpan(i * width, width).ToArray();
        }
    }

    /// <summary>Turns a row's logits into probabilities, in place.</summary>
    public static void Softmax(Span<float> logits)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits) largest = Math.Max(largest, logit);

        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp((double)logit - largest);

        foreach (ref float logit in logits) logit = (float)(Math.Exp((double)logit - largest) / sum);
    }
}
