using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.DataView;

public class DataViewSchemaTests
{
    private static readonly MLContext _context = new(1);

    private static IDataView View => _context.Data.LoadFromEnumerable([new Row()]);

    [Fact]
    public void Columns_of_a_class_are_the_real_ones()
    {
        var expected = Goldens.Read("schema").GetProperty("source").EnumerateArray().Select(c => (c.GetProperty("Name").GetString(), c.GetProperty("type").GetString(), c.GetProperty("raw").GetString(), c.GetProperty("hidden").GetBoolean()));
        Assert.Equal(expected, View.Schema.Select(c => ((string?)c.Name, (string?)c.Type.ToString(), (string?)c.Type.RawType.Name, c.IsHidden)));
    }

    [Fact]
    public void Shapes_of_columns_are_the_real_ones()
    {
        var promised = Goldens.Read("schema").GetProperty("promised").EnumerateArray().ToDictionary(c => c.GetProperty("Name").GetString()!);
        foreach (var column in SchemaShape.Create(View.Schema).Where(c => c.Name != "When"))
        {
            JsonElement expected = promised[column.Name];
            Assert.Equal(expected.GetProperty("kind").GetString(), column.Kind.ToString());
            Assert.Equal(expected.GetProperty("type").GetString(), column.ItemType.ToString());
            Assert.Equal(expected.GetProperty("IsKey").GetBoolean(), column.IsKey);
            Assert.Empty(column.Annotations);
        }
    }

    [Fact]
    public void Of_columns_of_one_name_the_last_is_found_and_the_others_are_hidden()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("A", TextDataViewType.Instance);
        var schema = builder.ToSchema();
        Assert.Equal([true, false], schema.Select(c => c.IsHidden));
        Assert.Equal(1, schema["A"].Index);
        Assert.Null(schema.GetColumnOrNull("B"));
        Assert.Equal("A", Assert.Single(SchemaShape.Create(schema)).Name);
        Goldens.AssertError("Schema indexer", () => _ = schema["Gone"]);
    }

    [Fact]
    public void Annotations_are_read_by_name_and_type()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Kind", TextDataViewType.Instance, "x".AsMemory());
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["a".AsMemory(), "b".AsMemory()]));
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2), annotations.ToAnnotations());
        var column = builder.ToSchema()["V"];

        ReadOnlyMemory<char> kind = default;
        column.Annotations.GetValue("Kind", ref kind);
        Assert.Equal("x", kind.ToString());
        VBuffer<ReadOnlyMemory<char>> names = default;
        Assert.True(column.HasSlotNames());
        column.GetSlotNames(ref names);
        Assert.Equal(["a", "b"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal("V: Vector<Single, 2> {Kind, SlotNames}", column.ToString());

        float wrong = 0;
        Assert.Equal("Invalid call to 'GetGetter'", Assert.Throws<InvalidOperationException>(() => column.Annotations.GetValue("Kind", ref wrong)).Message);
        Assert.Equal("Invalid call to 'GetValue'", Assert.Throws<InvalidOperationException>(() => column.Annotations.GetValue("Gone", ref wrong)).Message);
        Assert.Throws<ArgumentException>(() => new DataViewSchema.Annotations.Builder().Add("K", NumberDataViewType.Single, (ref double value) => value = 1));
    }

    [Fact]
    public void A_required_column_asks_for_its_annotations()
    {
        var names = new SchemaShape.Column("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);
        var wanted = new SchemaShape.Column("F", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([names]));
        var plain = new SchemaShape.Column("F", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);
        Assert.False(wanted.IsCompatibleWith(plain));
        Assert.True(plain.IsCompatibleWith(wanted));
        Assert.Equal("Vector<Single>", plain.GetTypeString());
        Assert.Equal("Key<UInt32>", new SchemaShape.Column("K", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true).GetTypeString());
    }

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
