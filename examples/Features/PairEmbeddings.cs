using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetTransfer.Examples;

/// <summary>Two texts' embeddings u and v as one row's features: u, v, |u - v| and u * v beside one another. In a pipeline that is to be saved, a CustomMapping does the same.</summary>
internal static class PairEmbeddings
{
    /// <summary>The rows of <paramref name="embedded"/>, which has the columns Label, First and Second.</summary>
    public static IDataView Combine(MLContext ml, IDataView embedded)
    {
        var size = ((VectorDataViewType)embedded.Schema["First"].Type).Size;
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4 * size);
        return ml.Data.LoadFromEnumerable(Rows(ml, embedded), definition);
    }

    private static IEnumerable<Row> Rows(MLContext ml, IDataView embedded) => ml.Data.CreateEnumerable<Pair>(embedded, reuseRowObject: false).Select(pair => new Row { Label = pair.Label, Features = Combine(pair.First, pair.Second) });

    private static float[] Combine(float[] u, float[] v)
    {
        var features = new float[4 * u.Length];
        u.CopyTo(features, 0);
        v.CopyTo(features, u.Length);
        TensorPrimitives.Subtract(u, v, features.AsSpan(2 * u.Length));
        TensorPrimitives.Abs(features.AsSpan(2 * u.Length, u.Length), features.AsSpan(2 * u.Length));
        TensorPrimitives.Multiply(u, v, features.AsSpan(3 * u.Length));
        return features;
    }

    private sealed class Pair
    {
        public string Label { get; set; } = "";

        public float[] First { get; set; } = [];

        public float[] Second { get; set; } = [];
    }

    private sealed class Row
    {
        public string Label { get; set; } = "";

        public float[] Features { get; set; } = [];
    }
}
