using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column of a text loader with its places in the file worked out.</summary>
internal sealed class TextColumn
{
    private TextColumn(string name, DataViewType type, (int Min, int Limit)[] segments)
        => (Name, Type, Segments) = (name, type, segments);

    public string Name { get; }

    public DataViewType Type { get; }

    /// <summary>Runs of places, each from Min up to, but not including, Limit; a limit of <see cref="int.MaxValue"/> means the end of the line.</summary>
    public (int Min, int Limit)[] Segments { get; }

    /// <summary>Works out all columns of a loader.</summary>
    /// <param name="options">The loader's options.</param>
    /// <param name="width">How many fields the file's lines have, for ranges whose end is open; 0 where no file could be looked at.</param>
    public static TextColumn[] Resolve(TextLoader.Options options, int width)
    {
        var named = options.Columns.SelectMany(column => column.Source ?? [])
            .Where(range => !range.AllOther).Select(range => (range.Min, Limit: Limit(range, width))).ToArray();
        return [.. options.Columns.Select(column => Resolve(column, named, width))];
    }

    /// <summary>Whether the width of the lines is needed to know the columns.</summary>
    public static bool NeedsWidth(TextLoader.Options options)
        => options.Columns.Any(column => column.Source?.Any(range => range.AllOther || range.AutoEnd) == true);

    /// <summary>The item type of a data kind, or of a key with that kind.</summary>
    public static PrimitiveDataViewType ItemType(DataKind kind, KeyCount keyCount, string column)
    {
        if (!Enum.IsDefined(kind))
            throw new ArgumentOutOfRangeException(nameof(kind), $"Column '{column}' has no known kind of data: {kind}.");
        var type = ColumnTypeExtensions.PrimitiveTypeFromKind(kind);
        if (keyCount is null)
            return type;
        if (!KeyDataViewType.IsValidDataType(type.RawType))
            throw new ArgumentOutOfRangeException(nameof(kind), $"Column '{column}' cannot be a key of type {type}: keys are unsigned whole numbers.");
        return new KeyDataViewType(type.RawType, keyCount.Count ?? LargestCount(type.RawType));
    }

    public static TextColumn Load(ModelLoadContext ctx)
    {
        var name = ctx.LoadNonEmptyString();
        var type = TypeCodec.Read(ctx.Reader);
        var count = ctx.Reader.ReadInt32();
        Contracts.CheckDecode(count > 0 && count <= ctx.Reader.BaseStream.Length, "A column of the text loader is damaged.");
        (int Min, int Limit)[] segments = [.. Enumerable.Range(0, count).Select(_ => (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32()))];
        Contracts.CheckDecode(segments.All(segment => segment.Min >= 0 && segment.Limit > segment.Min) && SizeOf(segments) == (type is VectorDataViewType vector ? vector.Size : 1), "A column of the text loader is damaged.");
        return new TextColumn(name, type, segments);
    }

    public void Save(ModelSaveContext ctx)
    {
        ctx.SaveNonEmptyString(Name);
        TypeCodec.Write(Type, ctx.Writer);
        ctx.Writer.Write(Segments.Length);
        foreach (var (min, limit) in Segments)
        {
            ctx.Writer.Write(min);
            ctx.Writer.Write(limit);
        }
    }

    // 0 where the size differs from row to row.
    private static long SizeOf((int Min, int Limit)[] segments)
        => segments.Any(segment => segment.Limit == int.MaxValue) ? 0 : segments.Sum(segment => (long)segment.Limit - segment.Min);

    private static ulong LargestCount(System.Type type) => System.Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    private static TextColumn Resolve(TextLoader.Column column, (int Min, int Limit)[] named, int width)
    {
        if (string.IsNullOrWhiteSpace(column.Name))
            throw new ArgumentOutOfRangeException(nameof(column), "Every column of a text loader needs a name.");
        if (column.Source is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' names no columns of the file: set Source.");
        var item = ItemType(column.DataKind, column.KeyCount, column.Name);
        var segments = column.Source.SelectMany(range => range.AllOther ? Others(named, width) : [(range.Min, Limit(range, width))]).ToArray();
        if (segments.Count(segment => segment.Item2 == int.MaxValue) > 1)
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' has several ranges of variable size: it can have one.");
        var variable = segments.Any(segment => segment.Item2 == int.MaxValue);
        var size = checked((int)SizeOf(segments));
        var scalar = column.Source is [{ ForceVector: false, AutoEnd: false, VariableEnd: false, AllOther: false }] && size == 1;
        if (!scalar && !variable && size == 0)
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' has a range without an end, and no file to find it in: set Max, or give a sample.");
        return new TextColumn(column.Name, scalar ? item : new VectorDataViewType(item, size), segments);
    }

    private static int Limit(TextLoader.Range range, int width)
        => range.VariableEnd ? int.MaxValue : range.AutoEnd ? Math.Max(width, range.Min) : (range.Max ?? range.Min) + 1;

    private static IEnumerable<(int Min, int Limit)> Others((int Min, int Limit)[] named, int width)
    {
        for (var place = 0; place < width; place++)
        {
            var start = place;
            while (place < width && !named.Any(range => range.Min <= place && place < range.Limit))
                place++;
            if (place > start)
                yield return (start, place);
        }
    }
}
