using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>What a tokenizer consists of, as its files say.</summary>
internal sealed class TokenizerParts
{
    public required TextNormalizer? Normalizer { get; init; }

    public required TextPreTokenizer? PreTokenizer { get; init; }

    public required TokenModel Model { get; init; }

    public required RowRules Rows { get; init; }

    public required TokenDecoder? Decoder { get; init; }

    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    public required SpecialTokenNames SpecialNames { get; init; }
}

/// <summary>Which tokens play the special parts.</summary>
internal sealed record SpecialTokenNames(string Unknown = "[UNK]", string Pad = "[PAD]", string Cls = "[CLS]", string Sep = "[SEP]", string Mask = "[MASK]");
