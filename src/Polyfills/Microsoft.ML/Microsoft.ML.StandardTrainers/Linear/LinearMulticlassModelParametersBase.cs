using System.Numerics.Tensors;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The base of linear models of several classes: weights and a bias for each.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IValueMapper
{
    private readonly float[][] _weights;

    internal readonly float[] Biases;

    private protected LinearMulticlassModelParametersBase(IHost host, float[][] weights, float[] biases)
        : base(host) => (_weights, Biases) = (weights, biases);

    DataViewType IValueMapper.InputType => new VectorDataViewType(NumberDataViewType.Single, FeatureCount);

    DataViewType IValueMapper.OutputType => new VectorDataViewType(NumberDataViewType.Single, ClassCount);

    internal int ClassCount => Biases.Length;

    internal int FeatureCount => _weights[0].Length;

    /// <summary>The biases, one for each class.</summary>
    public IEnumerable<float> GetBiases() => Biases.AsEnumerable();

    /// <summary>Copies the weights, those of a class into a vector of its own.</summary>
    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = ClassCount;
        if (weights is null || weights.Length < numClasses)
            Array.Resize(ref weights, numClasses);
        for (var k = 0; k < numClasses; k++)
            VBuffer<float>.Copy(_weights[k], 0, ref weights[k], FeatureCount);
    }

    ValueMapper<TSrc, TDst> IValueMapper.GetMapper<TSrc, TDst>()
    {
        var dense = new float[FeatureCount];
        ValueMapper<VBuffer<float>, VBuffer<float>> map = (in VBuffer<float> features, ref VBuffer<float> scores) =>
        {
            if (features.Length != FeatureCount)
                throw Host.Except("The features of a row are {0} numbers, and the model has weights for {1}", features.Length, FeatureCount);
            features.CopyTo(dense);
            var editor = VBufferEditor.Create(ref scores, ClassCount);
            for (var k = 0; k < _weights.Length; k++)
                editor.Values[k] = TensorPrimitives.Dot<float>(dense, _weights[k]) + Biases[k];
            Calibrate(editor.Values);
            scores = editor.Commit();
        };
        return map as ValueMapper<TSrc, TDst> ?? throw Host.Except("The model maps Vector<Single> to Vector<Single>, not {0} to {1}", typeof(TSrc), typeof(TDst));
    }

    internal ReadOnlySpan<float> WeightsOf(int label) => _weights[label];

    /// <summary>Turns the products into scores.</summary>
    private protected abstract void Calibrate(Span<float> scores);

    private protected void SaveWeights(BinaryWriter writer)
    {
        writer.Write(ClassCount);
        writer.Write(FeatureCount);
        foreach (var numbers in _weights.Append(Biases))
            foreach (var number in numbers)
                writer.Write(number);
    }

    private protected static (float[][] Weights, float[] Biases) LoadWeights(IHost host, BinaryReader reader)
    {
        var (classes, features) = (reader.ReadInt32(), reader.ReadInt32());
        var room = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float);
        host.CheckDecode(classes > 0 && features > 0 && classes <= room / ((long)features + 1), "The number of weights is not one that the model has room for.");
        var weights = new float[classes][];
        for (var k = 0; k < classes; k++)
            weights[k] = Numbers(features);
        return (weights, Numbers(classes));

        float[] Numbers(int count)
        {
            var numbers = new float[count];
            for (var i = 0; i < count; i++)
                host.CheckDecode(float.IsFinite(numbers[i] = reader.ReadSingle()), "A weight is no finite number.");
            return numbers;
        }
    }
}
