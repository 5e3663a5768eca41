using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), null, typeof(SignatureLoadModel), "Multiclass LR Executor", MaximumEntropyModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// <summary>A multinomial logistic regression: the softmax of the products gives probabilities.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";

    internal MaximumEntropyModelParameters(IHostEnvironment env, float[][] weights, float[] biases)
        : base(env.Register(nameof(MaximumEntropyModelParameters)), weights, biases)
    {
    }

    private static VersionInfo Version => new("MULTI LR", 0x00010001, 0x00010001, 0x00010001, typeof(MaximumEntropyModelParameters).Assembly.FullName, LoaderSignature);

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var (weights, biases) = LoadWeights(env.Register(nameof(MaximumEntropyModelParameters)), ctx.Reader);
        return new MaximumEntropyModelParameters(env, weights, biases);
    }

    private protected override void Calibrate(Span<float> scores) => TensorPrimitives.SoftMax<float>(scores, scores);

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveWeights(ctx.Writer);
    }
}
