using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Fastai;

/// <summary>fastai's default rules for texts, in their order, and the tokens that they mark things with.</summary>
internal static class FastaiRules
{
    public const string Unknown = "xxunk", Padding = "xxpad", Begin = "xxbos", End = "xxeos", Field = "xxfld", Repeated = "xxrep", WordRepeated = "xxwrep", Capitals = "xxup", Capital = "xxmaj";

    /// <summary>Fills vocabularies up to a round size, and stands for nothing.</summary>
    public const string Filler = "xxfake";

    public static string[] SpecialTokens { get; } = [Unknown, Padding, Begin, End, Field, Repeated, WordRepeated, Capitals, Capital];

    public static TextNormalizer[] All { get; } =
    [
        new FixHtml(), new MarkRepeatedCharacters(), new MarkRepeatedWords(), new SpaceOutSpecials(), new JoinSpaces(), new MarkCapitalised(all: true), new MarkCapitalised(all: false), new BeginInSmallLetters(),
    ];

    /// <summary>All rules in their order.</summary>
    public static TextNormalizer Normalizer => new NormalizerSequence(All);

    /// <summary>What makes words of a text that the rules have passed. A word that has a blank in it is written with a low line.</summary>
    public static TextPreTokenizer Words => new PreTokenizerSequence(new EnglishWords(), new Metaspace('▁', PrependScheme.Never, split: false));
}
