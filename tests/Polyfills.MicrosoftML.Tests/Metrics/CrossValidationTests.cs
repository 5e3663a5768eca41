using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Metrics;

public class CrossValidationTests
{
    private readonly MLContext _ml = new(4);

    private IDataView Rows => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(i => new Row
    {
        Id = i,
        Group = "g" + i % 10,
        Label = (uint)(i % 3),
        PredictedLabel = (uint)(i % 3),
        Score = [.. Enumerable.Range(0, 3).Select(k => k == (i % 5 == 0 ? (i + 1) % 3 : i % 3) ? 0.8f : 0.1f)],
        IsOdd = i % 2 == 1,
        Raw = i % 2 == 1 ? i : -i,
        Probability = i % 2 == 1 ? 0.9f : 0.2f,
    }).ToArray());

    [Fact]
    public void Each_fold_is_fitted_on_the_others_and_evaluated_on_itself()
    {
        var expected = _ml.Data.CrossValidationSplit(Rows, 4, seed: 2);
        var results = _ml.MulticlassClassification.CrossValidate(Rows, _ml.Transforms.CopyColumns("Copy", "Id"), 4, seed: 2);
        Assert.Equal([0, 1, 2, 3], results.Select(r => r.Fold));
        for (var i = 0; i < 4; i++)
        {
            var rows = expected[i].TestSet.GetColumn<int>("Id").ToArray();
            Assert.Equal(rows, results[i].ScoredHoldOutSet.GetColumn<int>("Copy"));
            Assert.Equal(rows.Count(id => id % 5 != 0) / (double)rows.Length, results[i].Metrics.MicroAccuracy, 1e-12);
            Assert.Equal(rows, results[i].Model.Transform(expected[i].TestSet).GetColumn<int>("Copy"));
        }
    }

    [Fact]
    public void Without_a_seed_the_context_decides_and_a_sampling_key_holds_rows_together()
    {
        var estimator = _ml.Transforms.CopyColumns("Copy", "Id");
        var seeded = _ml.MulticlassClassification.CrossValidate(Rows, estimator, 3, samplingKeyColumnName: "Group", seed: 4);
        var plain = _ml.MulticlassClassification.CrossValidate(Rows, estimator, 3, samplingKeyColumnName: "Group");
        Assert.Equal(seeded.Select(r => r.ScoredHoldOutSet.GetColumn<int>("Id").ToArray()), plain.Select(r => r.ScoredHoldOutSet.GetColumn<int>("Id").ToArray()));
        var groups = plain.Select(r => r.ScoredHoldOutSet.GetColumn<string>("Group").ToHashSet()).ToArray();
        Assert.Equal(10, groups.Sum(g => g.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.CrossValidate(Rows, estimator, samplingKeyColumnName: "Gone"));
    }

    [Fact]
    public void Of_binary_classification_and_regression()
    {
        var binary = _ml.Transforms.CopyColumns("Score", "Raw");
        Assert.All(_ml.BinaryClassification.CrossValidate(Rows, binary, 3, "IsOdd", seed: 1), fold => Assert.Equal(1, fold.Metrics.AreaUnderRocCurve));
        Assert.All(_ml.BinaryClassification.CrossValidateNonCalibrated(Rows, binary, 3, "IsOdd", seed: 1), fold => Assert.Equal(1, fold.Metrics.Accuracy));
        Assert.All(_ml.Regression.CrossValidate(Rows, binary, 3, "Raw", seed: 1), fold => Assert.Equal((0, 1), (fold.Metrics.MeanSquaredError, fold.Metrics.RSquared)));
    }

    [Fact]
    public void Columns_of_the_wrong_type_are_named()
    {
        Assert.Contains("Schema mismatch for score column 'Raw': expected vector of two or more items of type Single, got Single", Error(() => _ml.MulticlassClassification.Evaluate(Rows, scoreColumnName: "Raw")), StringComparison.Ordinal);
        Assert.Contains("Schema mismatch for label column 'Group'", Error(() => _ml.MulticlassClassification.Evaluate(Rows, labelColumnName: "Group")), StringComparison.Ordinal);
        Assert.Contains("Schema mismatch for score column 'Score': expected Single, got Vector<Single, 3>", Error(() => _ml.BinaryClassification.Evaluate(Rows, "IsOdd")), StringComparison.Ordinal);
        Assert.Contains("PredictedLabel column 'Gone' not found", Error(() => _ml.MulticlassClassification.Evaluate(Rows, predictedLabelColumnName: "Gone")), StringComparison.Ordinal);
        var odd = _ml.Data.FilterRowsByColumn(Rows, "Raw", 1);
        Assert.Contains("AUC is not defined when there is no negative class in the data", Error(() => _ml.BinaryClassification.Evaluate(odd, "IsOdd", "Raw")), StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_name_the_classes_by_the_scores_slots()
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Score"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["refund request".AsMemory(), "order".AsMemory(), "no".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));
        var rows = _ml.Data.LoadFromEnumerable(_ml.Data.CreateEnumerable<Row>(Rows, false).Select(r => { r.Label--; r.PredictedLabel--; return r; }).ToArray(), definition);
        var table = _ml.MulticlassClassification.Evaluate(rows).ConfusionMatrix.GetFormattedConfusionTable().ReplaceLineEndings("\n");
        Assert.Equal("""

            Confusion table
                              ||========================
            PREDICTED         ||     0 |     1 |     2 | Recall
            TRUTH             ||========================
            0. refund request ||    24 |     6 |     0 | 0.8000
            1.          order ||     0 |    24 |     6 | 0.8000
            2.             no ||     6 |     0 |    24 | 0.8000
                              ||========================
            Precision         ||0.8000 |0.8000 |0.8000 |

            """, table);
    }

    [Fact]
    public void A_table_of_two_classes_begins_with_their_shares()
    {
        var matrix = _ml.BinaryClassification.Evaluate(Rows, "IsOdd", "Raw").ConfusionMatrix;
        Assert.Equal(45, matrix.GetCountForClassPair(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.GetCountForClassPair(0, 2));
        var lines = matrix.GetFormattedConfusionTable().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("TEST POSITIVE RATIO:\t0.5000 (45.0/(45.0+45.0))", lines[0]);
        Assert.Equal("PREDICTED || positive | negative | Recall", lines[3]);
        Assert.Equal(" positive ||       45 |        0 | 1.0000", lines[5]);
    }

    private static string Error(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).Message;

    private sealed class Row
    {
        public int Id;
        public string Group = "";

        [KeyType(3)]
        public uint Label;

        [KeyType(3)]
        public uint PredictedLabel;

        [VectorType(3)]
        public float[] Score = [];

        public bool IsOdd;
        public float Raw;
        public float Probability;
    }
}
