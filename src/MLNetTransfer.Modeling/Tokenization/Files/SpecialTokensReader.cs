using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>What tokenizer_config.json, special_tokens_map.json and added_tokens.json say beside a vocabulary.</summary>
internal sealed class SpecialTokensReader
{
    private static readonly string[] _bertLike = ["BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer", "ConvBertTokenizer", "LayoutLMTokenizer", "SqueezeBertTokenizer"];

    private readonly Func<string, string> _place;

    public SpecialTokensReader(Dictionary<string, byte[]> files, Func<string, string> place)
    {
        _place = place;
        var names = new SpecialTokenNames();
        foreach (string file in (string[])[TokenizerFiles.SpecialTokensMap, TokenizerFiles.Config])
        {
            if (!files.TryGetValue(file, out byte[]? content)) continue;
            using JsonDocument document = JsonFile.Parse(content, place(file));
            JsonElement root = document.RootElement;
            names = new SpecialTokenNames(
                Name(root, "unk_token", file) ?? names.Unknown,
                Name(root, "pad_token", file) ?? names.Pad,
                Name(root, "cls_token", file) ?? names.Cls,
                Name(root, "sep_token", file) ?? names.Sep,
                Name(root, "mask_token", file) ?? names.Mask);
            ReadAdditional(root, file);
            if (file == TokenizerFiles.Config && !files.ContainsKey(TokenizerFiles.TokenizerJson)) ReadConfig(root, file);
        }

        Names = names;
        if (files.TryGetValue(TokenizerFiles.AddedTokensJson, out byte[]? added)) ReadAdded(added);
    }

    public SpecialTokenNames Names { get; }

    /// <summary>Added tokens besides those of <see cref="Names"/>, in the order of their ids as far as they have any.</summary>
    public List<AddedToken> Additional { get; } = [];

    /// <summary>do_lower_case of tokenizer_config.json; true where it does not say.</summary>
    public bool LowerCase { get; private set; } = true;

    /// <summary>strip_accents of tokenizer_config.json.</summary>
    public bool? StripAccents { get; private set; }

    /// <summary>tokenize_chinese_chars of tokenizer_config.json; true where it does not say.</summary>
    public bool HandleChineseCharacters { get; private set; } = true;

    private void ReadConfig(JsonElement root, string file)
    {
        string path = _place(file);
        string? kind = JsonFile.String(root, "tokenizer_class", "the file", path);
        if (kind is not null && !_bertLike.Contains(kind.EndsWith("Fast", StringComparison.Ordinal) ? kind[..^4] : kind))
            throw new NotSupportedException($"{path}: a {kind} cannot be read from {TokenizerFiles.VocabularyText}; supported from there: {string.Join(", ", _bertLike)}. Save the tokenizer in the form of {TokenizerFiles.TokenizerJson}.");
        if (JsonFile.Boolean(root, "do_basic_tokenize", "the file", path) == false)
            throw new NotSupportedException($"{path}: do_basic_tokenize false, for text split into words beforehand, is not supported.");
        LowerCase = JsonFile.Boolean(root, "do_lower_case", "the file", path) ?? true;
        StripAccents = JsonFile.Boolean(root, "strip_accents", "the file", path);
        HandleChineseCharacters = JsonFile.Boolean(root, "tokenize_chinese_chars", "the file", path) ?? true;
        if (JsonFile.Get(root, "added_tokens_decoder") is not { ValueKind: JsonValueKind.Object } decoder) return;
        var tokens = new SortedDictionary<int, AddedToken>();
        foreach (JsonProperty entry in decoder.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, out int id)) throw JsonFile.Bad(path, $"added_tokens_decoder['{entry.Name}']", "the name must be a token id");
            tokens[id] = AddedTokenReader.Read(entry.Value, $"added_tokens_decoder['{entry.Name}']", path);
        }

        Additional.AddRange(tokens.Values);
    }

    private void ReadAdditional(JsonElement root, string file)
    {
        if (JsonFile.Get(root, "additional_special_tokens") is not { ValueKind: JsonValueKind.Array } list) return;
        foreach (JsonElement token in list.EnumerateArray())
            if (Content(token, "additional_special_tokens", file) is { } content) Additional.Add(AddedToken.SpecialToken(content));
    }

    private void ReadAdded(byte[] content)
    {
        string path = _place(TokenizerFiles.AddedTokensJson);
        using JsonDocument document = JsonFile.Parse(content, path);
        var tokens = new List<(int Id, string Content)>();
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id)) throw JsonFile.Bad(path, entry.Name, "must be a token id");
            tokens.Add((id, entry.Name));
        }

        var known = Additional.Select(t => t.Content).ToHashSet();
        foreach ((_, string token) in tokens.OrderBy(t => t.Id))
            if (known.Add(token)) Additional.Add(new AddedToken(token, false, false, false, Normalized: true, Special: false));
    }

    private string? Name(JsonElement root, string member, string file) => JsonFile.Get(root, member) is { } value ? Content(value, member, file) : null;

    // A token is given as its text, or as an object with its text among other things.
    private string? Content(JsonElement token, string member, string file) => token.ValueKind switch
    {
        JsonValueKind.String => JsonFile.Text(token, member, _place(file)),
        JsonValueKind.Object => JsonFile.String(token, "content", member, _place(file)),
        _ => null,
    };
}
