using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetTransfer.Persistence;

/// <summary>What MLContext shows and the environment behind it hides: a catalog's environment, the seed, the choice of device.</summary>
internal static class HostEnvironments
{
    // Internals: CatalogUtils.GetEnvironment, IInternalCatalog. The stock catalogs keep their environment to themselves.
    // Through object: that a catalog implements the interface is internal, too.
    public static IHostEnvironment EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase catalog) => CatalogUtils.GetEnvironment((IInternalCatalog)(object)catalog);

    /// <inheritdoc cref="EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase)"/>
    public static IHostEnvironment EnvironmentOf(TransformsCatalog.TextTransforms catalog) => CatalogUtils.GetEnvironment((IInternalCatalog)(object)catalog);

    // Internal: IHostEnvironmentInternal. Null where the environment is not ML.NET's own; then the defaults of MLContext hold.
    private static IHostEnvironmentInternal? Internals(IHostEnvironment env) => env as IHostEnvironmentInternal;

    /// <summary>The seed given to MLContext, or null.</summary>
    public static int? Seed(IHostEnvironment env) => Internals(env)?.Seed;

    /// <summary>MLContext.GpuDeviceId: null asks for the CPU.</summary>
    public static int? GpuDeviceId(IHostEnvironment env) => Internals(env)?.GpuDeviceId;

    /// <summary>MLContext.FallbackToCpu: whether the CPU may stand in for a GPU that is not there.</summary>
    public static bool FallbackToCpu(IHostEnvironment env) => Internals(env)?.FallbackToCpu ?? true;
}
