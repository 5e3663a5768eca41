using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Polyfills.MicrosoftML.Tests.Transforms;

public class TransformTests
{
    private readonly MLContext _ml = new(1);

    private IDataView View => _ml.Data.LoadFromEnumerable(new[]
    {
        new Row { Text = "b", Number = 1.5f, Tags = ["x", "y"], Pair = [1, 2] },
        new Row { Text = "a", Number = float.NaN, Tags = [], Pair = [3, 4] },
        new Row { Text = "b\nc", Number = -2, Tags = ["y", "", "z"], Pair = [5, 6] },
    });

    [Fact]
    public void Concatenate_puts_scalars_and_vectors_together()
    {
        var view = _ml.Transforms.Concatenate("All", "Number", "Pair", "Number").Fit(View).Transform(View);
        Assert.Equal([[1.5f, 1, 2, 1.5f], [float.NaN, 3, 4, float.NaN], [-2, 5, 6, -2]], view.GetColumn<float[]>("All"));
        var words = _ml.Transforms.Concatenate("All", "Text", "Tags").Fit(View).Transform(View);
        Assert.Equal([["b", "x", "y"], ["a"], ["b\nc", "y", "", "z"]], words.GetColumn<string[]>("All"));
        Assert.False(((VectorDataViewType)words.Schema["All"].Type).IsKnownSize);
    }

    [Fact]
    public void Keys_of_numbers_and_of_vectors_and_back()
    {
        var chain = _ml.Transforms.Conversion.MapValueToKey([new("NumberKey", "Number"), new("TagKeys", "Tags")], keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_ml.Transforms.Conversion.MapKeyToValue([new("NumberBack", "NumberKey"), new("TagsBack", "TagKeys")]));
        var output = chain.Fit(View).Transform(View);
        Assert.Equal([2u, 0, 1], output.GetColumn<uint>("NumberKey"));
        Assert.Equal([1.5f, float.NaN, -2], output.GetColumn<float>("NumberBack"));
        Assert.Equal([[1u, 2], [], [2, 0, 3]], output.GetColumn<uint[]>("TagKeys"));
        Assert.Equal([["x", "y"], [], ["y", "", "z"]], output.GetColumn<string[]>("TagsBack"));
    }

    [Fact]
    public void Values_can_be_given_and_annotated_as_text()
    {
        var given = _ml.Data.LoadFromEnumerable(new[] { new Given { Value = -2 }, new Given { Value = 9 } });
        var output = _ml.Transforms.Conversion.MapValueToKey("Key", "Number", addKeyValueAnnotationsAsText: true, keyData: given).Fit(View).Transform(View);
        Assert.Equal([0u, 0, 1], output.GetColumn<uint>("Key"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        output.Schema["Key"].GetKeyValues(ref names);
        Assert.Equal(["-2", "9"], names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void No_rows_give_no_keys()
    {
        var empty = _ml.Data.LoadFromEnumerable(Array.Empty<Row>());
        var model = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(empty);
        Assert.Equal([0u, 0, 0], model.Transform(View).GetColumn<uint>("Key"));
    }

    [Fact]
    public void A_saved_chain_gives_the_same_in_another_context_under_the_real_entries()
    {
        var model = Chain().Fit(View);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, View.Schema, stream);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            var real = Goldens.Read("zip").EnumerateArray().Select(e => e.GetProperty("FullName").GetString()!);
            Assert.Equal(real.Where(name => name.Contains("Transform_000", StringComparison.Ordinal)), zip.Entries.Select(e => e.FullName).Where(name => name.Contains("Transform_000", StringComparison.Ordinal)));
        }
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _);
        AssertSame(model.Transform(View), loaded.Transform(View));
    }

    [Fact]
    public void A_single_row_gives_what_a_view_gives()
    {
        var model = Chain().Fit(View);
        using var engine = _ml.Model.CreatePredictionEngine<Row, Result>(model);
        var expected = _ml.Data.CreateEnumerable<Result>(model.Transform(View), false).ToArray();
        var rows = _ml.Data.CreateEnumerable<Row>(View, false).Select(engine.Predict).ToArray();
        Assert.Equal(expected.Select(r => (r.Key, r.Back, string.Join(' ', r.All))), rows.Select(r => (r.Key, r.Back, string.Join(' ', r.All))));
    }

    [Fact]
    public void Only_the_columns_needed_are_active()
    {
        var view = Chain().Fit(View).Transform(View);
        var mapper = ((ITransformer)Chain().Fit(View)).GetRowToRowMapper(View.Schema);
        Assert.Equal(["Text"], mapper.GetDependencies([mapper.OutputSchema["Back"]]).Select(c => c.Name));
        using var cursor = view.GetRowCursor([view.Schema["Key"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Key"]));
        Assert.False(cursor.IsColumnActive(view.Schema["All"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["All"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Key"]));
    }

    private EstimatorChain<ITransformer> Chain()
        => new EstimatorChain<ITransformer>()
            .Append((IEstimator<ITransformer>)_ml.Transforms.Conversion.MapValueToKey("Key", "Text"))
            .Append((IEstimator<ITransformer>)_ml.Transforms.Concatenate("All", "Number", "Pair"))
            .Append((IEstimator<ITransformer>)_ml.Transforms.CopyColumns("Copy", "Key"))
            .Append((IEstimator<ITransformer>)_ml.Transforms.Conversion.MapKeyToValue("Back", "Copy"))
            .Append((IEstimator<ITransformer>)_ml.Transforms.SelectColumns("Key", "All", "Back"));

    private static void AssertSame(IDataView expected, IDataView actual)
    {
        Assert.Equal(expected.Schema.Select(c => c.ToString()), actual.Schema.Select(c => c.ToString()));
        Assert.Equal(expected.GetColumn<uint>("Key"), actual.GetColumn<uint>("Key"));
        Assert.Equal(expected.GetColumn<float[]>("All"), actual.GetColumn<float[]>("All"));
        Assert.Equal(expected.GetColumn<string>("Back"), actual.GetColumn<string>("Back"));
    }

    private sealed class Row
    {
        public string Text = "";
        public float Number;

        [VectorType]
        public string[] Tags = [];

        [VectorType(2)]
        public float[] Pair = [];
    }

    private sealed class Result
    {
        [KeyType(3)]
        public uint Key;

        public float[] All = [];
        public string Back = "";
    }

    private sealed class Given
    {
        public float Value;
    }
}
