namespace Microsoft.ML;

/// <summary>Reads a source into a data view.</summary>
public interface IDataLoader<in TSource> : ICanSaveModel
{
    /// <summary>The data, lazily.</summary>
    IDataView Load(TSource input);

    /// <summary>The columns that are read.</summary>
    DataViewSchema GetOutputSchema();
}
