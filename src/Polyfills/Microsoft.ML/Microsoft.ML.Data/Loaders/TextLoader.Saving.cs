using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    internal const string LoaderSignature = "TextLoader";

    private TextLoader(Options options, TextColumn[] columns, string header)
    {
        (_options, _columns, _header) = (options, columns, header);
        _schema = TextLoaderSchema.Create(columns, Names());
    }

    private static VersionInfo Version => new("TEXTLOAD", 0x00010001, 0x00010001, 0x00010001, typeof(TextLoader).Assembly.FullName, LoaderSignature);

    internal static TextLoader Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var host = env.Register(nameof(TextLoader));
        ctx.CheckAtModel(Version);
        var options = new Options
        {
            HasHeader = ctx.Reader.ReadBoolean(),
            AllowQuoting = ctx.Reader.ReadBoolean(),
            AllowSparse = ctx.Reader.ReadBoolean(),
            TrimWhitespace = ctx.Reader.ReadBoolean(),
            ReadMultilines = ctx.Reader.ReadBoolean(),
            MissingRealsAsNaNs = ctx.Reader.ReadBoolean(),
            InputSize = ctx.Reader.ReadInt32(),
            MaxRows = ctx.Reader.ReadInt64(),
            Separators = ctx.LoadNonEmptyString().ToCharArray(),
            DecimalMarker = ctx.LoadNonEmptyString()[0],
            EscapeChar = ctx.LoadNonEmptyString()[0],
        };
        var header = ctx.LoadStringOrNull();
        var count = ctx.Reader.ReadInt32();
        host.CheckDecode(count > 0 && count <= ctx.Strings.Length, "The number of columns is not one that the model has names for.");
        var columns = new TextColumn[count];
        for (var i = 0; i < count; i++)
            columns[i] = TextColumn.Load(ctx);
        return new TextLoader(options, columns, header);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_options is { HasHeader: true, HeaderFile: null });
        ctx.Writer.Write(_options.AllowQuoting);
        ctx.Writer.Write(_options.AllowSparse);
        ctx.Writer.Write(_options.TrimWhitespace);
        ctx.Writer.Write(_options.ReadMultilines);
        ctx.Writer.Write(_options.MissingRealsAsNaNs);
        ctx.Writer.Write(_options.InputSize ?? 0);
        ctx.Writer.Write(_options.MaxRows ?? long.MaxValue);
        ctx.SaveNonEmptyString(new string(_options.Separators));
        ctx.SaveNonEmptyString(_options.DecimalMarker.ToString());
        ctx.SaveNonEmptyString(_options.EscapeChar.ToString());
        ctx.SaveStringOrNull(_header);
        ctx.Writer.Write(_columns.Length);
        foreach (var column in _columns)
            column.Save(ctx);
    }
}
