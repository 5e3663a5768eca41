using MLNetTransfer.Modeling.Tokenization.AddedTokens;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>What a class of tokenizers makes of a SentencePiece model, by transformers' rules. The parts of the pipeline are given in tokenizer.json's form.</summary>
internal sealed record SentencePieceConvention
{
    /// <summary>Stands for the model's map of characters among <see cref="Normalizers"/>.</summary>
    public const string CharacterMap = "";

    /// <summary>Stands for the model's unknown piece among <see cref="Tokens"/>.</summary>
    public const string ModelsUnknown = "";

    /// <summary>The <c>model_type</c>s of config.json whose tokenizers are of the class.</summary>
    public required string[] ModelTypes { get; init; }

    /// <summary>The vocabulary by id, with scores.</summary>
    public Func<SentencePieceFile, TokenizerSettings, IEnumerable<(string Text, double Score)>> Vocabulary { get; init; } = (model, _) => model.Pieces.Select(p => (p.Text, (double)p.Score));

    /// <summary>The id of the unknown piece; null where it is the model's.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether unknown characters become the tokens of their bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether the model's control and user-defined pieces are looked for as added tokens.</summary>
    public bool AddsSymbols { get; init; } = true;

    /// <summary>The tokens that play a part, by their member of tokenizer_config.json, in the order in which those that the vocabulary lacks are added to it.</summary>
    public required (string Member, AddedToken Token)[] Tokens { get; init; }

    /// <summary>Special tokens without a part.</summary>
    public Func<TokenizerSettings, IEnumerable<string>> MoreTokens { get; init; } = _ => [];

    public required Func<TokenizerSettings, string[]> Normalizers { get; init; }

    public Func<TokenizerSettings, string[]> PreTokenizers { get; init; } = settings => [Metaspace(settings)];

    public Func<TokenizerSettings, string> Decoder { get; init; } = Metaspace;

    /// <summary>A row with one text, such as <c>&lt;s&gt; $A &lt;/s&gt;:1</c>, the token type behind the colon.</summary>
    public string Single { get; init; } = "$A";

    /// <summary>A row with two.</summary>
    public string Pair { get; init; } = "$A $B:1";

    public static string Metaspace(TokenizerSettings settings) => Metaspace(settings.AddPrefixSpace != false ? "always" : "never", split: true);

    public static string Metaspace(string prepend, bool split)
        => $$"""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{prepend}}", "split": {{(split ? "true" : "false")}}}""";
}
