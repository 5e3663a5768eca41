using System.Diagnostics;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Benchmarks;

/// <summary>Our side of Hugging Face's tokenizers: texts a second, after a warm-up pass over all of them.</summary>
internal static class TokenizerRun
{
    public static Result Time(string tokenizerFile, string textFile, int threads)
    {
        var tokenizer = TextTokenizer.Load(new Dictionary<string, byte[]> { ["tokenizer.json"] = File.ReadAllBytes(tokenizerFile) });
        var rows = new RowTokenizer(tokenizer, new TruncationOptions { MaxTokens = 1 << 20 });
        string[] texts = [.. File.ReadLines(textFile).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<string>(l)!)];
        long tokens = 0;
        var clock = new Stopwatch();
        foreach (var pass in new[] { "warm-up", "timed" })
        {
            clock.Restart();
            tokens = rows.Tokenize(texts, maxDegreeOfParallelism: threads).Sum(r => (long)r.Length);
            clock.Stop();
        }
        var seconds = clock.Elapsed.TotalSeconds;
        return new Result
        {
            Peer = "MLNetTransfer", What = "tokenize", Recipe = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(tokenizerFile)))!, Threads = threads,
            Seconds = Math.Round(seconds, 3), RowsPerS = Math.Round(texts.Length / seconds, 1), TokensPerS = Math.Round(tokens / seconds, 1), PeakMb = Contestant.PeakMb(),
        };
    }
}
