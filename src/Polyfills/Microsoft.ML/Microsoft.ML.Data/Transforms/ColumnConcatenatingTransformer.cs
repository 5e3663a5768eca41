using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(ColumnConcatenatingTransformer), null, typeof(SignatureLoadModel), "Concat Transform", ColumnConcatenatingTransformer.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>Puts columns of one item type one after another into a vector.</summary>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";

    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string output, string[] inputs)
        : base(env.Register(nameof(ColumnConcatenatingTransformer)))
        => (_output, _inputs) = (output, inputs);

    private static VersionInfo Version => new("CONCATCL", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnConcatenatingTransformer).Assembly.FullName, LoaderSignature);

    internal static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var output = ctx.LoadNonEmptyString();
        var count = ctx.Reader.ReadInt32();
        // A column may be given more than once, so that there can be more of them than names.
        env.CheckDecode(count > 0 && count <= (ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position) / sizeof(int), "The number of columns is not one that the model has room for.");
        return new ColumnConcatenatingTransformer(env, output, [.. Enumerable.Range(0, count).Select(_ => ctx.LoadNonEmptyString())]);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.SaveNonEmptyString(_output);
        ctx.Writer.Write(_inputs.Length);
        foreach (var input in _inputs)
            ctx.SaveNonEmptyString(input);
    }

    private protected override RowMapping.Column[] MakeColumns(DataViewSchema inputSchema)
    {
        DataViewSchema.Column[] inputs = [.. _inputs.Select(name => inputSchema.GetColumnOrNull(name) ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", name))];
        int[] indices = [.. inputs.Select(column => column.Index)];
        // One vector stays as it is, with all that is known of it.
        if (inputs is [{ Type: VectorDataViewType } alone])
            return [new(_output, alone.Type, alone.Annotations, indices, row => Getters.Of(row, row.Schema[alone.Index]))];

        var item = inputs[0].Type.GetItemType();
        foreach (var column in inputs)
            if (!column.Type.GetItemType().Equals(item))
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, item.ToString(), column.Type.ToString());
        if (item is not PrimitiveDataViewType primitive)
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", inputs[0].Name, "a primitive type or a vector of one", item.ToString());
        int[] sizes = [.. inputs.Select(column => column.Type.GetValueCount())];
        var type = new VectorDataViewType(primitive, sizes.Contains(0) ? 0 : sizes.Sum());
        return [new(_output, type, ConcatenatedSlots.Annotations(inputs, type), indices, row => (Delegate)Getters.CallStatic(typeof(ConcatenatedSlots), nameof(ConcatenatedSlots.Getter), item.RawType, row, inputs))];
    }
}
