using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Shares out rows among sets by a hidden column of numbers, so that a row is in the same set in every cursor.</summary>
internal sealed class RowSplitter
{
    private readonly IHostEnvironment _env;
    private readonly IDataView _numbered;
    private readonly DataViewSchema.Column _number;

    /// <param name="env">The environment, whose seed is used where <paramref name="seed"/> is null.</param>
    /// <param name="data">The rows.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one set; null where each row stands by itself.</param>
    /// <param name="seed">The seed of the random numbers or hashes.</param>
    public RowSplitter(IHostEnvironment env, IDataView data, string samplingKeyColumnName, int? seed)
    {
        _env = env;
        _numbered = Number(env, data, samplingKeyColumnName, seed ?? (env as IHostEnvironmentInternal)?.Seed);
        _number = _numbered.Schema[data.Schema.Count];
    }

    /// <summary>The rows whose number is in [<paramref name="lower"/>, <paramref name="upper"/>), and the others.</summary>
    public DataOperationsCatalog.TrainTestData Split(double lower, double upper)
    {
        var train = new RangeFilter(_env, _numbered, _number, lower, upper, complement: true);
        var test = new RangeFilter(_env, _numbered, _number, lower, upper);
        return new DataOperationsCatalog.TrainTestData(Hide(train), Hide(test));
    }

    /// <summary>One set of rows for each fold, and the others beside it.</summary>
    public IEnumerable<DataOperationsCatalog.TrainTestData> Folds(int count)
    {
        for (var fold = 0; fold < count; fold++)
            yield return Split((double)fold / count, (double)(fold + 1) / count);
    }

    private static IDataView Number(IHostEnvironment env, IDataView data, string keyName, int? seed)
    {
        var name = Enumerable.Range(0, int.MaxValue).Select(i => i == 0 ? "SplitColumn" : "SplitColumn_" + i).First(free => data.Schema.GetColumnOrNull(free) is null);
        if (keyName is null)
            return new RandomNumberView(env, data, name, seed);
        if (data.Schema.GetColumnOrNull(keyName) is not { } key)
            throw env.ExceptSchemaMismatch("samplingKeyColumn", "SamplingKeyColumn", keyName);
        if (!RangeFilter.IsValidType(key.Type))
            return new HashedKeyView(env, data, name, key, seed);
        if (key.Type is KeyDataViewType || key.IsNormalized())
            return new ColumnCopyingTransformer(env, (name, keyName)).Transform(data);
        return key.Type.Equals(NumberDataViewType.Single)
            ? new ScaledColumnView<float>(env, data, name, key)
            : new ScaledColumnView<double>(env, data, name, key);
    }

    private IDataView Hide(IDataView view) => ColumnSelectingTransformer.CreateDrop(_env, _number.Name).Transform(view);
}
