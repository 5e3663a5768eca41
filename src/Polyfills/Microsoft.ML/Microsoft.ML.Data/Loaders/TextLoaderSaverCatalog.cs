using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Text files as data.</summary>
public static class TextLoaderSaverCatalog
{
    /// <summary>A loader of text files.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separatorChar">The separator of fields. Default: tab.</param>
    /// <param name="hasHeader">Whether the first line holds names. Default: false.</param>
    /// <param name="dataSample">A file to look at for names and for the number of columns.</param>
    /// <param name="allowQuoting">Whether fields may be quoted. Default: false.</param>
    /// <param name="trimWhitespace">Whether white space at the end of lines is dropped. Default: false.</param>
    /// <param name="allowSparse">Whether lines may hold items of the form <c>index:value</c>. Default: false.</param>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => new(CatalogUtils.GetEnvironment(catalog), Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    /// <summary>A loader of text files.</summary>
    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
        => new(CatalogUtils.GetEnvironment(catalog), options, dataSample);

    /// <summary>A loader of text files whose columns are those members of <typeparamref name="TInput"/> that have a <see cref="LoadColumnAttribute"/>.</summary>
    /// <inheritdoc cref="CreateTextLoader(DataOperationsCatalog, TextLoader.Column[], char, bool, IMultiStreamSource, bool, bool, bool)"/>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, char separatorChar = '\t', bool hasHeader = false,
        IMultiStreamSource dataSample = null, bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => catalog.CreateTextLoader(ColumnsOfClass.Of(typeof(TInput)), separatorChar, hasHeader, dataSample, allowQuoting, trimWhitespace, allowSparse);

    /// <inheritdoc cref="CreateTextLoader{TInput}(DataOperationsCatalog, char, bool, IMultiStreamSource, bool, bool, bool)"/>
    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
        => new(CatalogUtils.GetEnvironment(catalog), WithColumns(options, typeof(TInput)), dataSample);

    /// <summary>The rows of a text file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="path">The file, or several by a pattern with <c>*</c>.</param>
    /// <inheritdoc cref="CreateTextLoader(DataOperationsCatalog, TextLoader.Column[], char, bool, IMultiStreamSource, bool, bool, bool)"/>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Column[] columns, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => Load(catalog, path, () => Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <summary>The rows of a text file.</summary>
    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
        => Load(catalog, path, () => options ?? new TextLoader.Options());

    /// <summary>The rows of a text file, whose columns are those members of <typeparamref name="TInput"/> that have a <see cref="LoadColumnAttribute"/>.</summary>
    /// <inheritdoc cref="LoadFromTextFile(DataOperationsCatalog, string, TextLoader.Column[], char, bool, bool, bool, bool)"/>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, char separatorChar = '\t', bool hasHeader = false,
        bool allowQuoting = false, bool trimWhitespace = false, bool allowSparse = false)
        => Load(catalog, path, () => Options(ColumnsOfClass.Of(typeof(TInput)), separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    /// <inheritdoc cref="LoadFromTextFile{TInput}(DataOperationsCatalog, string, char, bool, bool, bool, bool)"/>
    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
        => Load(catalog, path, () => WithColumns(options, typeof(TInput)));

    private static IDataView Load(DataOperationsCatalog catalog, string path, Func<TextLoader.Options> options)
    {
        var env = CatalogUtils.GetEnvironment(catalog);
        env.CheckNonEmpty(path, nameof(path));
        env.CheckParam(MultiFileSource.Exists(path), nameof(path), $"File or directory does not exist at path: {path}");
        var source = new MultiFileSource(path);
        return new TextLoader(env, options(), source).Load(source);
    }

    private static TextLoader.Options WithColumns(TextLoader.Options options, Type type)
    {
        ArgumentNullException.ThrowIfNull(options);
        var own = options.Copy();
        own.Columns = ColumnsOfClass.Of(type);
        return own;
    }

    private static TextLoader.Options Options(TextLoader.Column[] columns, char separatorChar, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse)
        => new()
        {
            Columns = columns,
            Separators = [separatorChar],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };
}
