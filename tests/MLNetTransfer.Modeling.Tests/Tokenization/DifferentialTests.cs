using System.IO.Compression;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Thousands of texts through our tokenizers and through Hugging Face's: not one id or offset may differ. MLNETTRANSFER_FUZZ sets how many random texts (2,000).</summary>
public sealed class DifferentialTests
{
    private const string Data = "data/banking77";

    private static int RandomCount => int.TryParse(Environment.GetEnvironmentVariable("MLNETTRANSFER_FUZZ"), out int count) ? count : 2000;

    [PeerFact("tokenizers/bert-base-uncased", Data)]
    public void BertBaseUncased() => Compare("tokenizers/bert-base-uncased");

    [PeerFact("tokenizers/converted/bert-base-cased", Data)]
    public void BertBaseCased() => Compare("tokenizers/converted/bert-base-cased");

    [PeerFact("tokenizers/bert-base-multilingual-cased", Data)]
    public void BertBaseMultilingualCased() => Compare("tokenizers/bert-base-multilingual-cased");

    [PeerFact("tokenizers/bert-base-chinese", Data)]
    public void BertBaseChinese() => Compare("tokenizers/bert-base-chinese");

    [PeerFact("weights/all-MiniLM-L6-v2", Data)]
    public void MiniLM() => Compare("weights/all-MiniLM-L6-v2");

    private static void Compare(string folder)
    {
        string path = SharedFolder.PathOf(folder);
        TextTokenizer tokenizer = TextTokenizer.Load(path);
        List<string> texts = [.. new RandomTexts(seed: 20240501).Take(RandomCount), .. Banking(), .. Imdb(RandomCount / 2)];
        List<PeerEncoding> theirs = HuggingFacePeer.Encode(Path.Combine(path, "tokenizer.json"), [.. texts.Select(HuggingFacePeer.Json)], "--no-special");
        Assert.Equal(texts.Count, theirs.Count);
        var differences = new List<string>();
        for (int i = 0; i < texts.Count; i++)
        {
            EncodedText ours = tokenizer.Encode(texts[i]);
            if (!ours.Ids.SequenceEqual(theirs[i].Ids) || !ours.Offsets.SequenceEqual(theirs[i].OffsetsIn(texts[i])))
                differences.Add($"{i}: {HuggingFacePeer.Json(texts[i])}\n  ours   {Show(tokenizer, ours)}\n  theirs {string.Join(" ", theirs[i].Tokens.Zip(theirs[i].OffsetsIn(texts[i]), (t, o) => $"{t}@{o.Start}-{o.End}"))}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {texts.Count} texts differ:\n{string.Join("\n", differences.Take(8))}");
    }

    private static string Show(TextTokenizer tokenizer, EncodedText text) => string.Join(" ", text.Ids.Zip(text.Offsets, (id, o) => $"{tokenizer.TokenOf(id)}@{o.Start}-{o.End}"));

    private static IEnumerable<string> Banking()
    {
        foreach (string file in Directory.GetFiles(SharedFolder.PathOf(Data), "*.csv"))
            foreach (string line in File.ReadLines(file)) yield return line;
    }

    private static IEnumerable<string> Imdb(int count)
    {
        string? file = SharedFolder.Has("data/imdb") ? Directory.GetFiles(SharedFolder.PathOf("data/imdb"), "*train*.jsonl.gz", SearchOption.AllDirectories).Order().FirstOrDefault() : null;
        if (file is null) yield break;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        for (int i = 0; i < count && reader.ReadLine() is { } line; i++)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.GetProperty("text").GetString()!;
        }
    }
}
