using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Loads data from text files: one row a line, fields between separators.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    // How many lines are looked at where the file must tell how wide it is.
    private const int SampledLines = 100;

    private readonly Options _options;
    private readonly TextColumn[] _columns;
    private readonly string _header;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment env, Options options, IMultiStreamSource dataSample = null)
    {
        var host = env.Register(nameof(TextLoader));
        host.CheckValue(options, nameof(options));
        _options = Checked(options);
        var sample = dataSample ?? new MultiFileSource(null);
        _columns = TextColumn.Resolve(_options, TextColumn.NeedsWidth(_options) ? Width(sample) : 0);
        // Only the slots of vectors take names from the file.
        _header = _columns.Any(column => column.Type is VectorDataViewType { IsKnownSize: true }) ? TextLineReader.ReadHeader(sample, _options) : null;
        _schema = TextLoaderSchema.Create(_columns, Names());
    }

    /// <summary>The columns that <see cref="Load"/> gives.</summary>
    public DataViewSchema GetOutputSchema() => _schema;

    /// <summary>The rows of <paramref name="source"/>, which is read when they are asked for.</summary>
    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new TextLoaderView(_schema, _columns, _options, source);
    }

    private static Options Checked(Options options)
    {
        if (options.Separators is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(Options.Separators), "Must specify a separator");
        foreach (var c in options.Separators)
        {
            if (c is < ' ' and not '\t' || char.IsAsciiDigit(c) || c == '"')
                throw new ArgumentOutOfRangeException(nameof(Options.Separators), $"Illegal separator: '{c}'");
            if (c == ':' && options.AllowSparse)
                throw new ArgumentOutOfRangeException(nameof(Options.Separators), "When the separator is colon, turn off allowSparse");
            if (c == options.DecimalMarker)
                throw new ArgumentOutOfRangeException(nameof(Options.DecimalMarker), "Decimal marker and separator cannot be the same character.");
        }
        if (options.DecimalMarker is not ('.' or ','))
            throw new ArgumentOutOfRangeException(nameof(Options.DecimalMarker), "Decimal marker cannot be other than '.' or ','");
        if (options.MaxRows < 0)
            throw new ArgumentOutOfRangeException(nameof(Options.MaxRows), "Must be non-negative");
        if (options.InputSize < 0)
            throw new ArgumentOutOfRangeException(nameof(Options.InputSize), "Must be non-negative");
        // What the caller changes later is no concern of this loader. Without columns, the first is the label and the others are the features.
        var own = options.Copy();
        own.HeaderFile = string.IsNullOrWhiteSpace(own.HeaderFile) ? null : own.HeaderFile;
        if (own.Columns is not { Length: > 0 })
            own.Columns = [new Column("Label", DataKind.Single, 0), new Column("Features", DataKind.Single, [new Range(1, null)])];
        return own;
    }

    private int Width(IMultiStreamSource sample)
    {
        if (_options.InputSize is { } given and > 0)
            return given;
        var splitter = new TextFieldSplitter(_options);
        var fields = new TextFields();
        var width = 0;
        foreach (var line in TextLineReader.Read(sample, _options).Take(SampledLines))
        {
            splitter.Split(line, fields);
            width = Math.Max(width, fields.Width);
        }
        return width;
    }

    private TextFields Names()
    {
        if (_header is null)
            return null;
        var names = new TextFields();
        new TextFieldSplitter(_options).Split(_header, names);
        return names;
    }
}
