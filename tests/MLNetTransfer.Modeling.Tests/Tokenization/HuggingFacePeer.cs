using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Hugging Face's own tokenizers, run through Node from the folder that HF_TOKENIZERS_DIR names (where <c>npm install --ignore-scripts tokenizers</c> was run).</summary>
internal static class HuggingFacePeer
{
    public const string Script = "peers/hf_tokenizers.mjs";

    public static string? Folder => Environment.GetEnvironmentVariable("HF_TOKENIZERS_DIR") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>What the library makes of every text (or pair): ids, type ids, and offsets in UTF-16 units.</summary>
    public static List<PeerEncoding> Encode(string tokenizerJson, IReadOnlyList<string> lines, params string[] options)
    {
        string input = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(input, lines);
            var start = new ProcessStartInfo("node", [SharedFolder.PathOf(Script), tokenizerJson, input, .. options]) { WorkingDirectory = Folder!, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
            using Process process = Process.Start(start)!;
            var encodings = new List<PeerEncoding>();
            while (process.StandardOutput.ReadLine() is { } line) encodings.Add(PeerEncoding.Parse(line));
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return encodings;
        }
        finally
        {
            File.Delete(input);
        }
    }

    /// <summary>A JSON string in ASCII, in which even half a surrogate pair survives.</summary>
    public static string Json(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is >= ' ' and < '\x7F' and not '"' and not '\\') json.Append(c);
            else json.Append($"\\u{(int)c:x4}");
        }

        return json.Append('"').ToString();
    }
}

/// <summary>One line of the peer's output; offsets count Unicode scalar values.</summary>
internal sealed record PeerEncoding(int[] Ids, int[] TypeIds, string[] Tokens, int[][] Offsets)
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static PeerEncoding Parse(string line) => JsonSerializer.Deserialize<PeerEncoding>(line, _options)!;

    /// <summary>The offsets in UTF-16 units of the text.</summary>
    public TextSpan[] OffsetsIn(string text)
    {
        var units = new List<int>();
        for (int i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1) units.Add(i);
        units.Add(text.Length);
        return [.. Offsets.Select(o => new TextSpan(units[o[0]], units[o[1]]))];
    }
}

/// <summary>A fact that needs the peer and files of the shared folder; skipped, saying so, where they are absent.</summary>
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] needed)
    {
        if (HuggingFacePeer.Folder is null) Skip = "needs Hugging Face's tokenizers: set HF_TOKENIZERS_DIR to the folder where `npm install --ignore-scripts tokenizers` was run";
        else if (needed.Append(HuggingFacePeer.Script).FirstOrDefault(n => !SharedFolder.Has(n)) is { } missing) Skip = $"needs {missing} of the shared folder (set MLNETTRANSFER_SHARED)";
    }
}
