using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Loaders;

/// <summary>Lines are read as the real package reads them.</summary>
public class TextLoaderGoldenTests
{
    private static readonly JsonElement[] _cases = [.. Goldens.Read("text-loader").EnumerateArray()];

    public static TheoryData<string, string> Cases => Theories.Of(_cases.Select(c => (c.GetProperty("file").GetString()!, c.GetProperty("setting").GetString()!)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lines_are_read_alike(string file, string setting)
    {
        var golden = _cases.Single(c => c.GetProperty("file").GetString() == file && c.GetProperty("setting").GetString() == setting);
        using var folder = new TemporaryFiles();
        var path = folder.Write("rows.txt", golden.GetProperty("content").GetString()!);
        var options = new TextLoader.Options
        {
            Columns = [new("Label", DataKind.String, 0), new("Text", DataKind.String, 1), new("Number", DataKind.Single, 2)],
            HasHeader = true,
            AllowQuoting = setting.Contains("allowQuoting", StringComparison.Ordinal),
            TrimWhitespace = setting.Contains("trimWhitespace", StringComparison.Ordinal),
            ReadMultilines = setting.Contains("readMultilines", StringComparison.Ordinal),
            Separators = ['\t'],
        };
        var view = new MLContext(1).Data.LoadFromTextFile(path, options);
        var expected = golden.GetProperty("rows");
        if (expected.ValueKind == JsonValueKind.String)
        {
            var error = Assert.ThrowsAny<Exception>(() => Read(view));
            Assert.Equal(expected.GetString(), $"{error.GetType().Name}: {error.Message}");
            return;
        }
        Assert.Equal(expected.EnumerateArray().Select(r => (r.GetProperty("label").GetString()!, r.GetProperty("text").GetString()!, Number(r.GetProperty("number")))), Read(view));
    }

    private static (string, string, float)[] Read(IDataView view)
        => [.. view.GetColumn<string>("Label").Zip(view.GetColumn<string>("Text"), view.GetColumn<float>("Number"))];

    private static float Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? float.Parse(value.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : value.GetSingle();
}
