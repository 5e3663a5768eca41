using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Features.Cache;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Benchmarks;

/// <summary>Our side of scoring, as an application has it: texts in a view, features of the mean of the last layer out of it, with a cache on disk that is empty before.</summary>
internal static class FeatureRun
{
    public static Result Time(string checkpoint, string dataFile, int take, int maxTokens)
    {
        var tokenizer = new RowTokenizer(TextTokenizer.Load(checkpoint), new TruncationOptions { MaxTokens = maxTokens });
        var rows = File.ReadLines(dataFile).Take(take).Select(l => l.Split('\t')[0]).Select(t => (Row: new Row { Text = t }, tokenizer.Tokenize(t).Length)).ToArray();
        // The warm-up, the rows that the peers leave out: the shortest.
        var shortest = rows.OrderBy(r => r.Length).Take(Math.Min(Contestant.WarmUpRows, rows.Length / 2)).ToHashSet();
        var counted = rows.Where(r => !shortest.Contains(r)).ToArray();

        var folder = Directory.CreateTempSubdirectory("mlnettransfer-").FullName;
        try
        {
            var ml = new MLContext(seed: 0);
            var options = new TransformerFeaturesEstimator.Options { InputColumnName = nameof(Row.Text), Model = checkpoint, Features = new FeatureOptions(), Truncation = new() { MaxTokens = maxTokens }, Cache = new FeatureCacheOptions { Folder = folder } };
            using var model = ml.Transforms.Text.TransformerFeatures(options).Fit(ml.Data.LoadFromEnumerable<Row>([]));
            _ = Pass(shortest.Select(r => r.Row));
            var clock = Stopwatch.StartNew();
            double sum = Pass(counted.Select(r => r.Row));
            clock.Stop();
            if (!double.IsFinite(sum)) throw new InvalidDataException($"A feature is not finite: their sum is {sum.ToString(CultureInfo.InvariantCulture)}.");
            int tokens = counted.Sum(r => r.Length);
            return Contestant.Measured("features", "mean of the last layer", clock.Elapsed.TotalSeconds, counted.Length, tokens, tokens);

            double Pass(IEnumerable<Row> texts)
            {
                var view = model.Transform(ml.Data.LoadFromEnumerable(texts));
                using var cursor = view.GetRowCursor([view.Schema[options.OutputColumnName]]);
                var getter = cursor.GetGetter<VBuffer<float>>(view.Schema[options.OutputColumnName]);
                VBuffer<float> vector = default;
                double total = 0;
                while (cursor.MoveNext())
                {
                    getter(ref vector);
                    total += vector.GetValues()[0];
                }
                return total;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
