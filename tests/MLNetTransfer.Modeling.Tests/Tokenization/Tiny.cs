using System.Text;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>A tokenizer of a handful of tokens.</summary>
internal static class Tiny
{
    public static readonly string[] Tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "a", "b", "c", "d", "e", "f", "g", "h", "!", "."];

    public static byte[] Vocabulary => Encoding.UTF8.GetBytes(string.Concat(Tokens.Select(t => t + "\n")));

    public static TextTokenizer Create() => TextTokenizer.Load(Files());

    public static Dictionary<string, byte[]> Files(params (string Name, string Content)[] others)
    {
        var files = new Dictionary<string, byte[]> { ["vocab.txt"] = Vocabulary };
        foreach ((string name, string content) in others) files[name] = Encoding.UTF8.GetBytes(content);
        return files;
    }

    /// <summary>tokenizer.json with parts replaced; each replacement is the member's JSON.</summary>
    public static Dictionary<string, byte[]> Json(params (string Member, string Json)[] parts)
    {
        var members = new Dictionary<string, string>
        {
            ["added_tokens"] = "[]",
            ["normalizer"] = """{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}""",
            ["pre_tokenizer"] = """{"type": "BertPreTokenizer"}""",
            ["post_processor"] = """{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}""",
            ["decoder"] = """{"type": "WordPiece", "prefix": "##", "cleanup": true}""",
            ["model"] = """{"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {""" + string.Join(", ", Tokens.Select((t, i) => $"\"{t}\": {i}")) + "}}",
        };
        foreach ((string member, string json) in parts) members[member] = json;
        return new() { ["tokenizer.json"] = Encoding.UTF8.GetBytes($"{{{string.Join(", ", members.Select(m => $"\"{m.Key}\": {m.Value}"))}}}") };
    }
}
