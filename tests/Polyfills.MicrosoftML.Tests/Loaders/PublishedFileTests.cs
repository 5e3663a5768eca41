using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.TestSupport;

namespace Polyfills.MicrosoftML.Tests.Loaders;

/// <summary>Published files have as many rows and classes as their publishers say.</summary>
public class PublishedFileTests
{
    private readonly MLContext _ml = new(1);

    [SharedFact("data/banking77")]
    public void Quoted_fields_over_several_lines()
    {
        var options = new TextLoader.Options
        {
            Columns = [new("Text", DataKind.String, 0), new("Label", DataKind.String, 1)],
            Separators = [','],
            HasHeader = true,
            AllowQuoting = true,
            ReadMultilines = true,
        };
        var view = _ml.Data.LoadFromTextFile(SharedFolder.PathOf("data/banking77/train.csv"), options);
        var keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(view).Transform(view);
        Assert.Equal(10003, view.GetColumn<string>("Text").Count());
        Assert.Equal(77UL, ((KeyDataViewType)keys.Schema["Key"].Type).Count);
        Assert.Equal(Enumerable.Range(1, 77).Select(k => (uint)k), keys.GetColumn<uint>("Key").Distinct().Order());
    }

    [SharedFact("data/sst2")]
    public void Plain_lines()
    {
        var view = _ml.Data.LoadFromTextFile(SharedFolder.PathOf("data/sst2/train.tsv"), [new("Text", DataKind.String, 0), new("Label", DataKind.Int32, 1)]);
        Assert.Equal(6920, view.GetColumn<string>("Text").Count(text => text.Length > 0));
        Assert.Equal([0, 1], view.GetColumn<int>("Label").Distinct().Order());
    }
}
