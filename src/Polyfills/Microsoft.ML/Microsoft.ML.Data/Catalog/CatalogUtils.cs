using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A catalog as components see it.</summary>
internal interface IInternalCatalog
{
    IHostEnvironment Environment { get; }
}

/// <summary>How extensions of catalogs get at the environment.</summary>
internal static class CatalogUtils
{
    public static IHostEnvironment GetEnvironment(this IInternalCatalog catalog) => Contracts.CheckRef(catalog, nameof(catalog)).Environment;
}
