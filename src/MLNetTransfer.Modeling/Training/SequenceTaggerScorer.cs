using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Runtime;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Training;

/// <summary>Runs sentences through a tagger, in batches of like length, without gradients; on the CPU several batches at a time, each on one core. Safe for calls from many threads.</summary>
internal sealed class SequenceTaggerScorer(SequenceTagger model)
{
    private const int BatchSize = 64, MaxWords = 4096;

    /// <summary>The tags' scores of each sentence's words, <c>[words * tags]</c>, in the order of the sentences.</summary>
    /// <param name="rows">Each sentence's vectors one after another; a sentence may have none.</param>
    /// <param name="cancellation">Ends the work after the running batch.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public float[][] Score(IReadOnlyList<float[]> rows, CancellationToken cancellation = default)
    {
        if (model.training) model.eval();

        var (size, tags) = (model.Design.InputSize, model.Design.TagCount);
        var device = model.parameters().First().device;
        var scores = new float[rows.Count][];
        int[] filled = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Length > 0)];
        for (var i = 0; i < scores.Length; i++) scores[i] = [];
        var batches = BatchPlanner.ForScoring([.. filled.Select(i => rows[i].Length / size)], WorkerThreads.BatchSize(filled.Length, BatchSize, device), MaxWords);
        WorkerThreads.For(batches.Count, device, i => Run(batches[i]));
        return scores;

        void Run(int[] batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inference = inference_mode();
            using var precision = ComputeType.Use(ScalarType.Float32);
            using var scope = NewDisposeScope();
            using var vectors = WordVectorBatch.Create([.. batch.Select(i => rows[filled[i]])], size, device);
            float[] all = model.Forward(vectors).cpu().data<float>().ToArray();
            int width = all.Length / batch.Length;
            for (int i = 0; i < batch.Length; i++) scores[filled[batch[i]]] = all.AsSpan(i * width, rows[filled[batch[i]]].Length / size * tags).ToArray();
        }
    }
}
