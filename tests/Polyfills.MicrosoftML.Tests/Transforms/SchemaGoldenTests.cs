using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Transforms;

/// <summary>Columns and annotations of stock transforms and of a trainer, promised and given, are the real package's.</summary>
public class SchemaGoldenTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => _ml.Data.LoadFromEnumerable(new[] { new Row { Text = "a b", Label = "x", V = [1, 2, 3], Words = ["a"], K = 2 }, new Row { Text = "c", Label = "y", V = [4, 5, 6], Words = ["b", "c"], K = 1 } });

    private IEstimator<ITransformer> Chain => _ml.Transforms.Conversion.MapValueToKey("Key", "Label")
        .Append(_ml.Transforms.Concatenate("Features", "A", "V")).Append(_ml.Transforms.CopyColumns("Copy", "Text")).Append(_ml.Transforms.DropColumns("When"))
        .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Features")).Append(_ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));

    [Fact]
    public void Of_data() => Assert.Equal(Expected("source"), View.Schema.Select(Describe));

    [Fact]
    public void Of_the_transformed_data() => Assert.Equal(Expected("output"), Chain.Fit(View).Transform(View).Schema.Select(Describe));

    [Fact]
    public void Of_selected_columns()
    {
        var scored = Chain.Fit(View).Transform(View);
        Assert.Equal(Expected("selected"), _ml.Transforms.SelectColumns("Text", "Score").Fit(scored).Transform(scored).Schema.Select(Describe));
    }

    [Fact]
    public void A_second_scorer_has_the_next_number()
    {
        var again = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Score");
        var schema = Chain.Append(again).Fit(View).GetOutputSchema(View.Schema);
        Assert.Equal("2", Value(schema["Score"], "ScoreColumnSetId"));
    }

    [Fact]
    public void Of_a_promise()
    {
        var expected = Goldens.Read("schema").GetProperty("promised").EnumerateArray()
            .Select(c => $"{c.GetProperty("Name")} {c.GetProperty("kind")} {c.GetProperty("type")} {c.GetProperty("IsKey").GetBoolean()} [{string.Join(", ", c.GetProperty("annotations").EnumerateArray())}]");
        var promised = Chain.GetOutputSchema(SchemaShape.Create(View.Schema));
        Assert.Equal(expected, promised.Select(c => $"{c.Name} {c.Kind} {c.ItemType} {c.IsKey} [{string.Join(", ", c.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType}"))}]"));
    }

    [Fact]
    public void Selected_columns_come_in_the_order_asked_for_and_without_hidden_ones()
    {
        var view = _ml.Transforms.CopyColumns("Label", "Text").Fit(View).Transform(View);
        Assert.Equal(["Label", "K", "Text"], Names(_ml.Transforms.SelectColumns("Label", "K", "Text").Fit(view).Transform(view)));
        Assert.Equal(["Label", "Label", "K"], Names(_ml.Transforms.SelectColumns(["Label", "K"], keepHidden: true).Fit(view).Transform(view)));
        Assert.Equal(["Text", "A", "V", "Words", "B", "When", "Label"], Names(_ml.Transforms.DropColumns("K").Fit(view).Transform(view)));
    }

    [Fact]
    public void Slot_names_of_concatenated_vectors_have_the_columns_before_them()
    {
        var inner = _ml.Transforms.Concatenate("Inner", "A", "V").Append(_ml.Transforms.Concatenate("Outer", "A", "Inner")).Append(_ml.Transforms.Concatenate("Same", "Inner"));
        var schema = inner.Fit(View).GetOutputSchema(View.Schema);
        Assert.Equal(["A", "Inner.A", "", "", ""], SlotNames(schema["Outer"]));
        Assert.Equal(["A", "", "", ""], SlotNames(schema["Same"]));
    }

    private static IEnumerable<string> Expected(string set)
        => Goldens.Read("schema").GetProperty(set).EnumerateArray()
            .Select(c => $"{c.GetProperty("Name")} {c.GetProperty("type")} {c.GetProperty("raw")} {c.GetProperty("hidden").GetBoolean()} [{string.Join(", ", c.GetProperty("annotations").EnumerateArray().Select(a => $"{a.GetProperty("Name")} {a.GetProperty("type")} {Texts(a.GetProperty("value"))}"))}]");

    private static string Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join("|", value.EnumerateArray().Select(text => text.GetString())) : value.ToString();

    private static string Describe(DataViewSchema.Column c)
        => $"{c.Name} {c.Type} {c.Type.RawType.Name} {c.IsHidden} [{string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name} {a.Type} {Value(c, a.Name)}"))}]";

    private static string Value(DataViewSchema.Column column, string annotation)
    {
        return column.Annotations.Schema[annotation].Type switch
        {
            KeyDataViewType => Get<uint>().ToString(CultureInfo.InvariantCulture),
            TextDataViewType => Get<ReadOnlyMemory<char>>().ToString(),
            _ => string.Join("|", Get<VBuffer<ReadOnlyMemory<char>>>().DenseValues()),
        };

        T Get<T>()
        {
            T value = default!;
            column.Annotations.GetValue(annotation, ref value);
            return value;
        }
    }

    private static IEnumerable<string> SlotNames(DataViewSchema.Column column) => Value(column, "SlotNames").Split('|');

    private static IEnumerable<string> Names(IDataView view) => view.Schema.Select(c => c.Name);

    private sealed class Row
    {
        public string Text = "";
        public string Label = "";
        public float A;

        [VectorType(3)]
        public float[] V = [];

        [VectorType]
        public string[] Words = [];

        [KeyType(5)]
        public uint K;

        public bool B;
        public DateTime When;
    }
}
