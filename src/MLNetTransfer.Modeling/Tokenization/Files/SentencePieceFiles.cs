using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Pipeline;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Finds a SentencePiece model among a tokenizer's files, and the class of tokenizers whose rules apply to it.</summary>
internal static class SentencePieceFiles
{
    /// <summary>What SentencePiece models are called, with the class that is taken where nothing beside them says which.</summary>
    private static readonly (string Name, string Class)[] _models =
    [
        ("spiece.model", "T5Tokenizer"), ("sentencepiece.bpe.model", "XLMRobertaTokenizer"), ("spm.model", "DebertaV2Tokenizer"), ("tokenizer.model", "LlamaTokenizer"),
    ];

    /// <summary>The names, the ones looked for first in front.</summary>
    public static IEnumerable<string> Names => _models.Select(m => m.Name);

    /// <summary>Reads the tokenizer; null where there is no SentencePiece model.</summary>
    public static TokenizerParts? Read(IReadOnlyDictionary<string, byte[]> files, Func<string, string> place)
    {
        (string name, string otherwise) = _models.FirstOrDefault(m => files.ContainsKey(m.Name));
        if (name is null) return null;
        var settings = new TokenizerSettings(files, place);
        string kind = settings.Class ?? otherwise;
        SentencePieceConvention convention = SentencePieceConventions.Of(kind)
            ?? throw new NotSupportedException($"{place(TokenizerFiles.Config)}: a {kind} cannot be read from {name}; supported from there: {string.Join(", ", SentencePieceConventions.Classes)}. Save the tokenizer in the form of {TokenizerFiles.TokenizerJson}.");
        return new SentencePieceReader(place(name), convention, settings).Read(files[name]);
    }

    /// <summary>Where tokenizer_config.json does not name the tokenizer's class, writes into it the one that goes with config.json's model type, so that the tokenizer's files say all.</summary>
    public static void NameClass(Dictionary<string, byte[]> files, byte[] config, Func<string, string> place)
    {
        if (!_models.Any(m => files.ContainsKey(m.Name)) || new TokenizerSettings(files, place).Class is not null) return;
        using JsonDocument document = JsonFile.Parse(config, place(TokenizerFiles.ModelConfig));
        if (JsonFile.String(document.RootElement, "model_type", "the file", place(TokenizerFiles.ModelConfig)) is not { } type || SentencePieceConventions.ClassOf(type) is not { } name) return;
        using JsonDocument? written = files.TryGetValue(TokenizerFiles.Config, out byte[]? present) ? JsonFile.Parse(present, place(TokenizerFiles.Config)) : null;
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("tokenizer_class", name);
            if (written is not null)
            {
                foreach (JsonProperty member in written.RootElement.EnumerateObject())
                    if (!member.NameEquals("tokenizer_class")) member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        files[TokenizerFiles.Config] = json.ToArray();
    }
}
