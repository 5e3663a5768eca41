using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Persistence;

namespace MLNetTransfer.DataViews;

/// <summary>
/// A transformer that adds columns which a network makes of each row. Safe to use from many threads. Dispose it to free the network's memory; a PredictionEngine and a
/// TransformerChain dispose the transformers they own.
/// </summary>
public abstract class ScoringTransformer : ITransformer, IDisposable
{
    private readonly SavedFormat _format;

    private protected ScoringTransformer(SavedFormat format) => _format = format;

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of the wrong type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Bind(input.Schema).Over(input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var entries = new EntryWriter(ctx, _format);
        Write(entries);
        entries.Finish();
    }

    /// <summary>Frees the network's memory. Nothing can be transformed afterwards.</summary>
    public abstract void Dispose();

    /// <summary>Where what is read is in a schema, and which columns are added to it.</summary>
    private protected abstract ScoringMap Map(DataViewSchema inputSchema);

    /// <summary>Writes everything that loading needs.</summary>
    private protected abstract void Write(EntryWriter entries);

    /// <summary>The format of a transformer's own kind.</summary>
    private protected static SavedFormat FormatOf<T>() where T : ITransformer, ISavedTransformer<T> => T.Format;

    private ScoringMap Bind(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Map(inputSchema);
    }
}
