using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms of any columns.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>Puts columns of one item type one after another into a vector.</summary>
    public static ColumnConcatenatingEstimator Concatenate(this TransformsCatalog catalog, string outputColumnName, params string[] inputColumnNames)
        => new(CatalogUtils.GetEnvironment(catalog), outputColumnName, inputColumnNames);

    /// <summary>Gives a column again under another name.</summary>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName)
        => new(CatalogUtils.GetEnvironment(catalog), (outputColumnName, inputColumnName));

    /// <summary>Drops columns.</summary>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames)
        => ColumnSelectingEstimator.Drop(CatalogUtils.GetEnvironment(catalog), columnNames);

    /// <summary>Keeps the named columns only, in the order in which they are named.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames)
        => SelectColumns(catalog, columnNames, false);

    /// <summary>Keeps the named columns only, and hidden ones of their names too where <paramref name="keepHidden"/> says so.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden)
        => ColumnSelectingEstimator.Keep(CatalogUtils.GetEnvironment(catalog), columnNames, keepHidden);
}
