namespace Microsoft.ML;

/// <summary>Learns a transformer from data.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <summary>Learns from the data.</summary>
    TTransformer Fit(IDataView input);

    /// <summary>The columns that the transformer will give.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The input lacks what is needed.</exception>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
