using System.Text.Json;
using Microsoft.ML;

namespace Polyfills.MicrosoftML.Tests.Rows;

/// <summary>The rows of splits, folds and shuffles are those that the real package gives, number by number.</summary>
public class RowGoldenTests
{
    private static readonly JsonElement[] _cases = [.. Goldens.Read("rows").EnumerateArray()];

    public static TheoryData<int, int> Seeded => Theories.Of(_cases.Where(c => c.TryGetProperty("seed", out _)).Select(c => (c.GetProperty("count").GetInt32(), c.GetProperty("seed").GetInt32())).Distinct());

    [Theory]
    [MemberData(nameof(Seeded))]
    public void Splits_by_seed(int count, int seed)
    {
        foreach (var golden in Cases("TrainTestSplit", count, seed))
        {
            var ml = new MLContext(1);
            var split = ml.Data.TrainTestSplit(Rows(ml, count), golden.GetProperty("fraction").GetDouble(), seed: seed);
            AssertRows(golden, "test", ml, split.TestSet);
            AssertRows(golden, "train", ml, split.TrainSet);
        }
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public void Splits_by_a_sampling_key(int count, int seed)
    {
        var golden = Cases("TrainTestSplit by Group", count, seed).Single();
        var ml = new MLContext(1);
        var split = ml.Data.TrainTestSplit(Rows(ml, count), 0.25, samplingKeyColumnName: "Group", seed: seed);
        AssertRows(golden, "test", ml, split.TestSet);
        AssertRows(golden, "train", ml, split.TrainSet);
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public void Folds_by_seed(int count, int seed)
    {
        var golden = Cases("CrossValidationSplit 3", count, seed).Single();
        var ml = new MLContext(1);
        var folds = ml.Data.CrossValidationSplit(Rows(ml, count), 3, seed: seed);
        Assert.Equal(golden.GetProperty("tests").EnumerateArray().Select(Numbers), folds.Select(fold => Ids(ml, fold.TestSet)));
        foreach (var fold in folds)
            Assert.Equal(Enumerable.Range(0, count), Ids(ml, fold.TrainSet).Concat(Ids(ml, fold.TestSet)).Order());
    }

    // The order of these calls matters: each takes its share of the context's random numbers.
    [Theory]
    [MemberData(nameof(Seeded))]
    public void What_the_seed_of_the_context_decides(int count, int seed)
    {
        var ml = new MLContext(seed);
        AssertRows(Cases("TrainTestSplit, defaults, context seed", count, seed).Single(), "test", ml, ml.Data.TrainTestSplit(Rows(ml, count)).TestSet);
        AssertRows(Cases("ShuffleRows, defaults, context seed", count, seed).Single(), "rows", ml, ml.Data.ShuffleRows(Rows(ml, count)));
        AssertRows(Cases("ShuffleRows with seed", count, seed).Single(), "rows", ml, ml.Data.ShuffleRows(Rows(ml, count), seed));
        AssertRows(Cases("ShuffleRows with seed, pool 5, source not shuffled", count, seed).Single(), "rows", ml, ml.Data.ShuffleRows(Rows(ml, count), seed, 5, false));
    }

    [Fact]
    public void Runs_of_rows()
    {
        var ml = new MLContext(1);
        AssertRows(_cases.Single(c => What(c) == "SkipRows 5 then TakeRows 4"), "rows", ml, ml.Data.TakeRows(ml.Data.SkipRows(Rows(ml, 20), 5), 4));
        AssertRows(_cases.Single(c => What(c) == "TakeRows 30"), "rows", ml, ml.Data.TakeRows(Rows(ml, 20), 30));
    }

    private static IEnumerable<JsonElement> Cases(string what, int count, int seed)
        => _cases.Where(c => What(c) == what && c.GetProperty("count").GetInt32() == count && c.GetProperty("seed").GetInt32() == seed);

    private static string? What(JsonElement golden) => golden.GetProperty("what").GetString();

    private static IDataView Rows(MLContext ml, int count)
        => ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { Id = i, Group = "g" + i % 7 }).ToArray());

    private static int[] Ids(MLContext ml, IDataView view) => [.. ml.Data.CreateEnumerable<Row>(view, false, ignoreMissingColumns: true).Select(r => r.Id)];

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetInt32())];

    private static void AssertRows(JsonElement golden, string set, MLContext ml, IDataView view) => Assert.Equal(Numbers(golden.GetProperty(set)), Ids(ml, view));

    private sealed class Row
    {
        public int Id;
        public string Group = "";
    }
}
