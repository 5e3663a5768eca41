using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saving, loading and applying models.</summary>
public sealed class ModelOperationsCatalog : IInternalCatalog
{
    private const string SchemaEntryName = "Schema";

    private readonly IHostEnvironment _env;

    internal ModelOperationsCatalog(IHostEnvironment env) => _env = Contracts.CheckRef(env, nameof(env));

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Writes a model to a stream that can be written and sought.</summary>
    /// <param name="model">The model; null stands for one that changes nothing.</param>
    /// <param name="inputSchema">The columns that it was made for; may be null.</param>
    /// <param name="stream">The stream, which stays open.</param>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        _env.CheckValue(stream, nameof(stream));
        using var repository = RepositoryWriter.CreateNew(stream, _env);
        ModelSaveContext.SaveModel(repository, model ?? new TransformerChain<ITransformer>(), TransformerChain.LoaderSignature);
        if (inputSchema != null)
        {
            using var channel = _env.Start("Saving Schema");
            using var entry = repository.CreateEntry(SchemaEntryName);
            SchemaFile.Write(inputSchema, entry.Stream);
        }
        repository.Commit();
    }

    /// <summary>Writes a model to a file, in place of what the file held.</summary>
    /// <inheritdoc cref="Save(ITransformer, DataViewSchema, Stream)"/>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.Create(filePath);
        Save(model, inputSchema, stream);
    }

    /// <summary>Reads a model from a stream that can be read and sought.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="inputSchema">The columns that the model was made for; null where they were not saved.</param>
    /// <exception cref="FormatException">The stream holds no model, or a damaged one.</exception>
    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        _env.CheckValue(stream, nameof(stream));
        using var repository = RepositoryReader.Open(stream, _env);
        using var entry = repository.OpenEntryOrNull(SchemaEntryName);
        inputSchema = entry == null ? null : SchemaFile.Read(entry.Stream);
        if (!ModelLoadContext.LoadModelOrNull<ITransformer, SignatureLoadModel>(_env, out var model, repository, TransformerChain.LoaderSignature))
            throw entry == null ? _env.Except("Could not load legacy format model") : _env.ExceptDecode("Corrupt model file");
        return model;
    }

    /// <summary>Reads a model from a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <inheritdoc cref="Load(Stream, out DataViewSchema)"/>
    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        _env.CheckNonEmpty(filePath, nameof(filePath));
        using var stream = File.OpenRead(filePath);
        return Load(stream, out inputSchema);
    }

    /// <summary>An engine that applies the model to one object at a time, and owns it.</summary>
    /// <param name="transformer">The model.</param>
    /// <param name="ignoreMissingColumns">Whether members of the prediction without a column are left as they are.</param>
    /// <param name="inputSchemaDefinition">The columns of the input; those of its public members where left out.</param>
    /// <param name="outputSchemaDefinition">The columns of the prediction; those of its public members where left out.</param>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true, SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions { IgnoreMissingColumns = ignoreMissingColumns, InputSchemaDefinition = inputSchemaDefinition, OutputSchemaDefinition = outputSchemaDefinition });

    /// <summary>An engine whose input has the annotations of a schema.</summary>
    /// <inheritdoc cref="CreatePredictionEngine{TSrc, TDst}(ITransformer, bool, SchemaDefinition, SchemaDefinition)"/>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class
        where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(transformer, false, DataViewConstructionUtils.GetSchemaDefinition<TSrc>(_env, inputSchema));

    /// <summary>An engine of the options.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class
        where TDst : class, new()
    {
        _env.CheckValue(options, nameof(options));
        return new PredictionEngine<TSrc, TDst>(_env, transformer, options);
    }
}
