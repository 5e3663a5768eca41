using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Polyfills.MicrosoftML.Tests.Models;

[assembly: LoadableClass(typeof(Doubler), null, typeof(SignatureLoadModel), "Doubler", Doubler.LoaderSignature)]

namespace Polyfills.MicrosoftML.Tests.Models;

/// <summary>A transformer written as another library would: it adds a column of another's numbers, times a factor that it saves.</summary>
internal sealed class Doubler(string output, string input, float factor) : ITransformer, IDisposable
{
    public const string LoaderSignature = "TestDoubler";

    private Doubler(ModelLoadContext ctx)
        : this(Load(ctx, out var input, out var factor), input, factor)
    {
    }

    public bool IsDisposed { get; private set; }

    public bool IsRowToRowMapper => true;

    public static VersionInfo Version(uint written = 0x00010001) => new("TESTDOUB", written, written, 0x00010001, typeof(Doubler).Assembly.FullName, LoaderSignature);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _ = inputSchema.GetColumnOrNull(input) ?? throw Contracts.ExceptSchemaMismatch(null, nameof(inputSchema), "input", input);
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        builder.AddColumn(output, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    public IDataView Transform(IDataView data) => new View(this, data);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new Mapper(this, inputSchema);

    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.SaveNonEmptyString(output);
        ctx.SaveNonEmptyString(input);
        ctx.SaveBinaryStream("Factor", writer => writer.Write(factor));
    }

    public void Dispose() => IsDisposed = true;

    private static string Load(ModelLoadContext ctx, out string input, out float factor)
    {
        ctx.CheckAtModel(Version());
        var output = ctx.LoadNonEmptyString();
        input = ctx.LoadNonEmptyString();
        float read = 0;
        ctx.TryLoadBinaryStream("Factor", reader => read = reader.ReadSingle());
        factor = read;
        return output;
    }

    private sealed class Mapper(Doubler parent, DataViewSchema schema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema { get; } = parent.GetOutputSchema(schema);

        public string Output => OutputSchema[^1].Name;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Select(column => column.Index == schema.Count ? schema[parent.Input] : schema[column.Index]).DistinctBy(column => column.Index);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new Row(parent, OutputSchema, input);
    }

    private string Input => input;

    private sealed class View(Doubler parent, IDataView source) : IDataView
    {
        private readonly Mapper _mapper = new(parent, source.Schema);

        public bool CanShuffle => source.CanShuffle;

        public DataViewSchema Schema => _mapper.OutputSchema;

        public long? GetRowCount() => source.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(parent, Schema, source.GetRowCursor(_mapper.GetDependencies(columnsNeeded), rand));

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];
    }

    private sealed class Cursor(Doubler parent, DataViewSchema schema, DataViewRowCursor input) : DataViewRowCursor
    {
        private readonly Row _row = new(parent, schema, input);

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => schema;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override bool MoveNext() => input.MoveNext();
    }

    private sealed class Row(Doubler parent, DataViewSchema schema, DataViewRow input) : DataViewRow
    {
        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => schema;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (column.Index < input.Schema.Count)
                return input.GetGetter<TValue>(input.Schema[column.Index]);
            var getter = input.GetGetter<float>(input.Schema[parent.Input]);
            float number = 0;
            ValueGetter<float> doubled = (ref float value) =>
            {
                ObjectDisposedException.ThrowIf(parent.IsDisposed, parent);
                getter(ref number);
                value = number * parent.Factor;
            };
            return (ValueGetter<TValue>)(Delegate)doubled;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index >= input.Schema.Count || input.IsColumnActive(input.Schema[column.Index]);
    }

    private float Factor => factor;
}

/// <summary>Fits a <see cref="Doubler"/> and counts how often.</summary>
internal sealed class DoublerEstimator(string output, string input, float factor) : IEstimator<Doubler>
{
    public int Fits { get; private set; }

    public Doubler Fit(IDataView data)
    {
        Fits++;
        return new Doubler(output, input, factor);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (!inputSchema.TryFindColumn(input, out var column))
            throw Contracts.ExceptSchemaMismatch(null, nameof(inputSchema), "input", input);
        return new SchemaShape(inputSchema.Append(new(output, column.Kind, column.ItemType, column.IsKey)));
    }
}

internal sealed class Number
{
    public float A;
    public string Text = "";
}

internal sealed class Doubled
{
    public float B;
    public string Text { get; set; } = "";
    public float Extra = 9;
}
