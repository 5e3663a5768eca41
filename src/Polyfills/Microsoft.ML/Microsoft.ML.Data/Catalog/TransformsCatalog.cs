using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Data processing: extension methods make the transforms.</summary>
public sealed class TransformsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal TransformsCatalog(IHostEnvironment env)
    {
        _env = Contracts.CheckRef(env, nameof(env));
        Categorical = new CategoricalTransforms(this);
        Conversion = new ConversionTransforms(this);
        Text = new TextTransforms(this);
        FeatureSelection = new FeatureSelectionTransforms(this);
    }

    public CategoricalTransforms Categorical { get; }

    public ConversionTransforms Conversion { get; }

    public TextTransforms Text { get; }

    public FeatureSelectionTransforms FeatureSelection { get; }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>Transforms of categories.</summary>
    public sealed class CategoricalTransforms : IInternalCatalog
    {
        private readonly TransformsCatalog _owner;

        internal CategoricalTransforms(TransformsCatalog owner) => _owner = owner;

        IHostEnvironment IInternalCatalog.Environment => _owner._env;
    }

    /// <summary>Transforms that change the type of a column.</summary>
    public sealed class ConversionTransforms : IInternalCatalog
    {
        private readonly TransformsCatalog _owner;

        internal ConversionTransforms(TransformsCatalog owner) => _owner = owner;

        IHostEnvironment IInternalCatalog.Environment => _owner._env;
    }

    /// <summary>Transforms of text.</summary>
    public sealed class TextTransforms : IInternalCatalog
    {
        private readonly TransformsCatalog _owner;

        internal TextTransforms(TransformsCatalog owner) => _owner = owner;

        IHostEnvironment IInternalCatalog.Environment => _owner._env;
    }

    /// <summary>Transforms that select features.</summary>
    public sealed class FeatureSelectionTransforms : IInternalCatalog
    {
        private readonly TransformsCatalog _owner;

        internal FeatureSelectionTransforms(TransformsCatalog owner) => _owner = owner;

        IHostEnvironment IInternalCatalog.Environment => _owner._env;
    }
}
