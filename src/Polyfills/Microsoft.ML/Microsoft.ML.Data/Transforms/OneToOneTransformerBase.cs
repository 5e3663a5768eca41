using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The base of transformers each of whose added columns is made of one other.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected readonly (string OutputColumnName, string InputColumnName)[] ColumnPairs;

    private protected OneToOneTransformerBase(IHost host, (string OutputColumnName, string InputColumnName)[] columns)
        : base(host)
    {
        host.CheckNonEmpty(columns, nameof(columns));
        foreach (var (output, input) in columns)
        {
            host.CheckNonEmpty(output, nameof(columns));
            host.CheckNonEmpty(input, nameof(columns));
        }
        if (columns.GroupBy(pair => pair.OutputColumnName).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw host.ExceptParam(nameof(columns), $"Output column '{twice.Key}' specified multiple times");
        ColumnPairs = columns;
    }

    private protected sealed override RowMapping.Column[] MakeColumns(DataViewSchema inputSchema)
        => [.. ColumnPairs.Select((pair, i) => MakeColumn(i, pair.OutputColumnName, inputSchema.GetColumnOrNull(pair.InputColumnName)
            ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.InputColumnName)))];

    /// <summary>Works out one added column.</summary>
    private protected abstract RowMapping.Column MakeColumn(int index, string name, DataViewSchema.Column input);

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach (var (output, input) in ColumnPairs)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    private protected static (string OutputColumnName, string InputColumnName)[] LoadColumns(IHost host, ModelLoadContext ctx)
    {
        var count = ctx.Reader.ReadInt32();
        host.CheckDecode(count > 0 && ctx.Strings is { } names && count <= names.Length, "The number of columns is not one that the model has names for.");
        var columns = new (string, string)[count];
        for (var i = 0; i < count; i++)
            columns[i] = (ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString());
        return columns;
    }
}
