using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of span corruption: spans are cut out, a mark in place of each, and the answer is each mark with what stood there.</summary>
internal sealed class SpanCorruption : IObjective
{
    // As many marks as T5's vocabularies have.
    private const int MarkCount = 100;

    private readonly ConditionalGenerationModel _model;
    private readonly PretrainingSetup _setup;
    private readonly int[] _marks;

    public SpanCorruption(ConditionalGenerationModel model, PretrainingSetup setup)
    {
        _model = model;
        _setup = setup;
        _marks = [.. Enumerable.Range(0, MarkCount).Select(i => setup.Tokenizer.IdOf($"<extra_id_{i}>")).TakeWhile(id => id is not null).Select(id => id!.Value)];
        if (_marks.Length == 0) throw new InvalidOperationException("The tokenizer has no token <extra_id_0>, which span corruption marks gaps with. Use T5's tokenizer, or another objective.");
    }

    public nn.Module Model => _model;

    public ObjectiveRows Over(TokenCorpus corpus)
    {
        PretrainingOptions options = _setup.Options;
        // A row loses its spans and gets a mark for each.
        double left = 1 - options.MaskedShare + (options.MaskedShare / options.MeanSpan);
        var rows = new SingleTextRows(_setup.Check(corpus), _setup, Math.Max(options.MaxTokens, (int)(options.MaxTokens / left)));
        return new ObjectiveRows(rows.Lengths, (numbers, random) => Loss(numbers.Select(rows.Text), random));
    }

    /// <summary>Cuts spans out of a text.</summary>
    /// <returns>What is left, with marks, and the answer; both without special tokens.</returns>
    internal (List<int> Source, List<int> Answer) Corrupt(ReadOnlySpan<int> text, RandomSource random)
    {
        int noise = Math.Clamp((int)Math.Round(text.Length * _setup.Options.MaskedShare), 1, text.Length - 1);
        int spans = Math.Min(Math.Clamp((int)Math.Round(noise / _setup.Options.MeanSpan), 1, Math.Min(noise, text.Length - noise)), _marks.Length);
        int[] kept = Parts(text.Length - noise, spans, random), cut = Parts(noise, spans, random);
        List<int> source = [], answer = [];
        int at = 0;
        for (int i = 0; i < spans; i++)
        {
            source.AddRange(text.Slice(at, kept[i]));
            source.Add(_marks[i]);
            at += kept[i];
            answer.Add(_marks[i]);
            answer.AddRange(text.Slice(at, cut[i]));
            at += cut[i];
        }

        return (source, answer);
    }

    // All ways to cut `total` into so many parts of at least 1 are equally likely.
    private static int[] Parts(int total, int count, RandomSource random)
    {
        int[] places = [.. Enumerable.Range(1, total - 1)];
        random.Shuffle<int>(places);
        int[] cuts = [0, .. places[..(count - 1)].Order(), total];
        return [.. Enumerable.Range(0, count).Select(i => cuts[i + 1] - cuts[i])];
    }

    private ObjectiveLoss Loss(IEnumerable<int[]> texts, RandomSource random)
    {
        var template = _setup.Tokenizer.Template;
        List<TokenRow> sources = [], answers = [];
        foreach (int[] text in texts)
        {
            var (source, answer) = Corrupt(text, random);
            sources.Add(template.Compose([.. source]));
            answers.Add(template.Compose([.. answer]));
        }

        using TokenBatch batch = _setup.Batch(sources), target = _setup.Batch(answers);
        using Tensor labels = PretrainingSetup.LabelsOf(target);
        using Tensor before = _model.DecoderTokenIds(labels);
        TaskLoss loss = SummedLoss.Of(_model.Loss(batch, before, labels), answers.Sum(a => a.Length));
        return new ObjectiveLoss(loss, loss);
    }
}
