using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>The parts of tokenizer.json that are supported; a line each.</summary>
internal static class SupportedParts
{
    public static PartReaders<TextNormalizer> Normalizers { get; } = new()
    {
        { "BertNormalizer", BertNormalizer.Read },
        { "Precompiled", PrecompiledNormalizer.Read },
        { "Sequence", NormalizerSequence.Read },
    };

    public static PartReaders<TextPreTokenizer> PreTokenizers { get; } = new()
    {
        { "BertPreTokenizer", _ => new BertPreTokenizer() },
        { "Sequence", PreTokenizerSequence.Read },
    };

    public static PartReaders<TokenModel> Models { get; } = new()
    {
        { "Unigram", UnigramModel.Read },
        { "WordPiece", WordPieceModel.Read },
    };

    public static PartReaders<RowRules> PostProcessors { get; } = new()
    {
        { "BertProcessing", PostProcessorReader.ReadBert },
        { "TemplateProcessing", PostProcessorReader.ReadTemplate },
    };

    public static PartReaders<TokenDecoder> Decoders { get; } = new()
    {
        { "Sequence", DecoderSequence.Read },
        { "WordPiece", WordPieceDecoder.Read },
    };
}
