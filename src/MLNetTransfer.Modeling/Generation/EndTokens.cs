using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;

namespace MLNetTransfer.Modeling.Generation;

/// <summary>The tokens that end texts.</summary>
internal static class EndTokens
{
    private const string Key = "eos_token_id";

    /// <summary>The ids that an option names, else those of config.json: a number, a list of numbers, or nothing. Ids outside the vocabulary are never written.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<int>? named, EncoderConfig config)
    {
        var ids = named ?? config.Source[Key] switch
        {
            null => [],
            JsonArray list => [.. list.Select(Read)],
            var one => [Read(one)],
        };
        return [.. ids.Where(id => id >= 0 && id < config.VocabularySize).Distinct()];
    }

    private static int Read(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int id)
        ? id
        : throw ConfigReader.Conflict($"'{Key}' is {node?.ToJsonString() ?? "null"}; expected a token id or a list of token ids.");
}
