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

    [SharedFact(Vectors, "tokenizers/gpt2")]
    public void Gpt2() => Check("openai-community/gpt2", "tokenizers/gpt2");

    [SharedFact(Vectors, "tokenizers/roberta-base")]
    public void DistilRoberta() => Check("Xenova/all-distilroberta-v1", "tokenizers/roberta-base");

    [SharedFact(Vectors, "tokenizers/converted/mpnet-base")]
    public void Mpnet() => Check("Xenova/all-mpnet-base-v2", "tokenizers/converted/mpnet-base");

    [SharedFact(Vectors, "tokenizers/converted/albert-base-v2")]
    public void Albert() => Check("Xenova/albert-base-v2", "tokenizers/converted/albert-base-v2");

    [SharedFact(Vectors, "tokenizers/t5-small")]
    public void T5() => Check("google-t5/t5-small", "tokenizers/t5-small");

    [SharedFact(Vectors, "tokenizers/bert-base-multilingual-cased")]
    public void BertBaseMultilingualCased() => Check("distilbert/distilbert-base-multilingual-cased", "tokenizers/bert-base-multilingual-cased");

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
