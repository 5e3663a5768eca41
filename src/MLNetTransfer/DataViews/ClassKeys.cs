using Microsoft.ML;

namespace MLNetTransfer.DataViews;

/// <summary>The one place where ML.NET's keys (from 1, 0 is missing) and a network's class indices (from 0) meet.</summary>
internal static class ClassKeys
{
    public static uint KeyOf(int classIndex) => (uint)classIndex + 1;

    /// <summary>Reads class indices off a key column of 32 bits.</summary>
    public static TargetReader<int> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<uint>(column);
        var key = 0u;
        return (out int classIndex) =>
        {
            getter(ref key);
            classIndex = (int)(key - 1);
            return key != 0;
        };
    }
}
