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

    /// <summary>The largest file that is read, in bytes; published tokenizers have 35 MB at most.</summary>
    private const long LargestFile = 256 << 20;

    /// <summary>Every file that is looked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [TokenizerJson, VocabularyText, Config, SpecialTokensMap, AddedTokensJson, ModelConfig, .. SentencePieceFiles.Names, .. BytePairFiles.Names];

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
        if (!files.ContainsKey(TokenizerJson) && SentencePieceFiles.Read(files, Place) is { } parts) return new PipelineTokenizer(parts, files);
        if (!files.ContainsKey(TokenizerJson) && BytePairFiles.Read(files, Place) is { } bytePairs) return new PipelineTokenizer(bytePairs, files);
        SpecialTokensReader special = new(files, Place);
        if (files.TryGetValue(TokenizerJson, out byte[]? json))
            return new PipelineTokenizer(new TokenizerJsonReader(Place(TokenizerJson), special.Names).Read(json), files);
        if (files.TryGetValue(VocabularyText, out byte[]? vocabulary))
            return new PipelineTokenizer(new VocabularyTextReader(Place(VocabularyText), special).Read(vocabulary), files);
        throw new FileNotFoundException($"{(folder is null ? "Among the tokenizer's files" : $"In '{folder}'")} there is neither {TokenizerJson} nor {VocabularyText} nor a SentencePiece model ({string.Join(", ", SentencePieceFiles.Names)}) nor byte-pair files ({string.Join(", ", BytePairFiles.Names)}), and no other kind of tokenizer can be read.");
    }
}
