using Microsoft.ML;
using MLNetTransfer.Schema;

namespace MLNetTransfer.DataViews;

/// <summary>The names of the columns that a task reads its texts from.</summary>
internal sealed record TextColumns(string Text, string? SecondText) : IRowColumns<TextRow>
{
    /// <summary>Checks an estimator's input.</summary>
    public void Check(SchemaShape schema)
    {
        ColumnChecks.Text(schema, "text", Text);
        if (SecondText is not null) ColumnChecks.Text(schema, "second text", SecondText);
    }

    /// <summary>The columns of a view, checked.</summary>
    public IReadOnlyList<DataViewSchema.Column> In(DataViewSchema schema)
    {
        var text = ColumnChecks.Text(schema, "text", Text);
        return SecondText is null ? [text] : [text, ColumnChecks.Text(schema, "second text", SecondText)];
    }

    /// <summary>Reads the texts of a row's or a cursor's current position; columns as <see cref="In"/> gives them.</summary>
    public static Func<TextRow> Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var text = TextGetter(row, columns[0]);
        if (columns.Count == 1) return () => new TextRow(text(), null);
        var second = TextGetter(row, columns[1]);
        return () => new TextRow(text(), second());
    }

    Func<TextRow> IRowColumns<TextRow>.Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns) => Reader(row, columns);

    private static Func<string> TextGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            getter(ref value);
            return value.ToString();
        };
    }
}
