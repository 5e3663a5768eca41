using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The objective of replaced-token detection: a generator learns hidden tokens and draws from what it believes, a discriminator learns which tokens were drawn.</summary>
internal sealed class ReplacedTokens : IObjective
{
    private readonly Networks _networks;
    private readonly PretrainingSetup _setup;
    private readonly TokenMasker _masker;

    public ReplacedTokens(MaskedLanguageModel generator, ReplacedTokenModel discriminator, PretrainingSetup setup)
    {
        if (generator.Encoder.Config.VocabularySize != discriminator.Encoder.Config.VocabularySize)
            throw new ArgumentException(
                $"The generator's vocabulary has {generator.Encoder.Config.VocabularySize} tokens, and the discriminator's {discriminator.Encoder.Config.VocabularySize}. Both must read the same tokens.", nameof(generator));
        ShareEmbeddings(generator.Encoder, discriminator.Encoder, setup.Options.ShareEmbeddings);
        _networks = new Networks(generator, discriminator);
        _setup = setup;
        _masker = new TokenMasker(setup.Tokenizer, setup.Options);
    }

    public nn.Module Model => _networks;

    public ObjectiveRows Over(TokenCorpus corpus)
    {
        var rows = new SingleTextRows(_setup.Check(corpus), _setup, _setup.Options.MaxTokens);
        return new ObjectiveRows(rows.Lengths, (numbers, random) => Loss([.. numbers.Select(rows.Row)], random));
    }

    private static void ShareEmbeddings(Encoder generator, Encoder discriminator, bool? asked)
    {
        if (asked == false) return;
        if (generator is StackedEncoder borrower && discriminator is StackedEncoder owner && Same(borrower.EmbeddingsOptions, owner.EmbeddingsOptions)) borrower.BorrowEmbeddings(owner);
        else if (asked == true)
            throw new ArgumentException(
                $"The option {nameof(PretrainingOptions.ShareEmbeddings)} is set, and the embeddings differ: the generator's are {Describe(generator)}; the discriminator's are {Describe(discriminator)}. "
                + "Give both configs the same values (the generator's hidden_size may be smaller), or leave the option out.", nameof(generator));
    }

    // Dropout is nothing that a saved model depends on.
    private static bool Same(TokenEmbeddingsOptions a, TokenEmbeddingsOptions b) => a with { Dropout = b.Dropout } == b;

    private static string Describe(Encoder encoder) => encoder is not StackedEncoder { EmbeddingsOptions: var e } ? $"a {encoder.Config.ModelType} encoder's"
        : $"{e.Size} wide (embedding_size), of {e.TokenCount} tokens (padding is {e.PaddingId}), {e.PositionCount} positions and {e.TypeCount} token types, with an epsilon of {e.NormEpsilon}";

    private ObjectiveLoss Loss(TokenRow[] rows, RandomSource random)
    {
        using MaskedBatch batch = MaskedBatch.Create(rows, _masker, _setup, random);
        using Tensor logits = _networks.Generator.Forward(batch.Tokens, batch.Positions);
        using Tensor tokenLoss = _networks.Generator.Loss(logits, batch.Labels);
        using TokenBatch drawn = Draw(batch, logits, random, out Tensor replaced);
        using (replaced)
        {
            using Tensor scores = _networks.Discriminator.Forward(drawn);
            using Tensor replacedLoss = _networks.Discriminator.Loss(scores, replaced, drawn.AttentionMask);
            return new ObjectiveLoss(
                SummedLoss.Of(tokenLoss + (replacedLoss * _setup.Options.DiscriminatorWeight), rows.Length),
                new TaskLoss(tokenLoss.detach() * batch.Count, batch.Count));
        }
    }

    // The text with the generator's draws in the gaps; a draw of the very token that was hidden is none.
    private static TokenBatch Draw(MaskedBatch batch, Tensor logits, RandomSource random, out Tensor replaced)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using Generator generator = new(random.NextUInt64() >> 1, logits.device);
        Tensor believed = logits.detach().softmax(-1);
        Tensor draws = believed.multinomial(1, replacement: false, generator: generator).squeeze(-1);
        Tensor original = batch.Tokens.TokenIds.flatten().scatter(0, batch.Positions, batch.Labels);
        Tensor ids = original.scatter(0, batch.Positions, draws);
        replaced = ids.ne(original).view(batch.Tokens.TokenIds.shape).MoveToOuterDisposeScope();
        return new TokenBatch(ids.view(batch.Tokens.TokenIds.shape).MoveToOuterDisposeScope(), batch.Tokens.AttentionMask?.alias().MoveToOuterDisposeScope(), batch.Tokens.TokenTypeIds?.alias().MoveToOuterDisposeScope());
    }

    /// <summary>Both networks as one, whose parameters are trained together.</summary>
    private sealed class Networks : nn.Module
    {
        public Networks(MaskedLanguageModel generator, ReplacedTokenModel discriminator) : base(nameof(ReplacedTokens))
        {
            register_module("generator", Generator = generator);
            register_module("discriminator", Discriminator = discriminator);
        }

        public MaskedLanguageModel Generator { get; }

        public ReplacedTokenModel Discriminator { get; }
    }
}
