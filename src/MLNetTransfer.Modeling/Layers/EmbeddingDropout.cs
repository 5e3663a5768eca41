using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>Dropout of whole words: while training, a word of the vocabulary is 0 at all its places in the batch, and the vectors of kept words are divided by the share that is kept.</summary>
internal readonly record struct EmbeddingDropout(double Rate)
{
    /// <param name="vectors">The words' vectors, <c>[batch, sequence, size]</c>; handed back where nothing is dropped.</param>
    /// <param name="ids">The words, <c>[batch, sequence]</c> int64.</param>
    /// <param name="vocabularySize">Ids lie below.</param>
    /// <param name="training">Whether to drop.</param>
    public Tensor Apply(Tensor vectors, Tensor ids, long vocabularySize, bool training)
    {
        if (!training || Rate == 0) return vectors;
        using var scope = torch.NewDisposeScope();
        var kept = nn.functional.dropout(ones(vocabularySize, dtype: vectors.dtype, device: vectors.device), Rate, training: true);
        // Masking the vectors looked up is the same as looking up in a masked table, without a copy of the table.
        return (vectors * kept.index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], 1)).MoveToOuterDisposeScope();
    }
}
