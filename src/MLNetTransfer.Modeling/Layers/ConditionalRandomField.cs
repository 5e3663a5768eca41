using MLNetTransfer.Modeling.Tagging;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// A linear-chain conditional random field (Lafferty et al., 2001): scores whole sequences of tags by each word's scores and by which tag follows which.
/// <c>transitions[i, j]</c> is the score of tag j after tag i; <c>start_transitions</c> and <c>end_transitions</c> are those of the first and the last tag.
/// </summary>
internal sealed class ConditionalRandomField : nn.Module, IInitialized
{
    // Small enough that no sum of scores makes up for it, large enough for float32 to add to.
    private const float ForbiddenScore = -10_000;

    private readonly long _tagCount;
    private readonly ForbiddenTransitions? _forbidden;

    /// <param name="tagCount">How many tags there are.</param>
    /// <param name="forbidden">Which never follow one another; null for none.</param>
    public ConditionalRandomField(long tagCount, ForbiddenTransitions? forbidden = null) : base(nameof(ConditionalRandomField))
    {
        (_tagCount, _forbidden) = (tagCount, forbidden);
        register_parameter("start_transitions", ParameterInitializer.Create(tagCount));
        register_parameter("end_transitions", ParameterInitializer.Create(tagCount));
        register_parameter("transitions", ParameterInitializer.Create(tagCount, tagCount));
    }

    /// <summary>The log-likelihood of each row's tags, <c>[batch]</c>.</summary>
    /// <param name="emissions">The words' scores, <c>[batch, sequence, tags]</c> float32; at least one word.</param>
    /// <param name="tags"><c>[batch, sequence]</c> int64; any tag at padding.</param>
    /// <param name="mask">Bool, true at real words, which come first, <c>[batch, sequence]</c>; null where all are real.</param>
    public Tensor LogLikelihood(Tensor emissions, Tensor tags, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (start, end, between) = Scores(emissions.device);
        return (ScoreOf(tags, emissions, mask, start, end, between) - LogPartition(emissions, mask, start, end, between)).MoveToOuterDisposeScope();
    }

    /// <summary>What decoding needs, off the device.</summary>
    public TagDecoder Decoder()
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var (start, end, between) = Scores(get_parameter("transitions")!.device);
        return new(Values(start), Values(end), Values(between));

        static float[] Values(Tensor tensor) => tensor.cpu().contiguous().data<float>().ToArray();
    }

    /// <summary>Small random scores, from U(-0.1, 0.1).</summary>
    public void Initialize(string parameter, double range, Generator? generator) => ParameterInitializer.Uniform(get_parameter(parameter)!, 0.1, generator);

    private (Tensor Start, Tensor End, Tensor Between) Scores(Device device)
    {
        return (Score("start_transitions", _forbidden?.Start), Score("end_transitions", _forbidden?.End), Score("transitions", _forbidden?.Between));

        Tensor Score(string name, bool[]? forbidden)
        {
            var scores = get_parameter(name)!;
            return forbidden?.Contains(true) == true ? scores.masked_fill(tensor(forbidden, scores.shape, device: device), ForbiddenScore) : scores;
        }
    }

    private Tensor ScoreOf(Tensor tags, Tensor emissions, Tensor? mask, Tensor start, Tensor end, Tensor between)
    {
        var length = tags.shape[1];
        var words = emissions.gather(2, tags.unsqueeze(2)).squeeze(2);
        var pairs = (tags.narrow(1, 0, length - 1) * _tagCount) + tags.narrow(1, 1, length - 1);
        var steps = between.flatten().index_select(0, pairs.flatten()).view(pairs.shape);
        var last = tags.select(1, length - 1);
        if (mask is not null)
        {
            words *= mask.to(words.dtype);
            steps *= mask.narrow(1, 1, length - 1).to(steps.dtype);
            last = tags.gather(1, mask.to(ScalarType.Int64).sum(dim: 1, keepdim: true) - 1).squeeze(1);
        }
        return words.sum(dim: 1) + steps.sum(dim: 1) + start.index_select(0, tags.select(1, 0)) + end.index_select(0, last);
    }

    // The forward algorithm: the log of the summed scores of all sequences that end in each tag, word by word.
    private static Tensor LogPartition(Tensor emissions, Tensor? mask, Tensor start, Tensor end, Tensor between)
    {
        var (words, real) = (emissions.unbind(1), mask?.unsqueeze(2).unbind(1));
        var reached = start + words[0];
        for (var i = 1; i < words.Length; i++)
        {
            var next = (reached.unsqueeze(2) + between).logsumexp(1) + words[i];
            reached = real is null ? next : where(real[i], next, reached);
        }
        return (reached + end).logsumexp(1);
    }
}
