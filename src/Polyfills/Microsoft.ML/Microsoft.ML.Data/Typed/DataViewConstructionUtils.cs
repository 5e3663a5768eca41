using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes rows of objects.</summary>
internal static class DataViewConstructionUtils
{
    /// <summary>A view of the objects.</summary>
    public static StreamingDataView<TRow> CreateFromEnumerable<TRow>(IHostEnvironment env, IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class => new(env, data, InternalSchemaDefinition.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));

    /// <summary>A row whose object can be changed.</summary>
    public static InputRow<TRow> CreateInputRow<TRow>(IHostEnvironment env, SchemaDefinition schemaDefinition = null)
        where TRow : class => new(env, InternalSchemaDefinition.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));

    /// <summary>The columns of a class, with the annotations of a schema's columns of the same names.</summary>
    public static SchemaDefinition GetSchemaDefinition<TRow>(IHostEnvironment env, DataViewSchema schema)
    {
        var definition = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        foreach (var column in schema)
        {
            var member = definition[column.Name] ?? throw env.Except($"Type should contain a member named {column.Name}");
            member.AddAnnotations(column.Annotations);
        }
        return definition;
    }

    /// <summary>A row whose object can be changed.</summary>
    public sealed class InputRow<TRow> : InputRowBase<TRow>
        where TRow : class
    {
        private TRow _value;
        private long _position = -1;

        public InputRow(IHostEnvironment env, InternalSchemaDefinition definition)
            : base(env, definition.ToSchema(), definition, _ => true)
        {
        }

        public override long Position => _position;

        protected override TRow Current => _value;

        public void ExtractValues(TRow row)
        {
            Host.CheckValue(row, nameof(row));
            _value = row;
            _position++;
        }

        public override bool MoveNext() => throw Host.ExceptNotSupp("The row follows its object.");
    }
}
