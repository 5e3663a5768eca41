using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Settings of a prediction engine.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the prediction without a column are left as they are. Default: true.</summary>
    public bool IgnoreMissingColumns = true;

    /// <summary>The columns of the input; those of its public members where null, the default.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>The columns of the prediction; those of its public members where null, the default.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether disposing the engine disposes the transformer. Default: true.</summary>
    public bool OwnsTransformer = true;
}
