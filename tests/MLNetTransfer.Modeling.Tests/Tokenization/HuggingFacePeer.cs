using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

/// <summary>Hugging Face's own tokenizers, run through Node (peer.mjs) from the folder that HF_TOKENIZERS_DIR names, where <c>npm install --ignore-scripts tokenizers</c> was run.</summary>
internal static class HuggingFacePeer
{
    public static string? Folder => Environment.GetEnvironmentVariable("HF_TOKENIZERS_DIR") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>What the library makes of every line (<see cref="Text"/>, <see cref="Pair"/>, <see cref="Ids"/>).</summary>
    public static List<PeerAnswer> Ask(string tokenizerJson, IReadOnlyList<string> lines)
    {
        using var folder = new TempFolder();
        File.WriteAllLines(folder["lines.jsonl"], lines);
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Tokenization", "peer.mjs"), tokenizerJson, folder["lines.jsonl"]])
        {
            WorkingDirectory = Folder!,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        var answers = new List<PeerAnswer>();
        while (process.StandardOutput.ReadLine() is { } line) answers.Add(PeerAnswer.Parse(line));
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(lines.Count, answers.Count);
        return answers;
    }

    /// <summary>A JSON string in ASCII, in which even half a surrogate pair survives.</summary>
    public static string Text(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is >= ' ' and < '\x7F' and not '"' and not '\\') json.Append(c);
            else json.Append($"\\u{(int)c:x4}");
        }

        return json.Append('"').ToString();
    }

    public static string Pair(string first, string second) => $"[{Text(first)}, {Text(second)}]";

    public static string Ids(IEnumerable<int> ids) => $$"""{"decode": [{{string.Join(", ", ids)}}]}""";
}

/// <summary>One line of the peer's output; the offsets are starts and ends in turn.</summary>
internal sealed record PeerAnswer(int[] Ids, int[] Offsets, int[] RowIds, int[] RowTypes, string All, string Plain)
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static PeerAnswer Parse(string line) => JsonSerializer.Deserialize<PeerAnswer>(line, _options)!;
}

/// <summary>A theory that needs the peer and files of the shared folder; skipped, saying so, where they are absent.</summary>
internal sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] needed)
    {
        if (HuggingFacePeer.Folder is null) Skip = "needs Hugging Face's tokenizers: set HF_TOKENIZERS_DIR to the folder where `npm install --ignore-scripts tokenizers` was run";
        else if (needed.FirstOrDefault(n => !SharedFolder.Has(n)) is { } missing) Skip = $"needs {missing} of the shared folder (set MLNETTRANSFER_SHARED)";
    }
}
