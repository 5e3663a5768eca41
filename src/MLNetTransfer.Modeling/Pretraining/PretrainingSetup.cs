using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>What all objectives start from, checked.</summary>
internal sealed class PretrainingSetup
{
    public PretrainingSetup(TextTokenizer tokenizer, PretrainingOptions? options, Encoder encoder)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        Tokenizer = tokenizer;
        Options = options ?? new();
        Options.Validate();
        Encoder = encoder;
        Device = encoder.parameters().First().device;
        if (Options.MaxTokens > encoder.Config.MaxPositions)
            throw new ArgumentOutOfRangeException(nameof(PretrainingOptions.MaxTokens), Options.MaxTokens, $"The option {nameof(PretrainingOptions.MaxTokens)} must be at most {encoder.Config.MaxPositions}, the encoder's positions.");
        if (tokenizer.VocabularySize > encoder.Config.VocabularySize)
            throw new ArgumentException($"The tokenizer has {tokenizer.VocabularySize} tokens, and the encoder {encoder.Config.VocabularySize}. Use the encoder's own tokenizer.", nameof(tokenizer));
    }

    public TextTokenizer Tokenizer { get; }

    public PretrainingOptions Options { get; }

    public Encoder Encoder { get; }

    public Device Device { get; }

    /// <summary>Refuses a corpus of another tokenizer.</summary>
    public TokenCorpus Check(TokenCorpus corpus) => corpus.VocabularySize == Tokenizer.VocabularySize
        ? corpus
        : throw new ArgumentException($"The corpus was made by a tokenizer of {corpus.VocabularySize} tokens, and this one has {Tokenizer.VocabularySize}. Make the corpus with it.", nameof(corpus));

    /// <summary>Rows as a batch on the encoder's device.</summary>
    public TokenBatch Batch(IReadOnlyList<TokenRow> rows) => TokenBatch.Create(rows, Encoder.Config.PadTokenId, Device);

    /// <summary>A batch's own tokens as labels, <c>[batch, sequence]</c> int64, its padding such as the losses leave out.</summary>
    public static Tensor LabelsOf(TokenBatch batch)
    {
        using Tensor? padding = batch.AttentionMask?.logical_not();
        return padding is null ? batch.TokenIds.alias() : batch.TokenIds.masked_fill(padding, Losses.Ignored);
    }

    /// <summary>Numbers as an int64 tensor on the encoder's device: <c>[count]</c>.</summary>
    public Tensor Numbers(List<long> numbers) => tensor(numbers.ToArray(), dtype: ScalarType.Int64, device: Device);
}
