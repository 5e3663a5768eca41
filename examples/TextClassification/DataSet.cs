using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Examples;

/// <summary>One of the labelled sets, with the recipe that suits it.</summary>
internal sealed record DataSet(string Name, IDataView Train, IDataView Test, int Epochs, double LearningRate, string[] Samples)
{
    public static DataSet Load(MLContext ml, string? name) => (name ?? (Shared.Find("data/sst2") is null ? "support" : "sst2")) switch
    {
        "support" => Support(ml),
        "sst2" => Sst2(ml, Required("data/sst2")),
        "banking77" => Banking77(ml, Required("data/banking77")),
        var other => throw new ArgumentException($"--data is support, sst2 or banking77, not '{other}'."),
    };

    /// <summary>Support requests in ten classes, written for this repository.</summary>
    private static DataSet Support(MLContext ml)
    {
        IDataView Part(string part) => ml.Data.LoadFromTextFile(Path.Combine(Shared.Examples, "data", $"support-{part}.tsv"),
            [new TextLoader.Column("Label", DataKind.String, 0), new TextLoader.Column("Text", DataKind.String, 1)], hasHeader: true);
        return new("Support requests, 10 classes", Part("train"), Part("test"), Epochs: 12, LearningRate: 3e-4,
            ["I was charged twice this month", "the kettle arrived with a broken lid", "Could you add support for Spanish?", "how do I get back in, I lost my password"]);
    }

    /// <summary>Film reviews, good or bad.</summary>
    private static DataSet Sst2(MLContext ml, string folder)
    {
        IDataView Part(string part) => ml.Data.LoadFromTextFile(Path.Combine(folder, part + ".tsv"),
            [new TextLoader.Column("Text", DataKind.String, 0), new TextLoader.Column("Label", DataKind.String, 1)]);
        return new("SST-2, film reviews", Part("train"), Part("test"), Epochs: 3, LearningRate: 1e-4,
            ["a warm , funny and thoroughly winning film", "it never finds its feet and neither will you", "not bad at all"]);
    }

    /// <summary>Questions to a bank in 77 classes. CSV, with quoted fields.</summary>
    private static DataSet Banking77(MLContext ml, string folder)
    {
        IDataView Part(string part) => ml.Data.LoadFromTextFile(Path.Combine(folder, part + ".csv"),
            [new TextLoader.Column("Text", DataKind.String, 0), new TextLoader.Column("Label", DataKind.String, 1)], separatorChar: ',', hasHeader: true, allowQuoting: true);
        return new("Banking77, questions to a bank", Part("train"), Part("test"), Epochs: 5, LearningRate: 2e-4,
            ["My card still hasn't come", "How do I change my PIN?", "why was I charged a fee in Spain"]);
    }

    private static string Required(string relative) => Shared.Find(relative) ?? throw new DirectoryNotFoundException($"There is no {relative} in the shared folder (set MLNETTRANSFER_SHARED). Use --data support, which is part of the clone.");
}
