using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>The columns that a task reads of a row, by their names.</summary>
/// <typeparam name="TRow">What they hold together; equal where all of them are.</typeparam>
internal interface IRowColumns<TRow>
{
    /// <summary>The columns of a view, checked.</summary>
    IReadOnlyList<DataViewSchema.Column> In(DataViewSchema schema);

    /// <summary>Reads a row's or a cursor's current position; columns as <see cref="In"/> gives them.</summary>
    Func<TRow> Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns);
}
