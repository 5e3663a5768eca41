using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Loaders;

public sealed class TextLoaderTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly TemporaryFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Members_say_where_they_are_loaded_from()
    {
        var path = _files.Write("a.csv", "id,text,x,y,z,flag,class\n7,hello,1,2,3,yes,1\n8,,4,,6,0,5\n");
        var view = _ml.Data.LoadFromTextFile<Input>(path, ',', hasHeader: true);
        var rows = _ml.Data.CreateEnumerable<Input>(view, false).ToArray();
        Assert.Equal([(7, "hello", true, 2u), (8, "", false, 0u)], rows.Select(r => (r.Id, r.Text, r.Flag, r.Class)));
        Assert.Equal([[1f, 2, 3], [4, 0, 6]], rows.Select(r => r.Numbers));
        Assert.Equal([[3.0, 1], [6, 4]], rows.Select(r => r.Picked));
        Assert.Equal(["Id: Int32", "Words: String", "Numbers: Vector<Single, 3> {SlotNames}", "Picked: Vector<Double, 2> {SlotNames}", "Flag: Boolean", "Class: Key<UInt32, 0-2>"], view.Schema.Select(c => c.ToString()));
        Assert.Equal(["x", "y", "z"], SlotNames(view.Schema["Numbers"]));
        Assert.Equal(["z", "x"], SlotNames(view.Schema["Picked"]));
        Assert.Contains("'Other' is missing the LoadColumnAttribute", Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<Unplaced>(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_end_where_they_say()
    {
        var path = _files.Write("a.txt", "1 2 3 4\n5 6 7 8\n");
        var view = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            Separators = [' '],
            Columns =
            [
                new("First", DataKind.Int32, 0),
                new("Two", DataKind.Single, 1, 2),
                new("ToTheLast", DataKind.Single, [new TextLoader.Range(2, null)]),
                new("Single", DataKind.Single, [new TextLoader.Range(3) { ForceVector = true }]),
            ],
        });
        Assert.Equal(["First: Int32", "Two: Vector<Single, 2>", "ToTheLast: Vector<Single, 2>", "Single: Vector<Single, 1>"], view.Schema.Select(c => c.ToString()));
        Assert.Equal([[3f, 4], [7, 8]], view.GetColumn<float[]>("ToTheLast"));
        var rest = _ml.Data.LoadFromTextFile(path, [new("Label", DataKind.Single, 1), new("Rest", DataKind.Single, [new TextLoader.Range { AllOther = true }])], ' ');
        Assert.Equal([[1f, 3, 4], [5, 7, 8]], rest.GetColumn<float[]>("Rest"));
        var features = _ml.Data.LoadFromTextFile(path, new TextLoader.Options { Separators = [' '] });
        Assert.Equal(["Label: Single", "Features: Vector<Single, 3>"], features.Schema.Select(c => c.ToString()));
    }

    [Fact]
    public void Vectors_of_any_size_and_sparse_items()
    {
        var path = _files.Write("a.txt", "a\t1\t2\nb\nc\t3\n");
        var open = _ml.Data.LoadFromTextFile(path, [new("Name", DataKind.String, 0), new("Items", DataKind.Single, [new TextLoader.Range { Min = 1, VariableEnd = true }])]);
        Assert.Equal([[1f, 2], [], [3]], open.GetColumn<float[]>("Items"));
        var sparse = _files.Write("b.txt", "1\t5\t1:2.5\t4:9\n0\t5\t0:3\n");
        var view = _ml.Data.LoadFromTextFile(sparse, [new("Label", DataKind.Single, 0), new("Features", DataKind.Single, 1, 5)], allowSparse: true);
        Assert.Equal([[0, 2.5f, 0, 0, 9], [3, 0, 0, 0, 0]], view.GetColumn<float[]>("Features"));
    }

    [Fact]
    public void Options_of_numbers_and_quotes()
    {
        var path = _files.Write("a.txt", "1,5;\"say \\\"so\\\"\"\n;x\n1.5;y\n");
        var view = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            Separators = [';'],
            DecimalMarker = ',',
            EscapeChar = '\\',
            AllowQuoting = true,
            MissingRealsAsNaNs = true,
            Columns = [new("Number", DataKind.Double, 0), new("Text", DataKind.String, 1)],
        });
        Assert.Equal([1.5, double.NaN, double.NaN], view.GetColumn<double>("Number"));
        Assert.Equal(["say \"so\"", "x", "y"], view.GetColumn<string>("Text"));
    }

    [Fact]
    public void Several_files_and_at_most_so_many_rows()
    {
        _files.Write("b.tsv", "text\nthree\n");
        _files.Write("a.tsv", "text\none\ntwo\n");
        var options = new TextLoader.Options { HasHeader = true, Columns = [new("Text", DataKind.String, 0)] };
        Assert.Equal(["one", "two", "three"], _ml.Data.LoadFromTextFile(Path.Combine(_files.Folder, "*.tsv"), options).GetColumn<string>("Text"));
        Assert.Equal(3, _ml.Data.LoadFromTextFile(_files.Folder, options).GetColumn<string>("Text").Count());
        options.MaxRows = 2;
        Assert.Equal(["one", "two"], _ml.Data.CreateTextLoader(options).Load(Path.Combine(_files.Folder, "a.tsv"), Path.Combine(_files.Folder, "b.tsv")).GetColumn<string>("Text"));
    }

    [Fact]
    public void Names_can_come_from_a_file_of_their_own()
    {
        var options = new TextLoader.Options { HasHeader = true, HeaderFile = _files.Write("names.tsv", "\n# of points\nx\ty\n"), Columns = [new("Point", DataKind.Single, 0, 1)] };
        var view = _ml.Data.LoadFromTextFile(_files.Write("points.tsv", "1\t2\n3\t4\n"), options);
        Assert.Equal(["x", "y"], SlotNames(view.Schema["Point"]));
        Assert.Equal([[1f, 2], [3, 4]], view.GetColumn<float[]>("Point"));
    }

    [Fact]
    public void A_view_is_read_anew_and_only_where_it_is_asked()
    {
        var path = _files.Write("a.tsv", "one\t1\ntwo\t2\n");
        var view = _ml.Data.LoadFromTextFile(path, [new("Text", DataKind.String, 0), new("Number", DataKind.Int32, 1)]);
        Assert.False(view.CanShuffle);
        Assert.Null(view.GetRowCount());
        using (var cursor = view.GetRowCursor([view.Schema["Number"]]))
        {
            Assert.False(cursor.IsColumnActive(view.Schema["Text"]));
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Text"]));
            var getter = cursor.GetGetter<int>(view.Schema["Number"]);
            var value = 0;
            Assert.Throws<InvalidOperationException>(() => getter(ref value));
            Assert.True(cursor.MoveNext() && cursor.MoveNext() && !cursor.MoveNext() && !cursor.MoveNext());
        }
        File.AppendAllText(path, "three\t3\n");
        Assert.Equal([1, 2, 3], view.GetColumn<int>("Number"));
    }

    [Fact]
    public void A_saved_loader_reads_the_same()
    {
        var path = _files.Write("a.csv", "id,text,x,y,z,flag,class\n7,\"a,b\",1,2,3,yes,1\n");
        var loader = _ml.Data.CreateTextLoader<Input>(',', hasHeader: true, new MultiFileSource(path), allowQuoting: true);
        using var stream = new MemoryStream();
        using (var writer = RepositoryWriter.CreateNew(stream))
        {
            ModelSaveContext.SaveModel(writer, loader, "Loader");
            writer.Commit();
        }
        stream.Position = 0;
        using var reader = RepositoryReader.Open(stream);
        ModelLoadContext.LoadModel<TextLoader, SignatureLoadModel>(new MLContext(), out var loaded, reader, "Loader");
        Assert.Equal(loader.GetOutputSchema().Select(c => c.ToString()), loaded.GetOutputSchema().Select(c => c.ToString()));
        var view = loaded.Load(path);
        Assert.Equal(["a,b"], view.GetColumn<string>("Words"));
        Assert.Equal(["z", "x"], SlotNames(view.Schema["Picked"]));
    }

    [Theory]
    [InlineData('5')]
    [InlineData('"')]
    [InlineData('\n')]
    public void Separators_that_cannot_be_are_refused(char separator)
        => Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.CreateTextLoader([new("A", DataKind.Single, 0)], separator));

    private static IEnumerable<string> SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.ToString());
    }

    private sealed class Input
    {
        [LoadColumn(0)]
        public int Id;

        [LoadColumn(1), ColumnName("Words")]
        public string Text = "";

        [LoadColumn(2, 4), VectorType(3)]
        public float[] Numbers = [];

        [LoadColumn([4, 2]), VectorType(2)]
        public double[] Picked = [];

        [LoadColumn(5)]
        public bool Flag { get; set; }

        [LoadColumn(6), KeyType(3)]
        public uint Class { get; set; }

        [NoColumn]
        public string Other = "";
    }

    private sealed class Unplaced
    {
        public string Other = "";
    }
}
