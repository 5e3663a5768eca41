using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Polyfills.MicrosoftML.Tests.Transforms;

/// <summary>Values are numbered, and numbers turned back, as the real package does it.</summary>
public class KeyGoldenTests
{
    private static readonly JsonElement[] _cases = [.. Goldens.Read("keys").EnumerateArray().Where(c => c.TryGetProperty("order", out _))];

    public static TheoryData<string, int> Cases => Theories.Of(_cases.Select(c => (c.GetProperty("order").GetString()!, c.GetProperty("max").GetInt32())));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Keys_and_values_are_the_same(string order, int max)
    {
        var golden = _cases.Single(c => c.GetProperty("order").GetString() == order && c.GetProperty("max").GetInt32() == max);
        var ml = new MLContext(1);
        var view = Rows(ml, Texts(golden.GetProperty("train"), "values"));
        var chain = ml.Transforms.Conversion.MapValueToKey("Key", "Label", max, Enum.Parse<ValueToKeyMappingEstimator.KeyOrdinality>(order))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(view);
        var schema = chain.GetOutputSchema(view.Schema);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Key"].GetKeyValues(ref names);

        Assert.Equal(golden.GetProperty("type").GetString(), schema["Key"].Type.ToString());
        Assert.Equal(Texts(golden, "keyValues"), names.DenseValues().Select(n => n.ToString()));
        foreach (var set in new[] { golden.GetProperty("train"), golden.GetProperty("test") })
        {
            var output = chain.Transform(Rows(ml, Texts(set, "values")));
            Assert.Equal(set.GetProperty("keys").EnumerateArray().Select(k => k.GetUInt32()), output.GetColumn<uint>("Key"));
            Assert.Equal(Texts(set, "back"), output.GetColumn<string>("Back"));
        }
    }

    private static IDataView Rows(MLContext ml, string[] labels) => ml.Data.LoadFromEnumerable(Array.ConvertAll(labels, l => new Row { Label = l }));

    private static string[] Texts(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];

    private sealed class Row
    {
        public string Label = "";
    }
}
