using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Rows some of whose tokens are hidden, with where they stand and what they were.</summary>
/// <param name="Tokens">The batch.</param>
/// <param name="Positions"><c>[n]</c> int64: row times the batch's sequence length plus column.</param>
/// <param name="Labels"><c>[n]</c> int64: the tokens hidden there.</param>
/// <param name="Count">How many are hidden.</param>
internal sealed record MaskedBatch(TokenBatch Tokens, Tensor Positions, Tensor Labels, int Count) : IDisposable
{
    /// <summary>Hides tokens of rows, which are changed.</summary>
    public static MaskedBatch Create(TokenRow[] rows, TokenMasker masker, PretrainingSetup setup, RandomSource random)
    {
        int length = rows.Max(r => r.Length);
        List<long> positions = [], labels = [];
        for (int r = 0; r < rows.Length; r++) masker.Mask(rows[r].TokenIds, r * length, random, positions, labels);

        return new MaskedBatch(setup.Batch(rows), setup.Numbers(positions), setup.Numbers(labels), positions.Count);
    }

    public void Dispose()
    {
        Tokens.Dispose();
        Positions.Dispose();
        Labels.Dispose();
    }
}
