using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>The rows of <paramref name="input"/>, each column kept in memory from the first time that it is asked for.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="columnsToPrefetch">Columns that are kept whenever any is.</param>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        _env.CheckValue(input, nameof(input));
        var names = columnsToPrefetch ?? [];
        foreach (var name in names)
            if (input.Schema.GetColumnOrNull(name) is null)
                throw _env.ExceptSchemaMismatch(nameof(columnsToPrefetch), "prefetch", name);
        return new CacheView(_env, input, names);
    }

    /// <summary>The rows whose number in a column is at least <paramref name="lowerBound"/> and less than <paramref name="upperBound"/>.</summary>
    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        var column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "number", column.Type.ToString());
        return new RangeFilter(_env, input, column, lowerBound, upperBound);
    }

    /// <summary>The rows whose key, as a fraction of all keys, is at least <paramref name="lowerBound"/> and less than <paramref name="upperBound"/>.</summary>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        _env.CheckParam(lowerBound is >= 0 and <= 1, nameof(lowerBound), "Must be in [0, 1]");
        _env.CheckParam(upperBound is >= 0 and <= 1, nameof(upperBound), "Must be in [0, 1]");
        _env.CheckParam(lowerBound <= upperBound, nameof(upperBound), "Must be no less than lowerBound");
        var column = input.Schema[columnName];
        if (column.Type is not KeyDataViewType)
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "KeyType", column.Type.ToString());
        return new RangeFilter(_env, input, column, lowerBound, upperBound);
    }

    /// <summary>The rows without a missing value (NaN, or no key) in any of the columns.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(columns is { Length: > 0 }, nameof(columns), "Name at least one column");
        return new MissingValueFilter(_env, input, Array.ConvertAll(columns, name
            => input.Schema.GetColumnOrNull(name) ?? throw _env.ExceptSchemaMismatch("schema", "source", name)));
    }

    /// <summary>The rows in random order.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="seed">The seed; null to take the context's.</param>
    /// <param name="shufflePoolSize">How many rows are held in memory, to draw the next one from. Default: 1000.</param>
    /// <param name="shuffleSource">Whether <paramref name="input"/> is read in random order, too, where it can be. Default: true.</param>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledView(_env, input, seed, shufflePoolSize, shuffleSource);
    }

    /// <summary>The rows after the first <paramref name="count"/>.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeView(_env, input, count, long.MaxValue);
    }

    /// <summary>The first <paramref name="count"/> rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeView(_env, input, 0, count);
    }

    /// <summary>Shares out the rows at random.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="testFraction">The share of the test set, between 0 and 1. Default: 0.1.</param>
    /// <param name="samplingKeyColumnName">A column whose equal values stay in one set; null where each row stands by itself.</param>
    /// <param name="seed">The seed; null to take the context's.</param>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(testFraction is > 0 and < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        return new RowSplitter(_env, data, samplingKeyColumnName, seed).Split(0, testFraction);
    }

    /// <summary>Shares out the rows at random among folds: each has a test set of its own, and the others' rows to train on.</summary>
    /// <inheritdoc cref="TrainTestSplit"/>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        return [.. new RowSplitter(_env, data, samplingKeyColumnName, seed).Folds(numberOfFolds)];
    }

    /// <summary>Rows to train on and rows to test with.</summary>
    public struct TrainTestData
    {
        /// <summary>The rows to train on.</summary>
        public readonly IDataView TrainSet;

        /// <summary>The rows to test with.</summary>
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
