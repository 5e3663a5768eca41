using System.Globalization;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>What tokenizer_config.json, special_tokens_map.json and added_tokens.json say beside a SentencePiece model or byte-pair files.</summary>
internal sealed class TokenizerSettings
{
    private const int MostExtraIds = 100_000;

    private static readonly string[] _members = ["bos_token", "eos_token", "unk_token", "pad_token", "cls_token", "sep_token", "mask_token"];

    // Tokens by the member that names them; those written as objects say how they are looked for.
    private readonly Dictionary<string, (string Content, AddedToken? Whole)> _tokens = [];

    /// <param name="files">The tokenizer's files by name.</param>
    /// <param name="place">The name of a file in errors.</param>
    public TokenizerSettings(IReadOnlyDictionary<string, byte[]> files, Func<string, string> place)
    {
        foreach (string file in (string[])[TokenizerFiles.SpecialTokensMap, TokenizerFiles.Config])
            if (files.TryGetValue(file, out byte[]? content)) Read(content, file, place(file));
        if (files.TryGetValue(TokenizerFiles.AddedTokensJson, out byte[]? added)) ReadAdded(added, place(TokenizerFiles.AddedTokensJson));
    }

    /// <summary>The class of transformers that the tokenizer is of, without <c>Fast</c>; null where nothing says.</summary>
    public string? Class { get; private set; }

    /// <summary>Added tokens besides those that play a part.</summary>
    public List<AddedToken> Additional { get; } = [];

    /// <summary>How many tokens <c>&lt;extra_id_0&gt;</c> and so on T5 has.</summary>
    public int ExtraIds { get; private set; } = 100;

    public bool? LowerCase { get; private set; }

    public bool KeepAccents { get; private set; }

    public bool SplitByPunctuation { get; private set; }

    /// <summary>Whether a text gets a blank before it; null where the file does not say.</summary>
    public bool? AddPrefixSpace { get; private set; }

    /// <summary>Whether Llama puts the first blank before every stretch between special tokens, as it does where the file does not say.</summary>
    public bool Legacy { get; private set; } = true;

    /// <summary>The token that plays a part.</summary>
    /// <param name="member">The part, such as <c>mask_token</c>.</param>
    /// <param name="otherwise">The token where the files name none; also how one is looked for of which they give the text alone.</param>
    public AddedToken Token(string member, AddedToken otherwise)
        => _tokens.TryGetValue(member, out (string Content, AddedToken? Whole) token) ? token.Whole ?? otherwise with { Content = token.Content } : otherwise;

    private static (string Content, AddedToken? Whole)? ReadToken(JsonElement token, string place, string path) => token.ValueKind switch
    {
        JsonValueKind.String => (JsonFile.Text(token, place, path), null),
        JsonValueKind.Object when AddedTokenReader.Read(token, place, path) is var whole => (whole.Content, whole with { Special = true }),
        _ => null,
    };

    private void Read(byte[] content, string file, string path)
    {
        using JsonDocument document = JsonFile.Parse(content, path);
        var root = new JsonPart(document.RootElement, "the file", path);
        foreach (string member in _members)
            if (root.Get(member) is { } part && ReadToken(part.Element, member, path) is { } token) _tokens[member] = token;
        if (root.Get("additional_special_tokens") is { Element.ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement item in list.Element.EnumerateArray())
                if (ReadToken(item, "additional_special_tokens", path) is { } token) Additional.Add(token.Whole ?? AddedToken.SpecialToken(token.Content));
        }

        if (file == TokenizerFiles.Config) ReadConfig(root);
    }

    private void ReadConfig(JsonPart root)
    {
        Class = root.String("tokenizer_class") is { } name ? name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name : null;
        LowerCase = root.Boolean("do_lower_case");
        KeepAccents = root.Boolean("keep_accents") ?? KeepAccents;
        SplitByPunctuation = root.Boolean("split_by_punct") ?? SplitByPunctuation;
        AddPrefixSpace = root.Boolean("add_prefix_space") ?? AddPrefixSpace;
        Legacy = root.Boolean("legacy") ?? Legacy;
        ExtraIds = root.Integer("extra_ids") ?? ExtraIds;
        if (ExtraIds is < 0 or > MostExtraIds) throw root.Bad("extra_ids", $"must be from 0 to {MostExtraIds:N0}");
        if (root.Get("added_tokens_decoder") is not { Element.ValueKind: JsonValueKind.Object } decoder) return;
        var tokens = new SortedDictionary<int, AddedToken>();
        foreach (JsonProperty entry in decoder.Element.EnumerateObject())
        {
            string place = $"added_tokens_decoder['{entry.Name}']";
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)) throw JsonFile.Bad(root.File, place, "the name must be a token id");
            tokens[id] = AddedTokenReader.Read(entry.Value, place, root.File);
        }

        Additional.AddRange(tokens.Values);
    }

    private void ReadAdded(byte[] content, string path)
    {
        using JsonDocument document = JsonFile.Parse(content, path);
        var tokens = new List<(int Id, string Content)>();
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            tokens.Add((entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id) ? id : throw JsonFile.Bad(path, entry.Name, "must be a token id"), entry.Name));
        HashSet<string> known = [.. Additional.Select(t => t.Content), .. _tokens.Values.Select(t => t.Content)];
        foreach ((_, string token) in tokens.OrderBy(t => t.Id))
            if (known.Add(token)) Additional.Add(new AddedToken(token, false, false, false, Normalized: true, Special: false));
    }
}
