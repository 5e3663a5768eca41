using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tagging;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>What a tagger is made of.</summary>
/// <param name="InputSize">Width of a word's vector.</param>
/// <param name="HiddenSize">Width of an LSTM layer in each direction.</param>
/// <param name="LayerCount">LSTM layers of each direction.</param>
/// <param name="TagCount">How many tags there are.</param>
/// <param name="HasCrf">Whether a conditional random field scores which tag follows which.</param>
/// <param name="Dropout">The share of vectors' and states' numbers, the same ones for all words of a row, that are dropped while training.</param>
internal sealed record SequenceTaggerDesign(int InputSize, int HiddenSize, int LayerCount, int TagCount, bool HasCrf, double Dropout)
{
    /// <summary>How many numbers the weights are.</summary>
    public long ParameterCount
    {
        get
        {
            long count = (2L * HiddenSize + 1) * TagCount + (HasCrf ? ((long)TagCount + 2) * TagCount : 0);
            for (var i = 0; i < LayerCount; i++) count += 2L * 4 * HiddenSize * ((i == 0 ? InputSize : 2L * HiddenSize) + HiddenSize + 2);
            return count;
        }
    }
}

/// <summary>Tags words by given vectors: bidirectional LSTM layers, a linear layer, and perhaps a conditional random field (Huang et al., 2015).</summary>
internal sealed class SequenceTagger : nn.Module
{
    private readonly WeightDroppedLstm[] _ahead, _back;
    private readonly LinearLayer _tags;
    private readonly ConditionalRandomField? _crf;
    private readonly VariationalDropout _dropout;

    /// <param name="design">What it is made of.</param>
    /// <param name="forbidden">Tags that never follow one another, with a conditional random field; null for none.</param>
    public SequenceTagger(SequenceTaggerDesign design, ForbiddenTransitions? forbidden = null) : base(nameof(SequenceTagger))
    {
        Design = design;
        _dropout = new(design.Dropout);
        (_ahead, _back) = (Direction("forward", backward: false), Direction("backward", backward: true));
        register_module("linear", _tags = new(2 * design.HiddenSize, design.TagCount));
        if (design.HasCrf) register_module("crf", _crf = new(design.TagCount, forbidden));

        WeightDroppedLstm[] Direction(string name, bool backward)
        {
            WeightDroppedLstm[] layers = [.. Enumerable.Range(0, design.LayerCount).Select(i => new WeightDroppedLstm(i == 0 ? design.InputSize : 2 * design.HiddenSize, design.HiddenSize, 0, backward))];
            for (var i = 0; i < layers.Length; i++) register_module($"{name}_{i}", layers[i]);
            return layers;
        }
    }

    public SequenceTaggerDesign Design { get; }

    /// <summary>The tags' scores of each word, <c>[batch, sequence, tags]</c> float32; those of padding mean nothing.</summary>
    public Tensor Forward(WordVectorBatch batch)
    {
        using var scope = NewDisposeScope();
        return Emit(States(batch)).MoveToOuterDisposeScope();
    }

    /// <summary>The last layer's states, both directions beside one another, <c>[batch, sequence, 2 * hidden]</c>.</summary>
    internal Tensor States(WordVectorBatch batch)
    {
        using var scope = NewDisposeScope();
        // The batch's own tensor stays the batch's.
        var states = batch.Vectors.alias();
        for (var i = 0; i < _ahead.Length; i++)
        {
            var input = _dropout.Apply(states, training);
            states = cat(new[] { _ahead[i].Forward(input, null, batch.Mask).Outputs, _back[i].Forward(input, null, batch.Mask).Outputs }, 2);
        }
        return _dropout.Apply(states, training).MoveToOuterDisposeScope();
    }

    private Tensor Emit(Tensor states) => _tags.call(states).to(ScalarType.Float32);

    /// <summary>The sum of the losses: over words without a conditional random field, and over rows' negative log-likelihoods with one.</summary>
    /// <param name="emissions">As <see cref="Forward"/> gives them.</param>
    /// <param name="tags"><c>[batch, sequence]</c> int64; any tag at padding.</param>
    /// <param name="mask">Which words are real, bool <c>[batch, sequence]</c>; null where all are.</param>
    public Tensor Loss(Tensor emissions, Tensor tags, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        if (_crf is not null) return _crf.LogLikelihood(emissions, tags, mask).sum().neg().MoveToOuterDisposeScope();
        var right = emissions.log_softmax(2).gather(2, tags.unsqueeze(2)).squeeze(2);
        return (mask is null ? right : right * mask.to(right.dtype)).sum().neg().MoveToOuterDisposeScope();
    }

    /// <summary>What makes tags and probabilities of scores, with the weights as they are now.</summary>
    public TagDecoder Decoder() => _crf?.Decoder() ?? new(new float[Design.TagCount], new float[Design.TagCount], new float[Design.TagCount * Design.TagCount]);
}
