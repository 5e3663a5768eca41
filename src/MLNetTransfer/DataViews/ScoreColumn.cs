using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>A column that a transformer adds: its place in the schema, and how its value is read off a row's score.</summary>
/// <typeparam name="TScore">What the network gives for a row; whatever columns are active, it is computed once.</typeparam>
internal abstract class ScoreColumn<TScore>(DataViewSchema.DetachedColumn declaration)
{
    public DataViewSchema.DetachedColumn Declaration { get; } = declaration;

    /// <summary>A ValueGetter of the column's type over the score of the row that is current when it is called.</summary>
    public abstract Delegate MakeGetter(Func<TScore> current);
}

internal delegate void ScoreReader<TScore, TValue>(TScore score, ref TValue value);

internal sealed class ScoreColumn<TScore, TValue>(DataViewSchema.DetachedColumn declaration, ScoreReader<TScore, TValue> read) : ScoreColumn<TScore>(declaration)
{
    public override Delegate MakeGetter(Func<TScore> current) => (ValueGetter<TValue>)((ref TValue value) => read(current(), ref value));
}
