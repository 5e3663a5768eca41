using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Runtime;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Teaches a model an objective on plain text: pretraining from nothing, or further pretraining on a task's or a domain's text. Held-out text gives the perplexity.</summary>
public sealed class PretrainingTask : ITrainingTask
{
    /// <summary>The metric: the exponential of the mean cross-entropy over the held-out tokens that the objective asks for.</summary>
    public const string Perplexity = nameof(Perplexity);

    /// <summary>The metric: the mean cross-entropy over those tokens, in nats.</summary>
    public const string TokenLoss = nameof(TokenLoss);

    private const int ValidationBatch = 32, ValidationTokens = 8_192;

    private readonly IObjective _objective;
    private readonly ObjectiveRows _training;
    private readonly ObjectiveRows? _heldOut;

    private PretrainingTask(IObjective objective, TokenCorpus training, TokenCorpus? heldOut)
    {
        ArgumentNullException.ThrowIfNull(training);
        _objective = objective;
        _training = objective.Over(training);
        if (_training.Lengths.Count == 0) throw new ArgumentException($"The {training.TokenCount:N0} tokens of the corpus make no row to train on. Give more text.", nameof(training));
        _heldOut = heldOut is null ? null : objective.Over(heldOut);
        if (_heldOut is { Lengths.Count: 0 }) throw new ArgumentException($"The {heldOut!.TokenCount:N0} tokens of the held-out corpus make no row. Give more text, or none.", nameof(heldOut));
    }

    /// <inheritdoc/>
    public nn.Module Model => _objective.Model;

    /// <inheritdoc/>
    public IReadOnlyList<int> RowLengths => _training.Lengths;

    /// <inheritdoc/>
    public bool CanValidate => _heldOut is not null;

    /// <inheritdoc/>
    public IReadOnlyList<MetricDefinition> Metrics { get; } = [new(Perplexity, HigherIsBetter: false), new(TokenLoss, HigherIsBetter: false)];

    /// <inheritdoc/>
    public string DefaultMetric => Perplexity;

    /// <summary>Masked language modelling: the model tells tokens that are hidden from it. Other tokens are hidden each time a row is met.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora.</param>
    /// <param name="training">The text to learn from.</param>
    /// <param name="heldOut">The text to validate on; null: no validation.</param>
    /// <param name="options">How rows are made; null for the defaults.</param>
    /// <remarks>Devlin et al., "BERT" (2019); Liu et al., "RoBERTa" (2019).</remarks>
    public static PretrainingTask MaskedTokens(MaskedLanguageModel model, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, PretrainingOptions? options = null) =>
        new(new MaskedTokens(model, new PretrainingSetup(tokenizer, options, model.Encoder)), training, heldOut);

    /// <summary>Masked language modelling and next-sentence prediction at once: of every second row the second text does not follow the first, but is from elsewhere.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora.</param>
    /// <param name="training">The text to learn from; of at least two documents.</param>
    /// <param name="heldOut">The text to validate on; null: no validation.</param>
    /// <param name="options">How rows are made; null for the defaults.</param>
    /// <remarks>Devlin et al., "BERT" (2019), section 3.1.</remarks>
    public static PretrainingTask MaskedTokensAndNextSentence(PretrainingModel model, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, PretrainingOptions? options = null) =>
        new(new MaskedTokensAndNextSentence(model, new PretrainingSetup(tokenizer, options, model.Encoder)), training, heldOut);

    /// <summary>Causal language modelling: at every token, the model tells the next.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora.</param>
    /// <param name="training">The text to learn from.</param>
    /// <param name="heldOut">The text to validate on; null: no validation.</param>
    /// <param name="options">How rows are made; null for the defaults.</param>
    /// <remarks>Radford et al., "Improving language understanding by generative pre-training" (2018).</remarks>
    public static PretrainingTask NextTokens(CausalLanguageModel model, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, PretrainingOptions? options = null) =>
        new(new NextTokens(model, new PretrainingSetup(tokenizer, options, model.Encoder)), training, heldOut);

    /// <summary>Span corruption: spans of tokens are cut out, and the model writes them down one after the other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora; it has the tokens <c>&lt;extra_id_0&gt;</c> and so on that mark the gaps.</param>
    /// <param name="training">The text to learn from.</param>
    /// <param name="heldOut">The text to validate on; null: no validation.</param>
    /// <param name="options">How rows are made; null for the defaults.</param>
    /// <remarks>Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer" (2020), section 3.1.4.</remarks>
    public static PretrainingTask SpanCorruption(ConditionalGenerationModel model, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, PretrainingOptions? options = null) =>
        new(new SpanCorruption(model, new PretrainingSetup(tokenizer, options, model.Encoder)), training, heldOut);

    /// <summary>Replaced-token detection: a generator fills hidden tokens, and a discriminator tells of every token whether it is the text's own. Both learn at once.</summary>
    /// <param name="generator">Fills the gaps; it is of use for pretraining alone. Where embeddings are shared, it has the discriminator's from now on, and can be used as long as the discriminator is not disposed.</param>
    /// <param name="discriminator">Tells replaced tokens. Both models are on the device that they are to be trained on.</param>
    /// <param name="tokenizer">The tokenizer that made the corpora.</param>
    /// <param name="training">The text to learn from.</param>
    /// <param name="heldOut">The text to validate on; null: no validation. Its perplexity is the generator's.</param>
    /// <param name="options">How rows are made; null for the defaults.</param>
    /// <remarks>Clark et al., "ELECTRA" (2020); section 3.2 on shared embeddings, see <see cref="PretrainingOptions.ShareEmbeddings"/>.</remarks>
    /// <exception cref="ArgumentException">The models read other tokens, or are to share embeddings that differ.</exception>
    public static PretrainingTask ReplacedTokens(
        MaskedLanguageModel generator, ReplacedTokenModel discriminator, TextTokenizer tokenizer, TokenCorpus training, TokenCorpus? heldOut = null, PretrainingOptions? options = null) =>
        new(new ReplacedTokens(generator, discriminator, new PretrainingSetup(tokenizer, options, discriminator.Encoder)), training, heldOut);

    /// <inheritdoc/>
    public TaskLoss Loss(IReadOnlyList<int> rows)
    {
        // The loop seeds TorchSharp's generator in every step: what is drawn from it depends on the step alone.
        using Tensor seed = randint(0L, int.MaxValue, [2L], dtype: ScalarType.Int64);
        long[] seeds = seed.data<long>().ToArray();
        return _training.Loss(rows, new RandomSource(seeds[0], seeds[1])).Total;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate(CancellationToken cancellation)
    {
        ObjectiveRows rows = _heldOut ?? throw new InvalidOperationException("There is no held-out text.");
        if (Model.training) Model.eval();

        var type = ComputeType.Current;
        List<int[]> batches = BatchPlanner.ForScoring(rows.Lengths, ValidationBatch, ValidationTokens);
        var losses = new (double Sum, double Weight)[batches.Count];
        WorkerThreads.For(batches.Count, Model.parameters().First().device, Score);
        double loss = losses.Sum(l => l.Sum) / losses.Sum(l => l.Weight);
        return new Dictionary<string, double> { [Perplexity] = Math.Exp(loss), [TokenLoss] = loss };

        void Score(int i)
        {
            cancellation.ThrowIfCancellationRequested();
            using var gradients = no_grad();
            using var precision = ComputeType.Use(type);
            using var scope = NewDisposeScope();
            // The same tokens are hidden in every validation, so that two can be compared.
            TaskLoss batch = rows.Loss(batches[i], new RandomSource(0, i)).Tokens;
            losses[i] = (batch.Sum.item<float>(), batch.Weight);
        }
    }
}
