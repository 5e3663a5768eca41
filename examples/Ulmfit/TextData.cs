using System.IO.Compression;
using System.Text.Json;
using MLNetTransfer.Modeling.Pretraining;

namespace MLNetTransfer.Examples;

/// <summary>Texts with their classes.</summary>
internal sealed record Labelled(string[] Texts, int[] Labels)
{
    /// <summary>The first rows in random order.</summary>
    public Labelled Sample(int? count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, Texts.Length)];
        new Random(seed).Shuffle(order);
        int[] chosen = [.. order.Take(count ?? order.Length)];
        return new([.. chosen.Select(i => Texts[i])], [.. chosen.Select(i => Labels[i])]);
    }
}

/// <summary>What the three stages learn from. Texts of the target have no labels here, and none of them is a test text.</summary>
/// <param name="General">General text.</param>
/// <param name="Target">The target's text.</param>
/// <param name="Train">Labelled texts to learn from.</param>
/// <param name="Test">Labelled texts to judge by.</param>
/// <param name="ClassCount">How many classes there are.</param>
internal sealed record TextData(IReadOnlyList<string> General, IReadOnlyList<string> Target, Labelled Train, Labelled Test, int ClassCount)
{
    // As long as a paragraph or two: long enough to have a context, short enough for a beginning to be nothing rare.
    private const int TextLength = 2_000;

    public static TextData Load(string name) => name switch
    {
        "support" => Support(),
        "imdb" => Imdb(),
        _ => throw new ArgumentException($"--data is support or imdb, not '{name}'."),
    };

    /// <summary>Support requests; the general text is this repository's documentation.</summary>
    private static TextData Support()
    {
        (string Label, string Text)[] Rows(string part) =>
            [.. File.ReadLines(Path.Combine(Shared.Examples, "data", $"support-{part}.tsv")).Skip(1).Select(l => l.Split('\t')).Select(c => (c[0], c[1]))];

        var (train, test) = (Rows("train"), Rows("test"));
        string[] names = [.. train.Select(r => r.Label).Distinct().Order(StringComparer.Ordinal)];
        Labelled Part((string Label, string Text)[] rows) => new([.. rows.Select(r => r.Text)], [.. rows.Select(r => Array.IndexOf(names, r.Label))]);
        string[] pages = [.. Directory.GetFiles(Path.Combine(Shared.Examples, "..", "docs"), "*.md").Order(StringComparer.Ordinal)];
        return new([.. PlainText.ReadDocuments(pages).SelectMany(Texts)], [.. train.Select(r => r.Text)], Part(train), Part(test), names.Length);
    }

    /// <summary>Film reviews; the general text is books, government pages and encyclopedia articles.</summary>
    private static TextData Imdb()
    {
        string Required(string path) => Shared.Find(path) ?? throw new DirectoryNotFoundException($"There is no {path} in the shared folder (set MLNETTRANSFER_SHARED). Use --data support, which is part of the clone.");
        Labelled Part(string part)
        {
            var rows = Lines(Required($"data/imdb/{part}.jsonl.gz")).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).Select(r => (Text: r.GetProperty("text").GetString()!, Label: r.GetProperty("label"))).ToArray();
            return new([.. rows.Select(r => r.Text)], [.. rows.Select(r => r.Label.ValueKind == JsonValueKind.Number ? r.Label.GetInt32() : -1)]);
        }

        IEnumerable<string> general = new[] { "books", "government", "factbook" }.SelectMany(n => PlainText.Documents(Lines(Required($"data/plain-text/{n}.txt.gz"))))
            .Concat(PlainText.ReadDocuments(new[] { "test", "valid" }.Select(n => Required($"data/wikitext-2/{n}.txt")))).SelectMany(Texts)
            .Select(t => t.Replace("<unk>", "xxunk", StringComparison.Ordinal));
        Labelled train = Part("train");
        return new([.. general], [.. Part("unsup").Texts, .. train.Texts], train, Part("test"), 2);
    }

    private static IEnumerable<string> Texts(IReadOnlyList<string> document)
    {
        var lines = new List<string>();
        int length = 0;
        foreach (string line in document)
        {
            lines.Add(line);
            length += line.Length;
            if (length < TextLength) continue;
            yield return string.Join(' ', lines);
            lines.Clear();
            length = 0;
        }

        if (lines.Count > 0) yield return string.Join(' ', lines);
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return line;
    }
}
