using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select Columns Transform", ColumnSelectingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";

    private readonly IHost _host;
    private readonly string[] _names;
    private readonly bool _keeps, _keepsHidden;

    private ColumnSelectingTransformer(IHostEnvironment env, string[] names, bool keeps, bool keepsHidden)
    {
        _host = env.Register(nameof(ColumnSelectingTransformer));
        _host.CheckNonEmpty(names, nameof(names));
        (_names, _keeps, _keepsHidden) = (names, keeps, keepsHidden);
    }

    bool ITransformer.IsRowToRowMapper => true;

    private static VersionInfo Version => new("SELCOLTR", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnSelectingTransformer).Assembly.FullName, LoaderSignature);

    internal static ColumnSelectingTransformer CreateKeep(IHostEnvironment env, string[] names, bool keepHidden = false) => new(env, names, keeps: true, keepHidden);

    internal static ColumnSelectingTransformer CreateDrop(IHostEnvironment env, params string[] names) => new(env, names, keeps: false, keepsHidden: false);

    internal static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var keeps = ctx.Reader.ReadBoolean();
        var keepsHidden = ctx.Reader.ReadBoolean();
        var count = ctx.Reader.ReadInt32();
        env.CheckDecode(count > 0 && ctx.Strings is { } names && count <= names.Length, "The number of columns is not one that the model has names for.");
        return new ColumnSelectingTransformer(env, [.. Enumerable.Range(0, count).Select(_ => ctx.LoadNonEmptyString())], keeps, keepsHidden);
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => SelectedColumnsView.Select(inputSchema, Sources(inputSchema));

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new SelectedColumnsView(input, Sources(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ColumnSelection(inputSchema, Sources(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_keeps);
        ctx.Writer.Write(_keepsHidden);
        ctx.Writer.Write(_names.Length);
        foreach (var name in _names)
            ctx.SaveNonEmptyString(name);
    }

    // Kept columns come in the order in which they are named, dropped ones leave the others' order.
    private int[] Sources(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        foreach (var name in _names)
            if (inputSchema.GetColumnOrNull(name) is null)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        var visible = inputSchema.Where(column => _keepsHidden || !column.IsHidden);
        return _keeps
            ? [.. _names.SelectMany(name => visible.Where(column => column.Name == name)).Select(column => column.Index)]
            : [.. visible.Where(column => !_names.Contains(column.Name)).Select(column => column.Index)];
    }
}
