using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Encodings published with transformers.js, of the models whose tokenizers are at hand.</summary>
public sealed class PublishedVectorTests
{
    private const string Vectors = "tokenizers/golden/transformers.js/tokenization_vectors.json";

    [SharedFact(Vectors, "tokenizers/bert-base-uncased")]
    public void BertBaseUncased() => Check("Xenova/bert-base-uncased", "tokenizers/bert-base-uncased");

    [SharedFact(Vectors, "tokenizers/converted/bert-base-cased")]
    public void BertBaseCased() => Check("Xenova/bert-base-cased", "tokenizers/converted/bert-base-cased");

    private static void Check(string model, string folder)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.PathOf(Vectors)));
        TextTokenizer tokenizer = TextTokenizer.Load(SharedFolder.PathOf(folder));
        var rows = new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = 512 });
        int count = 0;
        foreach (JsonElement entry in document.RootElement.GetProperty(model).GetProperty("cases").EnumerateArray())
        {
            string? second = entry.TryGetProperty("text_pair", out JsonElement pair) ? pair.GetString() : null;
            TokenRow row = rows.Tokenize(entry.GetProperty("text").GetString()!, second);
            Assert.Equal(entry.GetProperty("ids").EnumerateArray().Select(e => e.GetInt32()), row.TokenIds);
            count++;
        }

        Assert.NotEqual(0, count);
    }
}
