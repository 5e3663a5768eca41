using System.Text;
using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Damaged tokenizer files end in a clear error, or make a tokenizer that works. MLNETTRANSFER_FUZZ sets how many of each format (400).</summary>
public sealed class TokenizerFuzzTests
{
    private const string Text = "The unaffable hahaha 1999, ﬁne e\u0301 <mask> 東京都 \U0001F600\u200D \uD800 </s>";

    private static readonly string[] _values =
        ["null", "true", "-1", "0", "3", "1.5", "-1e308", "99999999999", "16777216", "\"\"", "\" \"", "\"[UNK]\"", "\"Regex\"", "\"(a*)*$\"", "\"\\\\p{L}+|\\\\s+(?!\\\\S)\"", "\"[\"", "[]", "{}", "[[]]", "[[\"a\", -1]]", "{\"a\": 0}", "{\"type\": \"Sequence\"}", "\"BPE\"", "\"Unigram\"", "\"WordPiece\"", "\"Metaspace\""];

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Goldens", "tokenizers");

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("MLNETTRANSFER_FUZZ"), out int count) ? count : 400;

    [Fact]
    public void TokenizerJson()
    {
        byte[][] sources = Files("tokenizer.json");
        Run(21, random => Fuzzing.Mutate(sources[random.Next(sources.Length)], int.MaxValue, random), bytes => new() { ["tokenizer.json"] = bytes });
    }

    [Fact]
    public void TokenizerJsonOfOtherValues()
    {
        byte[][] sources = Files("tokenizer.json");
        Run(22, random => Replace(sources[random.Next(sources.Length)], random), bytes => new() { ["tokenizer.json"] = bytes });
    }

    [Fact]
    public void SentencePieceModels()
    {
        byte[][] sources = Files("*.model");
        string[] classes = ["T5Tokenizer", "AlbertTokenizer", "CamembertTokenizer", "DebertaV2Tokenizer", "LlamaTokenizer", "MBartTokenizer", "ReformerTokenizer", "XLMRobertaTokenizer", "XLNetTokenizer"];
        int turn = 0;
        Run(23, random => Fuzzing.Mutate(sources[random.Next(sources.Length)], int.MaxValue, random),
            bytes => new() { ["spiece.model"] = bytes, ["tokenizer_config.json"] = Encoding.UTF8.GetBytes($$"""{"tokenizer_class": "{{classes[turn++ % classes.Length]}}"}""") });
    }

    [Fact]
    public void VocabularyText()
    {
        byte[][] sources = Files("vocab.txt");
        Run(24, random => Fuzzing.Mutate(sources[random.Next(sources.Length)], int.MaxValue, random), bytes => new() { ["vocab.txt"] = bytes });
    }

    [Fact]
    public void Merges()
    {
        byte[] vocabulary = """{"<unk>": 0, "h": 1, "e": 2, "l": 3, "o": 4, "he": 5, "ll": 6, "hell": 7, "hello": 8, "T": 9, "Th": 10, "The": 11, "Ġ": 12, "Ġh": 13, "é": 14}"""u8.ToArray();
        byte[] merges = "#version: 0.2\nh e\nl l\nhe ll\nhell o\nT h\nTh e\nĠ h\n"u8.ToArray();
        Run(26, random => Fuzzing.Mutate(merges, merges.Length, random), bytes => new() { ["vocab.json"] = vocabulary, ["merges.txt"] = bytes });
        Run(27, random => random.Next(2) == 0 ? Fuzzing.Mutate(vocabulary, vocabulary.Length, random) : Replace(vocabulary, random), bytes => new() { ["vocab.json"] = bytes, ["merges.txt"] = merges });
    }

    [Fact]
    public void FastaiVocabulary()
    {
        byte[] vocabulary = """["xxunk", "xxpad", "xxbos", "xxmaj", "the", "h\u00e9", "\n\u2581\n", "xxfake", "xxfake"]"""u8.ToArray();
        Run(28, random => random.Next(2) == 0 ? Fuzzing.Mutate(vocabulary, vocabulary.Length, random) : Replace(vocabulary, random), bytes => new() { ["itos.json"] = bytes });
    }

    [Fact]
    public void SettingsBesideAModel()
    {
        byte[] model = Files("spiece.model")[0];
        byte[] config = """
            {"tokenizer_class": "T5Tokenizer", "extra_ids": 5, "legacy": true, "add_prefix_space": true, "pad_token": {"content": "<pad>", "lstrip": true}, "mask_token": "<mask>",
            "additional_special_tokens": ["<x>", {"content": "<y>"}], "added_tokens_decoder": {"0": {"content": "<pad>", "special": true}}, "model_type": "t5"}
            """u8.ToArray();
        Run(25, random => random.Next(2) == 0 ? Fuzzing.Mutate(config, config.Length, random) : Replace(config, random),
            bytes => new() { ["spiece.model"] = model, [bytes.Length % 3 == 0 ? "config.json" : bytes.Length % 3 == 1 ? "special_tokens_map.json" : "tokenizer_config.json"] = bytes });
    }

    private static void Run(int seed, Func<Random, byte[]> make, Func<byte[], Dictionary<string, byte[]>> files)
        => Fuzzing.Run(Count, seed, make, bytes => Use(TextTokenizer.Load(files(bytes))), typeof(NotSupportedException), typeof(FileNotFoundException));

    private static void Use(TextTokenizer tokenizer)
    {
        try
        {
            EncodedText encoded = tokenizer.Encode(Text);
            Assert.All(encoded.Offsets, o => Assert.InRange(o.Start, 0, Math.Min(o.End, Text.Length)));
            Assert.NotNull(tokenizer.Decode([.. encoded.Ids, 0, 1, 2, int.MaxValue, -1], skipSpecialTokens: true));
            new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = 4096 }).Tokenize(Text, "pair");
        }
        catch (InvalidOperationException e) when (e.Message.Contains("unk", StringComparison.Ordinal))
        {
            // A tokenizer may be without an unknown token, and then says so of the first text that needs one.
        }
    }

    private static byte[][] Files(string pattern) => [.. Directory.GetFiles(Root, pattern, SearchOption.AllDirectories).Order().Select(File.ReadAllBytes)];

    /// <summary>Puts other values, or none, in the place of some in a JSON file.</summary>
    private static byte[] Replace(byte[] json, Random random)
    {
        JsonNode root = JsonNode.Parse(json)!;
        for (int n = random.Next(1, 3); n > 0; n--)
        {
            JsonNode node = root;
            while (true)
            {
                List<JsonNode?> inside = node is JsonObject o ? [.. o.Select(p => p.Value)] : node is JsonArray a ? [.. a] : [];
                if (inside.Count == 0 || (node != root && random.Next(4) == 0) || inside[random.Next(inside.Count)] is not { } next) break;
                node = next;
            }

            JsonNode? value = JsonNode.Parse(_values[random.Next(_values.Length)]);
            if (node.Parent is JsonObject parent)
            {
                string name = node.GetPropertyName();
                if (random.Next(8) == 0) parent.Remove(name);
                else parent[name] = value;
            }
            else if (node.Parent is JsonArray list)
            {
                int index = node.GetElementIndex();
                if (random.Next(8) == 0) list.RemoveAt(index);
                else list[index] = value;
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }
}
