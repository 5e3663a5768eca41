using System.Numerics.Tensors;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Training rows in memory, dense, in blocks. After a row's features stands a 1, whose weight is the bias, and then zeros up to a length that whole vectors fill. Features have their means
/// taken off: that moves the biases and nothing else, and far fewer iterations find the least.
/// </summary>
internal sealed class TrainingRows
{
    /// <summary>How many rows a block has; it is even.</summary>
    public const int BlockSize = 64;

    /// <summary>Rows are a multiple of this long: a multiple of the vectors of any machine.</summary>
    public const int Alignment = 32;

    private readonly List<float[]> _blocks = [];
    private readonly List<int> _labels = [];
    private readonly List<float> _weights;

    private TrainingRows(int featureCount, bool hasWeights)
    {
        Means = new float[featureCount];
        Stride = (featureCount / Alignment + 1) * Alignment;
        _weights = hasWeights ? [] : null;
    }

    /// <summary>How many rows there are.</summary>
    public int Count => _labels.Count;

    /// <summary>How many rows were left out, for lack of a label, finite features or a positive weight.</summary>
    public long SkippedCount { get; private set; }

    public int FeatureCount => Means.Length;

    /// <summary>What was taken off the features.</summary>
    public float[] Means { get; }

    /// <summary>How long a row is, with the 1 and the zeros.</summary>
    public int Stride { get; }

    /// <summary>Blocks of rows; the last is filled up with zeros.</summary>
    public IReadOnlyList<float[]> Blocks => _blocks;

    /// <summary>The class of a row, from 0.</summary>
    public int LabelOf(int row) => _labels[row];

    public float WeightOf(int row) => _weights is null ? 1 : _weights[row];

    public static TrainingRows Read(IDataView data, string featureColumn, string labelColumn, string weightColumn)
    {
        var (feature, label) = (data.Schema[featureColumn], data.Schema[labelColumn]);
        var weight = weightColumn is null ? (DataViewSchema.Column?)null : data.Schema[weightColumn];
        var rows = new TrainingRows(feature.Type.GetVectorSize(), weight is not null);
        using var cursor = data.GetRowCursor(weight is { } third ? [feature, label, third] : [feature, label]);
        var getFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        var getLabel = cursor.GetGetter<uint>(label);
        var getWeight = weight is { } column ? cursor.GetGetter<float>(column) : null;
        var classCount = ((KeyDataViewType)label.Type).Count;
        VBuffer<float> features = default;
        uint key = 0;
        var count = 1f;
        while (cursor.MoveNext())
        {
            getLabel(ref key);
            getWeight?.Invoke(ref count);
            getFeatures(ref features);
            if (key == 0 || key > classCount || !(count > 0 && float.IsFinite(count)) || !AreFinite(features.GetValues()))
                rows.SkippedCount++;
            else
                rows.Add(features, (int)key - 1, count);
        }
        rows.Center();
        return rows;
    }

    private void Add(in VBuffer<float> features, int label, float weight)
    {
        if (Count % BlockSize == 0)
            _blocks.Add(new float[BlockSize * Stride]);
        var row = RowAt(Count);
        features.CopyTo(row);
        row[FeatureCount] = 1;
        _labels.Add(label);
        _weights?.Add(weight);
    }

    private void Center()
    {
        var sums = new double[FeatureCount];
        for (var i = 0; i < Count; i++)
        {
            var row = RowAt(i);
            for (var f = 0; f < sums.Length; f++)
                sums[f] += row[f];
        }
        for (var f = 0; f < FeatureCount; f++)
            Means[f] = (float)(sums[f] / Math.Max(Count, 1));
        for (var i = 0; i < Count; i++)
            TensorPrimitives.Subtract(RowAt(i)[..FeatureCount], Means, RowAt(i));
    }

    private Span<float> RowAt(int row) => _blocks[row / BlockSize].AsSpan(row % BlockSize * Stride, Stride);

    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (!float.IsFinite(value))
                return false;
        return true;
    }
}
