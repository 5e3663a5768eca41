using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.Tests.Schema;

/// <summary>The words and exceptions of the real ML.NET (goldens/mlnet/errors.json), with our roles in them.</summary>
public class ColumnCheckTests
{
    private static DataViewSchema Schema(string name, DataViewType type)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(name, type);
        return builder.ToSchema();
    }

    private static string Message(Action act) => Assert.Throws<ArgumentOutOfRangeException>(act).Message;

    [Fact]
    public void A_missing_column()
    {
        var schema = Schema("A", TextDataViewType.Instance);
        Assert.Equal("Could not find label column 'Gone' (Parameter 'inputSchema')", Message(() => ColumnChecks.ClassLabel(schema, "Gone")));
        Assert.Equal("Could not find text column 'Gone' (Parameter 'inputSchema')", Message(() => ColumnChecks.Text(schema, "text", "Gone")));
        Assert.Equal("Could not find text column 'Gone' (Parameter 'inputSchema')", Message(() => ColumnChecks.Text(new SchemaShape([]), "text", "Gone")));
    }

    [Fact]
    public void A_column_of_another_type()
    {
        Assert.Equal("Schema mismatch for label column 'Text': expected Key<UInt32>, got String (Parameter 'labelCol')", Message(() => ColumnChecks.ClassLabel(Schema("Text", TextDataViewType.Instance), "Text")));
        Assert.Equal("Schema mismatch for label column 'L': expected Key<UInt32>, got Key<Byte, 0-4> (Parameter 'labelCol')", Message(() => ColumnChecks.ClassLabel(Schema("L", new KeyDataViewType(typeof(byte), 5)), "L")));
        Assert.Equal("Schema mismatch for text column 'A': expected String, got Vector<Single, 3> (Parameter 'inputSchema')", Message(() => ColumnChecks.Text(Schema("A", new VectorDataViewType(NumberDataViewType.Single, 3)), "text", "A")));
    }

    [Fact]
    public void A_shape_of_another_type()
    {
        SchemaShape Shape(VectorKind kind, DataViewType type, bool isKey = false) => new([ShapeColumns.Create("A", kind, type, isKey)]);
        Assert.Contains("expected String, got Vector<String>", Message(() => ColumnChecks.Text(Shape(VectorKind.Vector, TextDataViewType.Instance), "text", "A")));
        Assert.Contains("expected String, got VarVector<Key<UInt32>>", Message(() => ColumnChecks.Text(Shape(VectorKind.VariableVector, NumberDataViewType.UInt32, isKey: true), "text", "A")));
        Assert.Contains("expected Key<UInt32>, got UInt32", Message(() => ColumnChecks.ClassLabel(Shape(VectorKind.Scalar, NumberDataViewType.UInt32), "A")));
        Assert.Equal("A", ColumnChecks.ClassLabel(Shape(VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true), "A").Name);
    }
}
