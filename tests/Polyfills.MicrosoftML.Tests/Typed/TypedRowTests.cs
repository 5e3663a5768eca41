using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Typed;

public class TypedRowTests
{
    private static readonly MLContext _context = new(1);

    [Fact]
    public void Objects_come_back_as_they_went_in()
    {
        var rows = new[]
        {
            new Row { Text = "a", Numbers = [1, 2], Words = ["x"], Sparse = new VBuffer<float>(4, 1, [3], [2]), Flag = true, When = new DateTime(2024, 5, 6), Renamed = 7 },
            new Row { Text = "b", Numbers = [], Words = [], Sparse = default, Renamed = 8 },
        };
        var view = _context.Data.LoadFromEnumerable(rows);
        Assert.Equal(2, view.GetRowCount());
        Assert.Null(view.Schema.GetColumnOrNull("NotThere"));
        Assert.NotNull(view.Schema.GetColumnOrNull("Other"));
        var back = _context.Data.CreateEnumerable<Row>(view, reuseRowObject: false).ToArray();
        Assert.Equal(rows.Select(r => r.Text), back.Select(r => r.Text));
        Assert.Equal(rows.Select(r => r.Numbers), back.Select(r => r.Numbers));
        Assert.Equal(rows.Select(r => r.Words), back.Select(r => r.Words));
        Assert.Equal([rows[0].Flag, rows[1].Flag], back.Select(r => r.Flag));
        Assert.Equal(rows.Select(r => r.When), back.Select(r => r.When));
        Assert.Equal([7, 8], back.Select(r => r.Renamed));
        Assert.Equal([0, 0, 3, 0], back[0].Sparse.DenseValues());
        Assert.False(back[0].Sparse.IsDense);
        Assert.Equal(0, back[1].Sparse.Length);
    }

    [Fact]
    public void Missing_texts_and_arrays_are_empty()
    {
        var view = _context.Data.LoadFromEnumerable([new Row { Text = null!, Numbers = null!, Words = null! }]);
        var back = _context.Data.CreateEnumerable<Row>(view, false).Single();
        Assert.Equal(("", 0, 0), (back.Text, back.Numbers.Length, back.Words.Length));
    }

    [Fact]
    public void One_object_can_be_filled_again_and_again()
    {
        var view = _context.Data.LoadFromEnumerable([new Row { Text = "a" }, new Row { Text = "b" }]);
        var seen = _context.Data.CreateEnumerable<Row>(view, reuseRowObject: true).ToArray();
        Assert.Same(seen[0], seen[1]);
        Assert.Equal("b", seen[0].Text);
    }

    [Fact]
    public void Key_members_count_from_0_and_columns_from_1()
    {
        var expected = Goldens.Read("keys").EnumerateArray().Single(c => c.TryGetProperty("members", out _));
        uint[] Numbers(string name) => [.. expected.GetProperty(name).EnumerateArray().Select(n => n.GetUInt32())];
        var view = _context.Data.LoadFromEnumerable(Numbers("members").Select(k => new Member { K = k }));
        Assert.Equal(Numbers("column"), view.GetColumn<uint>("K"));
        Assert.Equal(Numbers("back"), _context.Data.CreateEnumerable<Member>(view, false).Select(m => m.K));
        Assert.Equal(Numbers("plainBack"), _context.Data.CreateEnumerable<Plain>(view, false).Select(m => m.K));
    }

    [Fact]
    public void A_cursor_reads_only_what_is_asked_for()
    {
        var view = _context.Data.LoadFromEnumerable([new Counting()]);
        Counting.Reads = 0;
        using var cursor = view.GetRowCursor([view.Schema["Text"]]);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<int>(view.Schema["Number"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<int>(view.Schema["Text"]));
        Assert.False(cursor.MoveNext());
        Assert.Equal(0, Counting.Reads);
    }

    [Fact]
    public void Errors_are_the_real_ones()
    {
        var view = _context.Data.LoadFromEnumerable([new Row()]);
        Goldens.AssertError("GetColumn of a missing name", () => view.GetColumn<float>("Gone").ToArray());
        Goldens.AssertError("GetColumn of another type", () => view.GetColumn<int>("Text").ToArray());
        Goldens.AssertError("ReadOnlyMemory column read as string by GetColumn of bool", () => view.GetColumn<bool>("Text").ToArray());
        Goldens.AssertError("CreateEnumerable of a missing column", () => _context.Data.CreateEnumerable<Answer>(view, false).ToArray());
        Assert.Single(_context.Data.CreateEnumerable<Answer>(view, false, ignoreMissingColumns: true));
    }

    [Fact]
    public void Columns_are_read_as_arrays_and_strings()
    {
        var view = _context.Data.LoadFromEnumerable([new Row { Text = "a", Numbers = [1, 2], Words = ["x", "y"] }]);
        Assert.Equal("a", view.GetColumn<string>("Text").Single());
        Assert.Equal("a", view.GetColumn<ReadOnlyMemory<char>>("Text").Single().ToString());
        Assert.Equal([1, 2], view.GetColumn<float[]>("Numbers").Single());
        Assert.Equal(["x", "y"], view.GetColumn<string[]>(view.Schema["Words"]).Single());
        Assert.Equal(2, view.GetColumn<VBuffer<float>>("Numbers").Single().Length);
    }

    [Fact]
    public void A_definition_sets_types_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Numbers"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        definition["Numbers"].AddAnnotation("SlotNames", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        definition["Text"].ColumnName = "Title";
        var view = _context.Data.LoadFromEnumerable([new Row { Text = "t", Numbers = [1, 2] }], definition);
        Assert.Equal("Vector<Single, 2>", view.Schema["Numbers"].Type.ToString());
        Assert.True(view.Schema["Numbers"].HasSlotNames());
        Assert.Equal("t", view.GetColumn<string>("Title").Single());
        definition["Title"].ColumnType = NumberDataViewType.Single;
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.LoadFromEnumerable([new Row()], definition));
        Assert.Throws<ArgumentOutOfRangeException>(() => SchemaDefinition.Create(typeof(Unknown)));
    }

    private sealed class Row
    {
        [NoColumn]
        public int NotThere = 1;
        public string Text = "";
        public float[] Numbers = [];
        public string[] Words { get; set; } = [];
        public VBuffer<float> Sparse;
        public bool Flag { get; set; }
        public DateTime When;
        [ColumnName("Other")]
        public int Renamed { get; set; }
    }

    private sealed class Counting
    {
        public static int Reads;
        public string Text { get; set; } = "x";
        public int Number => ++Reads;
    }

    private sealed class Member
    {
        [KeyType(5)]
        public uint K;
    }

    private sealed class Plain
    {
        public uint K;
    }

    private sealed class Answer
    {
        public float Nothing;
    }

    private sealed class Unknown
    {
        public List<int> Items = [];
    }
}
