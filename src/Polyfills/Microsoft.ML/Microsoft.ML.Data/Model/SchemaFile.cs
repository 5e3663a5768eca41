using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The entry of a model's zip that tells which columns the model was made for, with their annotations.</summary>
/// <remarks>The real entry is a file in the binary format for data, of no rows; this one is read by this library only.</remarks>
internal static class SchemaFile
{
    private const uint Signature = 0x48435331; // "1SCH"
    private const int MaxDepth = 4;

    /// <summary>Writes a schema.</summary>
    public static void Write(DataViewSchema schema, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Signature);
        Write(schema, null, writer);
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">The stream is damaged.</exception>
    public static DataViewSchema Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            Contracts.CheckDecode(reader.ReadUInt32() == Signature, "The schema of the model is in a format that this library does not read");
            var builder = new DataViewSchema.Builder();
            foreach (var (name, type, annotations, _) in ReadColumns(reader, false, 0))
                builder.AddColumn(name, type, annotations);
            return builder.ToSchema();
        }
        catch (Exception e) when (e is IOException or ArgumentException or OverflowException)
        {
            throw Contracts.ExceptDecode(null, e, "The schema of the model is damaged");
        }
    }

    private static void Write(DataViewSchema schema, DataViewSchema.Annotations values, BinaryWriter writer)
    {
        // Columns of types that only another library knows have no way to be named here.
        var columns = schema.Where(column => TypeCodec.CanWrite(column.Type)).ToArray();
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            TypeCodec.Write(column.Type, writer);
            Write(column.Annotations.Schema, column.Annotations, writer);
            if (values != null)
                ValueCodec.Write(values, column, writer);
        }
    }

    private static IEnumerable<(string Name, DataViewType Type, DataViewSchema.Annotations Annotations, Delegate Value)> ReadColumns(BinaryReader reader, bool withValues, int depth)
    {
        Contracts.CheckDecode(depth < MaxDepth, "The schema of the model has annotations of annotations without end");
        var count = reader.ReadInt32();
        Contracts.CheckDecode(count >= 0, "The schema of the model has a negative number of columns");
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            Contracts.CheckDecode(name.Length > 0, "The schema of the model has a column without a name");
            var type = TypeCodec.Read(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            foreach (var (kind, annotationType, inner, value) in ReadColumns(reader, true, depth + 1))
                annotations.Add(kind, annotationType, value, inner);
            yield return (name, type, annotations.ToAnnotations(), withValues ? ValueCodec.Read(type, reader) : null);
        }
    }
}
