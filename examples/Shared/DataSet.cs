using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Examples;

/// <summary>One of the labelled sets: columns Label and Text, in sets of pairs also SecondText.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Train">The rows to learn from.</param>
/// <param name="Dev">The rows to choose by; null where the set has none.</param>
/// <param name="Test">The rows to judge by.</param>
/// <param name="IsPairs">Whether rows have two texts.</param>
internal sealed record DataSet(string Name, string Title, IDataView Train, IDataView? Dev, IDataView Test, bool IsPairs = false)
{
    public static DataSet Load(MLContext ml, string? name) => (name ?? "support") switch
    {
        "support" => Support(ml),
        "sst2" => Sst2(ml, Required("data/sst2")),
        "banking77" => Banking77(ml, Required("data/banking77")),
        "cola" => Cola(ml, Required("data/glue/CoLA")),
        "mrpc" => Mrpc(ml, Required("data/mrpc")),
        "rte" => Rte(ml, Required("data/glue/RTE")),
        "imdb" => Imdb(ml, Required("data/imdb")),
        var other => throw new ArgumentException($"--data is support, sst2, banking77, cola, mrpc, rte or imdb, not '{other}'."),
    };

    /// <summary>Support requests in ten classes, written for this repository.</summary>
    private static DataSet Support(MLContext ml)
    {
        IDataView Part(string part) => Read(ml, Path.Combine(Shared.Examples, "data", $"support-{part}.tsv"), [("Label", 0), ("Text", 1)], hasHeader: true);
        return new("support", "Support requests, 10 classes", Part("train"), null, Part("test"));
    }

    /// <summary>Film reviews, good or bad.</summary>
    private static DataSet Sst2(MLContext ml, string folder)
    {
        IDataView Part(string part) => Read(ml, Path.Combine(folder, part + ".tsv"), [("Text", 0), ("Label", 1)]);
        return new("sst2", "SST-2, film reviews", Part("train"), Part("dev"), Part("test"));
    }

    /// <summary>Questions to a bank in 77 classes. CSV, with quoted fields.</summary>
    private static DataSet Banking77(MLContext ml, string folder)
    {
        IDataView Part(string part) => ml.Data.LoadFromTextFile(Path.Combine(folder, part + ".csv"), Columns([("Text", 0), ("Label", 1)]), separatorChar: ',', hasHeader: true, allowQuoting: true);
        return new("banking77", "Banking77, questions to a bank", Part("train"), null, Part("test"));
    }

    /// <summary>Sentences, well formed or not. GLUE's own test labels are not published: its development rows are the test.</summary>
    private static DataSet Cola(MLContext ml, string folder)
    {
        IDataView Part(string part) => Read(ml, Path.Combine(folder, part + ".tsv"), [("Label", 1), ("Text", 3)]);
        return new("cola", "CoLA, well-formed sentences", Part("train"), Part("val"), Part("dev"));
    }

    /// <summary>Pairs of sentences from the news that say the same, or not.</summary>
    private static DataSet Mrpc(MLContext ml, string folder)
    {
        IDataView Part(string part) => Read(ml, Path.Combine(folder, $"msr-para-{part}.tsv"), [("Label", 0), ("Text", 3), ("SecondText", 4)], hasHeader: true);
        return new("mrpc", "MRPC, paraphrases", Part("train"), Part("val"), Part("test"), IsPairs: true);
    }

    /// <summary>Pairs of texts, the second of which follows from the first, or not. Tested on the development rows, as CoLA.</summary>
    private static DataSet Rte(MLContext ml, string folder)
    {
        IDataView Part(string part, bool hasHeader) => Read(ml, Path.Combine(folder, part + ".tsv"), [("Text", 1), ("SecondText", 2), ("Label", 3)], hasHeader);
        return new("rte", "RTE, entailment", Part("train", true), Part("val", false), Part("dev", true), IsPairs: true);
    }

    /// <summary>Long film reviews, good or bad; JSON lines, compressed.</summary>
    private static DataSet Imdb(MLContext ml, string folder) =>
        new("imdb", "IMDb, long film reviews", Reviews(ml, Path.Combine(folder, "train.jsonl.gz")), null, Reviews(ml, Path.Combine(folder, "test.jsonl.gz")));

    /// <summary>The reviews of IMDb that nobody judged: text to learn from without labels.</summary>
    public static IDataView UnlabelledReviews(MLContext ml) => Reviews(ml, Path.Combine(Required("data/imdb"), "unsup.jsonl.gz"));

    private static IDataView Reviews(MLContext ml, string path) => ml.Data.LoadFromEnumerable(ReadReviews(path).ToList());

    private static IEnumerable<Review> ReadReviews(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            yield return new Review
            {
                // Line breaks stand there as HTML.
                Text = json.RootElement.GetProperty("text").GetString()!.Replace("<br />", "\n", StringComparison.Ordinal),
                Label = json.RootElement.GetProperty("label").ToString(),
            };
        }
    }

    private static IDataView Read(MLContext ml, string path, (string Name, int Index)[] columns, bool hasHeader = false) => ml.Data.LoadFromTextFile(path, Columns(columns), hasHeader: hasHeader);

    private static TextLoader.Column[] Columns((string Name, int Index)[] columns) => [.. columns.Select(c => new TextLoader.Column(c.Name, DataKind.String, c.Index))];

    private static string Required(string relative) => Shared.Find(relative) ?? throw new DirectoryNotFoundException($"There is no {relative} in the shared folder (set MLNETTRANSFER_SHARED). Use --data support, which is part of the clone.");

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
