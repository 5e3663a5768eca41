using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Schema;

namespace MLNetTransfer.DataViews;

/// <summary>A column of sentences that are split into words.</summary>
internal sealed record WordsColumn(string Name) : IRowColumns<RowValues<string>>
{
    private const string Role = "words";

    /// <summary>Checks an estimator's input.</summary>
    public void Check(SchemaShape schema) => ColumnChecks.Words(schema, Role, Name);

    /// <inheritdoc/>
    public IReadOnlyList<DataViewSchema.Column> In(DataViewSchema schema) => [ColumnChecks.Words(schema, Role, Name)];

    /// <inheritdoc/>
    public Func<RowValues<string>> Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(columns[0]);
        VBuffer<ReadOnlyMemory<char>> words = default;
        return () =>
        {
            getter(ref words);
            return new([.. words.DenseValues().Select(w => w.ToString())]);
        };
    }
}

/// <summary>A column of words' vectors one after another.</summary>
internal sealed record WordVectorsColumn(string Name) : IRowColumns<RowValues<float>>
{
    private const string Role = "feature";

    /// <summary>Checks an estimator's input.</summary>
    public void Check(SchemaShape schema) => ColumnChecks.WordVectors(schema, Role, Name);

    /// <inheritdoc/>
    public IReadOnlyList<DataViewSchema.Column> In(DataViewSchema schema) => [ColumnChecks.WordVectors(schema, Role, Name)];

    /// <inheritdoc/>
    public Func<RowValues<float>> Reader(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var getter = row.GetGetter<VBuffer<float>>(columns[0]);
        VBuffer<float> vectors = default;
        return () =>
        {
            getter(ref vectors);
            var values = new float[vectors.Length];
            vectors.CopyTo(values);
            return new(values);
        };
    }
}
