using Microsoft.ML.Internal.Utilities;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A source with a key column that hashes another column, so that equal values stay together whatever their order. Missing values stay missing.</summary>
internal sealed class HashedKeyView : AddedColumnView<uint>
{
    private const int Bits = 30;
    private const uint Mask = (1u << Bits) - 1;

    // The seed of ML.NET's hashing where none is given.
    private const uint DefaultSeed = 314489979;

    private readonly DataViewSchema.Column _column;
    private readonly uint _seed;

    public HashedKeyView(IHostEnvironment env, IDataView source, string name, DataViewSchema.Column column, int? seed)
        : base(source, name, new KeyDataViewType(typeof(uint), 1UL << Bits), column.Index)
    {
        env.TakeShare(nameof(HashedKeyView));
        if (column.Type is VectorDataViewType || !(column.Type is TextDataViewType or NumberDataViewType or BooleanDataViewType or RowIdDataViewType))
            throw env.ExceptSchemaMismatch("inputSchema", "input", column.Name, "Expected Text, Key, Single, Double, integer, Boolean or DataViewRowId", column.Type.ToString());
        _column = column;
        _seed = seed is { } given ? (uint)given : DefaultSeed;
    }

    public override bool CanShuffle => true;

    protected override ValueGetter<uint> CreateGetter(DataViewRow input)
        => (ValueGetter<uint>)Getters.Call(this, nameof(CreateGetterOf), _column.Type.RawType, input);

    private ValueGetter<uint> CreateGetterOf<T>(DataViewRow input)
    {
        var getter = input.GetGetter<T>(input.Schema[_column.Index]);
        T item = default;
        return (ref uint value) =>
        {
            getter(ref item);
            value = Key(item);
        };
    }

    private uint Key<T>(T item) => item switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty ? 0 : (Hashing.MurmurHash(_seed, text.Span.Trim(' ')) & Mask) + 1,
        DataViewRowId id => Blocks(id.High == 0 ? [(uint)id.Low, (uint)(id.Low >> 32)] : [(uint)id.Low, (uint)(id.Low >> 32), (uint)id.High, (uint)(id.High >> 32)]),
        bool flag => Blocks(flag ? 1u : 0u),
        long number => Blocks((uint)number, (uint)(number >> 32)),
        ulong number => Blocks((uint)number, (uint)(number >> 32)),
        _ => Blocks((uint)Convert.ToInt64(item, System.Globalization.CultureInfo.InvariantCulture)),
    };

    // A block of zeros after the first is left out, so that a number hashes the same whatever its width.
    private uint Blocks(params ReadOnlySpan<uint> blocks)
    {
        var hash = Hashing.MurmurRound(_seed, blocks[0]);
        foreach (var block in blocks[1..])
            if (block != 0)
                hash = Hashing.MurmurRound(hash, block);
        return (Hashing.Finish(hash, sizeof(uint)) & Mask) + 1;
    }
}
