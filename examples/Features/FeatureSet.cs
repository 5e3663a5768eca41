using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Examples;

/// <summary>A pass over all rows: how many, and how long it took.</summary>
internal readonly record struct Pass(int Rows, TimeSpan Time)
{
    public double RowsPerSecond => Rows / Time.TotalSeconds;
}

/// <summary>A set's parts with the columns Label, a key, and Features. Nothing is computed before it is asked for, and nothing twice.</summary>
internal sealed class FeatureSet : IDisposable
{
    private readonly TransformerFeaturesTransformer[] _transformers;

    private FeatureSet(DataSet set, ITransformer labels, Func<IDataView, IDataView> features, TransformerFeaturesTransformer[] transformers)
    {
        _transformers = transformers;
        IDataView Part(IDataView rows) => labels.Transform(features(rows));
        (Train, Dev, Test) = (Part(set.Train), set.Dev is null ? null : Part(set.Dev), Part(set.Test));
    }

    public IDataView Train { get; }

    public IDataView? Dev { get; }

    public IDataView Test { get; }

    /// <summary>How many numbers the features of a row are.</summary>
    public int Size => ((VectorDataViewType)Train.Schema["Features"].Type).Size;

    public static FeatureSet Create(MLContext ml, DataSet set, FeatureChoice choice, string? encoder, FeatureCacheOptions cache)
    {
        var labels = ml.Transforms.Conversion.MapValueToKey("Label").Fit(set.Train);
        // Sentence embeddings are made of one text each.
        if (set.IsPairs && choice.Options is null)
        {
            var (first, second) = (Fit("First", "Text"), Fit("Second", "SecondText"));
            return new(set, labels, rows => PairEmbeddings.Combine(ml, second.Transform(first.Transform(rows))), [first, second]);
        }
        var features = Fit("Features", "Text", set.IsPairs ? "SecondText" : null);
        return new(set, labels, features.Transform, [features]);

        TransformerFeaturesTransformer Fit(string output, string text, string? secondText = null) => ml.Transforms.Text.TransformerFeatures(new TransformerFeaturesEstimator.Options
        {
            OutputColumnName = output,
            InputColumnName = text,
            SecondInputColumnName = secondText,
            Model = encoder,
            Features = choice.Options,
            Truncation = choice.Options is null ? null : new TruncationOptions { MaxTokens = 128 },
            Cache = cache,
        }).Fit(set.Train);
    }

    /// <summary>Reads the features of all rows.</summary>
    public Pass Pass()
    {
        var watch = Stopwatch.StartNew();
        var count = Read(Train) + (Dev is null ? 0 : Read(Dev)) + Read(Test);
        return new(count, watch.Elapsed);
    }

    public void Dispose() => Array.ForEach(_transformers, t => t.Dispose());

    private static int Read(IDataView rows)
    {
        using var cursor = rows.GetRowCursor([rows.Schema["Features"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(rows.Schema["Features"]);
        var features = default(VBuffer<float>);
        var count = 0;
        for (; cursor.MoveNext(); count++) getter(ref features);
        return count;
    }
}
