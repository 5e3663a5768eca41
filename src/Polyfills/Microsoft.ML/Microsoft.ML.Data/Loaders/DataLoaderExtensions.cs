using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Loaders on paths.</summary>
public static class DataLoaderExtensions
{
    /// <summary>The rows of files.</summary>
    public static IDataView Load(this IDataLoader<IMultiStreamSource> loader, params string[] path)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return loader.Load(new MultiFileSource(path));
    }
}
