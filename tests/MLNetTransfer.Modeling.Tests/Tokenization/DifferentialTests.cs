using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>
/// Thousands of texts through our tokenizers and through Hugging Face's, with every tokenizer.json of the shared folder: not one id, offset, type or decoded text may differ.
/// MLNETTRANSFER_FUZZ sets how many random texts (2,000), MLNETTRANSFER_FUZZ_SEED which.
/// </summary>
public sealed class DifferentialTests
{
    private const string Data = "data/banking77";

    public static TheoryData<string> TokenizerJsons => [.. Find("tokenizer*.json").Concat(Find("tokenizer.json.zip"))];

    private static int RandomCount => int.TryParse(Environment.GetEnvironmentVariable("MLNETTRANSFER_FUZZ"), out int count) ? count : 2000;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("MLNETTRANSFER_FUZZ_SEED"), out int seed) ? seed : 20240501;

    [PeerTheory(Data, "tokenizers", "weights")]
    [MemberData(nameof(TokenizerJsons))]
    public void TokenizerJson(string file)
    {
        using var folder = new TempFolder();
        string path = SharedFolder.PathOf(file);
        if (file.EndsWith(".zip", StringComparison.Ordinal)) ZipFile.ExtractToDirectory(path, folder.Path);
        else File.Copy(path, folder["tokenizer.json"]);
        Compare(TextTokenizer.Load(folder.Path), folder["tokenizer.json"], RandomCount);
    }

    /// <summary>Older files alone, against the tokenizer.json that was made of them.</summary>
    [PeerTheory(Data, "tokenizers")]
    [InlineData("tokenizers/gpt2", "tokenizers/gpt2", "vocab.json", "merges.txt", "tokenizer_config.json", "special_tokens_map.json")]
    [InlineData("tokenizers/gpt2", "tokenizers/gpt2", "vocab.json", "merges.txt")]
    [InlineData("tokenizers/roberta-base", "tokenizers/roberta-base", "vocab.json", "merges.txt", "tokenizer_config.json")]
    [InlineData("tokenizers/openai-gpt", "tokenizers/converted/openai-gpt", "encoder_bpe_40000.json", "vocab_40000.bpe")]
    [InlineData("tokenizers/bert-base-uncased", "tokenizers/bert-base-uncased", "vocab.txt")]
    public void OlderFiles(string files, string converted, params string[] names)
    {
        Dictionary<string, byte[]> contents = names.ToDictionary(n => n, n => File.ReadAllBytes(SharedFolder.PathOf($"{files}/{n}")));
        Compare(TextTokenizer.Load(contents), SharedFolder.PathOf($"{converted}/tokenizer.json"), RandomCount);
    }

    /// <summary>A SentencePiece model alone, against the tokenizer.json that transformers' rules made of it.</summary>
    [PeerTheory(Data, "tokenizers")]
    [InlineData("hf-test-fixtures/spiece.model", "spiece.model", "albert-base-v2", "AlbertTokenizer")]
    [InlineData("xlnet/spiece.model", "spiece.model", "xlnet-base-cased", "XLNetTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "spiece.model", "t5-style", "T5Tokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "sentencepiece.bpe.model", "xlm-roberta-style", "XLMRobertaTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "sentencepiece.bpe.model", "camembert-style", "CamembertTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "sentencepiece.bpe.model", "mbart-style", "MBartTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "spm.model", "deberta-v2-style", "DebertaV2Tokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece.model", "spm.model", "deberta-v2-punctuation-style", "DebertaV2Tokenizer", "\"do_lower_case\": true, \"split_by_punct\": true")]
    [InlineData("hf-test-fixtures/test_sentencepiece_bpe.model", "spiece.model", "reformer-style", "ReformerTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece_bpe.model", "tokenizer.model", "llama-style", "LlamaTokenizer")]
    [InlineData("hf-test-fixtures/test_sentencepiece_bpe.model", "tokenizer.model", "llama-not-legacy-style", "LlamaTokenizer", "\"legacy\": false")]
    [InlineData("converted/llama-bytes-style/tokenizer.model", "tokenizer.model", "llama-bytes-style", "LlamaTokenizer")]
    public void SentencePieceModels(string model, string name, string converted, string kind, string? settings = null)
    {
        TextTokenizer tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]>
        {
            [name] = File.ReadAllBytes(SharedFolder.PathOf($"tokenizers/{model}")),
            ["tokenizer_config.json"] = Encoding.UTF8.GetBytes($"{{\"tokenizer_class\": \"{kind}\"{(settings is null ? string.Empty : ", " + settings)}}}"),
        });
        Compare(tokenizer, SharedFolder.PathOf($"tokenizers/converted/{converted}/tokenizer.json"), RandomCount / 4);
    }

    private static IEnumerable<string> Find(string pattern)
        => SharedFolder.Root is null ? [] : new[] { "tokenizers", "weights" }.Where(SharedFolder.Has)
            .SelectMany(f => Directory.GetFiles(SharedFolder.PathOf(f), pattern, SearchOption.AllDirectories))
            .Where(f => !f.EndsWith("tokenizer_config.json", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(SharedFolder.Root, f)).Order(StringComparer.Ordinal);

    private static void Compare(TextTokenizer tokenizer, string json, int randomCount)
    {
        var random = new RandomTexts(Seed);
        string[] added = AddedTokens(json);
        List<string> texts = [.. random.Take(randomCount, added), .. Banking().Take(randomCount), .. Imdb(randomCount / 8)];
        List<string> seconds = [.. random.Take(randomCount / 4, added)];
        List<int[]> ids = [.. random.Ids(randomCount / 4, tokenizer.VocabularySize + 3)];
        List<string> lines = [.. texts.Select((t, i) => i < seconds.Count ? HuggingFacePeer.Pair(t, seconds[i]) : HuggingFacePeer.Text(t)), .. ids.Select(HuggingFacePeer.Ids)];
        List<PeerAnswer> answers = HuggingFacePeer.Ask(json, lines);
        var rows = new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = 1 << 20 });
        var differences = new List<string>();
        for (int i = 0; i < lines.Count; i++)
        {
            PeerAnswer ours = i < texts.Count ? Encode(tokenizer, rows, texts[i], i < seconds.Count ? seconds[i] : null) : Decode(tokenizer, ids[i - texts.Count]);
            if (Describe(tokenizer, ours) is var a && Describe(tokenizer, answers[i]) is var b && a != b) differences.Add($"{i}: {lines[i]}\n  ours   {a}\n  theirs {b}");
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {lines.Count} lines differ:\n{string.Join("\n", differences.OrderBy(d => d.Length).Take(8))}");
    }

    private static PeerAnswer Encode(TextTokenizer tokenizer, RowTokenizer rows, string text, string? second)
    {
        EncodedText encoded = tokenizer.Encode(text);
        TokenRow row = rows.Tokenize(text, second);
        return Decode(tokenizer, encoded.Ids) with
        {
            Ids = encoded.Ids,
            Offsets = [.. encoded.Offsets.SelectMany(o => new[] { o.Start, o.End })],
            RowIds = row.TokenIds,
            RowTypes = row.TokenTypeIds ?? new int[row.Length],
        };
    }

    private static PeerAnswer Decode(TextTokenizer tokenizer, int[] ids) => new(null!, null!, null!, null!, tokenizer.Decode(ids), tokenizer.Decode(ids, skipSpecialTokens: true));

    private static string Describe(TextTokenizer tokenizer, PeerAnswer answer)
    {
        string tokens = answer.Ids is null ? string.Empty : string.Join(" ", answer.Ids.Select((id, i) => $"{id}'{tokenizer.TokenOf(id)}'@{answer.Offsets[2 * i]}-{answer.Offsets[(2 * i) + 1]}"));
        string row = answer.Ids is null ? string.Empty : string.Join(" ", answer.RowIds.Zip(answer.RowTypes, (id, type) => $"{id}:{type}"));
        return $"{tokens}\n    row {row}\n    decoded {HuggingFacePeer.Text(answer.All)}\n    plain {HuggingFacePeer.Text(answer.Plain)}";
    }

    private static string[] AddedTokens(string json)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        return [.. document.RootElement.GetProperty("added_tokens").EnumerateArray().Select(t => t.GetProperty("content").GetString()!)];
    }

    private static IEnumerable<string> Banking() => Directory.GetFiles(SharedFolder.PathOf(Data), "*.csv").Order(StringComparer.Ordinal).SelectMany(File.ReadLines);

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
