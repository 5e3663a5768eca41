using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A source with a column that holds another's numbers divided by the largest absolute value among them.</summary>
internal sealed class ScaledColumnView<T> : AddedColumnView<T> where T : IFloatingPointIeee754<T>
{
    private readonly DataViewSchema.Column _column;
    private readonly T _scale;

    public ScaledColumnView(IHostEnvironment env, IDataView source, string name, DataViewSchema.Column column)
        : base(source, name, column.Type, column.Index)
    {
        env.TakeShare(nameof(ScaledColumnView<T>));
        _column = column;
        var largest = T.Zero;
        using var cursor = source.GetRowCursor([column]);
        var getter = cursor.GetGetter<T>(column);
        for (var value = T.Zero; cursor.MoveNext();)
        {
            getter(ref value);
            if (T.IsFinite(value) && T.Abs(value) > largest)
                largest = T.Abs(value);
        }
        _scale = largest > T.Zero ? T.One / largest : T.One;
    }

    public override bool CanShuffle => true;

    protected override ValueGetter<T> CreateGetter(DataViewRow input)
    {
        var getter = input.GetGetter<T>(input.Schema[_column.Index]);
        return (ref T value) =>
        {
            getter(ref value);
            value *= _scale;
        };
    }
}
