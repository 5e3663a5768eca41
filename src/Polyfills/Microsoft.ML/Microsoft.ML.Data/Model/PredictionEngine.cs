using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Applies a model to one object at a time. Not for use by several threads.</summary>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
        : base(env, transformer, options)
    {
    }

    /// <summary>Applies the model to <paramref name="example"/> and fills <paramref name="prediction"/>, or a new object where it is null.</summary>
    public override void Predict(TSrc example, ref TDst prediction)
    {
        Contracts.CheckValue(example, nameof(example));
        ExtractValues(example);
        prediction ??= new TDst();
        FillValues(prediction);
    }
}

/// <summary>What applies a model to one object at a time.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private readonly DataViewConstructionUtils.InputRow<TSrc> _input;
    private readonly DataViewRow _output;
    private readonly IRowReadableAs<TDst> _reader;
    private bool _disposed;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(transformer, nameof(transformer));
        env.CheckParam(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _input = DataViewConstructionUtils.CreateInputRow<TSrc>(env, options.InputSchemaDefinition);
        var mapper = transformer.GetRowToRowMapper(_input.Schema);
        OutputSchema = mapper.OutputSchema;
        var binding = TypedCursorable<TDst>.Create(env, new EmptyDataView(OutputSchema), options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _output = mapper.GetRow(_input, OutputSchema);
        _reader = binding.GetRow(_output);
    }

    /// <summary>The columns that the model gives.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>Releases what the engine holds and, unless its options say otherwise, the model.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _output.Dispose();
        _input.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    /// <summary>Applies the model to <paramref name="example"/>.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <inheritdoc cref="PredictionEngine{TSrc, TDst}.Predict(TSrc, ref TDst)"/>
    public abstract void Predict(TSrc example, ref TDst prediction);

    private protected void ExtractValues(TSrc example) => _input.ExtractValues(example);

    private protected void FillValues(TDst prediction) => _reader.FillValues(prediction);
}
