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
        { "ByteLevel", _ => new ByteLevelNormalizer() },
        { "Lowercase", _ => new Lowercase() },
        { "NFC", UnicodeNormalizer.Nfc },
        { "NFD", UnicodeNormalizer.Nfd },
        { "NFKC", UnicodeNormalizer.Nfkc },
        { "NFKD", UnicodeNormalizer.Nfkd },
        { "Nmt", _ => new Nmt() },
        { "Precompiled", PrecompiledNormalizer.Read },
        { "Prepend", Prepend.Read },
        { "Replace", Replace.Read },
        { "Sequence", NormalizerSequence.Read },
        { "Strip", Strip.Read },
        { "StripAccents", _ => new StripAccents() },
    };

    public static PartReaders<TextPreTokenizer> PreTokenizers { get; } = new()
    {
        { "BertPreTokenizer", _ => new BertPreTokenizer() },
        { "ByteLevel", ByteLevelPreTokenizer.Read },
        { "CharDelimiterSplit", PatternSplitter.ReadDelimiter },
        { "Digits", PatternSplitter.ReadDigits },
        { "FixedLength", FixedLengthSplitter.Read },
        { "Metaspace", Metaspace.Read },
        { "Punctuation", PatternSplitter.ReadPunctuation },
        { "Sequence", PreTokenizerSequence.Read },
        { "Split", PatternSplitter.ReadSplit },
        { "UnicodeScripts", _ => new ScriptSplitter() },
        { "Whitespace", _ => new RunSplitter() },
        { "WhitespaceSplit", PatternSplitter.ReadWhitespaceSplit },
    };

    public static PartReaders<TokenModel> Models { get; } = new()
    {
        { "BPE", BpeReader.Read },
        { "Unigram", UnigramModel.Read },
        { "WordLevel", WordLevelModel.Read },
        { "WordPiece", WordPieceModel.Read },
    };

    public static PartReaders<RowRules> PostProcessors { get; } = new()
    {
        { "BertProcessing", PostProcessorReader.ReadBert },
        { "ByteLevel", PostProcessorReader.ReadByteLevel },
        { "RobertaProcessing", PostProcessorReader.ReadRoberta },
        { "Sequence", PostProcessorReader.ReadSequence },
        { "TemplateProcessing", PostProcessorReader.ReadTemplate },
    };

    public static PartReaders<TokenDecoder> Decoders { get; } = new()
    {
        { "BPEDecoder", BpeDecoder.Read },
        { "ByteFallback", _ => new ByteFallbackDecoder() },
        { "ByteLevel", _ => new ByteLevelDecoder() },
        { "CTC", CtcDecoder.Read },
        { "Fuse", _ => new FuseDecoder() },
        { "Metaspace", MetaspaceDecoder.Read },
        { "Replace", ReplaceDecoder.Read },
        { "Sequence", DecoderSequence.Read },
        { "Strip", StripDecoder.Read },
        { "WordPiece", WordPieceDecoder.Read },
    };
}
