using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Finds a tokenizer's files and has them read.</summary>
internal static class TokenizerFiles
{
    public const string TokenizerJson = "tokenizer.json";
    public const string VocabularyText = "vocab.txt";
    public const string Config = "tokenizer_config.json";
    public const string SpecialTokensMap = "special_tokens_map.json";
    public const string AddedTokensJson = "added_tokens.json";
    public const string ModelConfig = "config.json";
    public const string FastaiVocabulary = "itos.json";
    public const string Words = "word_tokenizer.json";

    /// <summary>The largest file that is read, in bytes; published tokenizers have 35 MB at most.</summary>
    private const long LargestFile = 256 << 20;

    /// <summary>Every file that is looked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [TokenizerJson, VocabularyText, Config, SpecialTokensMap, AddedTokensJson, ModelConfig, FastaiVocabulary, Words, .. SentencePieceFiles.Names, .. BytePairFiles.Names];

    public static TextTokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' to read a tokenizer from.");
        var files = new Dictionary<string, byte[]>();
        foreach (string name in Names)
        {
            // What tokenizer.json says, the older files say again.
            if (files.ContainsKey(TokenizerJson) && name is not (Config or SpecialTokensMap)) continue;
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists) continue;
            if (file.Length > LargestFile) throw new InvalidDataException($"{file.FullName} has {file.Length:N0} bytes; a tokenizer's file has {LargestFile:N0} at most. Is it what its name says?");
            files[name] = File.ReadAllBytes(file.FullName);
        }

        if (WordTokenizerReader.OfElmo(files, folder) is { } settings) files[Words] = settings;
        return Load(files, folder);
    }

    public static TextTokenizer Load(IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Load(files.Where(f => Names.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value), null);
    }

    private static TextTokenizer Load(Dictionary<string, byte[]> files, string? folder)
    {
        string Place(string name) => folder is null ? name : Path.Combine(folder, name);

        if (files.Remove(ModelConfig, out byte[]? config) && !files.ContainsKey(TokenizerJson)) SentencePieceFiles.NameClass(files, config, Place);
        if (files.TryGetValue(Words, out byte[]? words)) return WordTokenizerReader.Read(words, Place(Words));
        return new PipelineTokenizer(Read(files, Place) ?? throw new FileNotFoundException($"{(folder is null ? "Among the tokenizer's files" : $"In '{folder}'")} there is neither {TokenizerJson} nor {VocabularyText} nor a SentencePiece model ({string.Join(", ", SentencePieceFiles.Names)}) nor byte-pair files ({string.Join(", ", BytePairFiles.Names)}) nor fastai's {FastaiVocabulary}, and no other kind of tokenizer can be read."), files);
    }

    private static TokenizerParts? Read(Dictionary<string, byte[]> files, Func<string, string> place)
    {
        if (files.TryGetValue(TokenizerJson, out byte[]? json)) return new TokenizerJsonReader(place(TokenizerJson), new SpecialTokensReader(files, place).Names).Read(json);
        if ((SentencePieceFiles.Read(files, place) ?? BytePairFiles.Read(files, place)) is { } parts) return parts;
        if (files.TryGetValue(FastaiVocabulary, out byte[]? itos)) return FastaiReader.Read(itos, place(FastaiVocabulary));
        return files.TryGetValue(VocabularyText, out byte[]? vocabulary) ? new VocabularyTextReader(place(VocabularyText), new SpecialTokensReader(files, place)).Read(vocabulary) : null;
    }
}
