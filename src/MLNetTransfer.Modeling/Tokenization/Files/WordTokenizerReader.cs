using System.Text.Json;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads word_tokenizer.json, or makes it of what describes an ELMo.</summary>
internal static class WordTokenizerReader
{
    private const string CharactersKey = "characters_per_word", SplitKey = "split", OptionsPattern = "*options.json";
    private const string English = "english", WhiteSpace = "white_space";
    private const int UsualCharacters = 50, MaxCharacters = 1000, LargestOptions = 1 << 20;

    /// <summary>The settings of an ELMo that has none of its own: by config.json or its publishers' options; null where it is no ELMo.</summary>
    public static byte[]? OfElmo(IReadOnlyDictionary<string, byte[]> files, string folder)
    {
        if (files.ContainsKey(TokenizerFiles.Words)) return null;
        var name = TokenizerFiles.ModelConfig;
        if (!files.TryGetValue(name, out byte[]? config))
        {
            if (Directory.GetFiles(folder, OptionsPattern) is not [var options] || new FileInfo(options).Length > LargestOptions) return null;
            (name, config) = (Path.GetFileName(options), File.ReadAllBytes(options));
        }

        using JsonDocument document = JsonFile.Parse(config, Path.Combine(folder, name));
        if (JsonFile.Get(document.RootElement, "char_cnn") is not { ValueKind: JsonValueKind.Object } words) return null;
        int characters = JsonFile.Integer(words, "max_characters_per_token", "char_cnn", name) ?? UsualCharacters;
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { [CharactersKey] = characters, [SplitKey] = English });
    }

    public static WordTextTokenizer Read(byte[] content, string file)
    {
        using JsonDocument document = JsonFile.Parse(content, file);
        int characters = JsonFile.Integer(document.RootElement, CharactersKey, "root", file) ?? UsualCharacters;
        if (characters is < 3 or > MaxCharacters) throw JsonFile.Bad(file, CharactersKey, $"is {characters}; it must be from 3 to {MaxCharacters}");
        string split = JsonFile.String(document.RootElement, SplitKey, "root", file) ?? English;
        if (split is not (English or WhiteSpace)) throw JsonFile.Bad(file, SplitKey, $"is '{split}'; it must be '{English}' or '{WhiteSpace}'");
        return new WordTextTokenizer(characters, split == English, new Dictionary<string, byte[]> { [TokenizerFiles.Words] = content });
    }
}
