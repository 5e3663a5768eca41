using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads added tokens as tokenizer.json and tokenizer_config.json write them.</summary>
internal static class AddedTokenReader
{
    public static AddedToken Read(JsonElement element, string place, string file)
    {
        bool special = JsonFile.Boolean(element, "special", place, file) ?? false;
        return new AddedToken(
            JsonFile.String(element, "content", place, file) ?? throw JsonFile.Bad(file, $"{place}.content", "a string is missing"),
            JsonFile.Boolean(element, "single_word", place, file) ?? false,
            JsonFile.Boolean(element, "lstrip", place, file) ?? false,
            JsonFile.Boolean(element, "rstrip", place, file) ?? false,
            JsonFile.Boolean(element, "normalized", place, file) ?? !special,
            special);
    }
}
