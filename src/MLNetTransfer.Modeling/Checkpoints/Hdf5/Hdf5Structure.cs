namespace MLNetTransfer.Modeling.Checkpoints.Hdf5;

/// <summary>A dataset of an HDF5 file: float32 numbers in one piece.</summary>
/// <param name="Name">Its path, without the slash at its front.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Place">Where in the file its numbers begin.</param>
/// <param name="ByteCount">How many bytes they take.</param>
internal sealed record Hdf5Dataset(string Name, long[] Shape, long Place, long ByteCount);

/// <summary>
/// Finds the datasets of an HDF5 file in its first format: superblock version 0, groups as B-trees of symbol tables, object headers of version 1. The file may say
/// anything: every structure is visited once, and there is a limit to their number and depth.
/// </summary>
/// <remarks>"HDF5 File Format Specification Version 3.0", The HDF Group.</remarks>
internal sealed class Hdf5Structure
{
    private const int MaxStructures = 20_000, MaxDepth = 32, MaxMessages = 1000, MaxRank = 32, HeaderPrefix = 16, MessagePrefix = 8;
    private const int Dataspace = 0x1, Datatype = 0x3, Layout = 0x8, Filters = 0xB, Continuation = 0x10, SymbolTable = 0x11;

    /// <summary>IEEE's 32 bits, the lowest byte first: class and version, byte order and sign, size, and where its parts lie.</summary>
    private static readonly byte[] _float32 = [0x11, 0x20, 0x1F, 0, 4, 0, 0, 0, 0, 0, 0x20, 0, 0x17, 8, 0, 0x17, 0x7F, 0, 0, 0];

    private static readonly byte[] _signature = [0x89, .. "HDF\r\n"u8, 0x1A, .. "\n"u8];

    private readonly Hdf5Bytes _file;
    private readonly HashSet<long> _visited = [];
    private readonly List<Hdf5Dataset> _datasets = [];

    private Hdf5Structure(Hdf5Bytes file) => _file = file;

    /// <summary>All datasets of the file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or has what is not read.</exception>
    public static IReadOnlyList<Hdf5Dataset> Read(Hdf5Bytes file)
    {
        file.Expect(0, _signature);
        if (file.Byte(8) != 0) throw file.Bad($"its superblock has version {file.Byte(8)}, and version 0 is read");
        if (file.Byte(13) != 8 || file.Byte(14) != 8 || file.Int64(24) != 0) throw file.Bad("its places are not of 8 bytes from its beginning on");
        var structure = new Hdf5Structure(file);
        structure.ReadObject(file.Int64(64), "", 0);
        return structure._datasets;
    }

    private void Visit(long place, int depth)
    {
        if (!_visited.Add(place)) throw _file.Bad($"the structure at byte {place:N0} is part of two others, or of itself");
        if (_visited.Count > MaxStructures || depth > MaxDepth) throw _file.Bad($"it has more than {MaxStructures:N0} structures, or {MaxDepth} in one another");
    }

    private void ReadObject(long place, string name, int depth)
    {
        Visit(place, depth);
        var messages = Messages(place);
        if (messages.TryGetValue(SymbolTable, out var group))
        {
            var (tree, heap) = (_file.Int64(group.Place), _file.Int64(group.Place + 8));
            _file.Expect(heap, "HEAP"u8);
            ReadTree(tree, _file.Int64(heap + 24), name, depth + 1);
            return;
        }
        if (!messages.TryGetValue(Dataspace, out var space) || !messages.TryGetValue(Datatype, out var type) || !messages.TryGetValue(Layout, out var layout))
            throw _file.Bad($"'{name}' is neither a group of the first format nor a dataset");
        if (type.Size < _float32.Length || !_file.At(type.Place, _float32.Length).AsSpan().SequenceEqual(_float32)) throw _file.Bad($"'{name}' is not of little-endian float32 numbers");
        if (messages.ContainsKey(Filters) || _file.Byte(layout.Place) is not (3 or 4) || _file.Byte(layout.Place + 1) != 1) throw _file.Bad($"'{name}' is compressed or in pieces");
        var shape = Shape(space.Place, name);
        var dataset = new Hdf5Dataset(name, shape, _file.Int64(layout.Place + 2), _file.Int64(layout.Place + 10));
        if (TensorEntry.CountElements(shape, TorchSharp.torch.ScalarType.Float32) is not { } count || count * sizeof(float) != dataset.ByteCount)
            throw _file.Bad($"'{name}' is {TensorTypes.Show(shape)} and has {dataset.ByteCount:N0} bytes");
        _file.CheckRange(dataset.Place, dataset.ByteCount);
        _datasets.Add(dataset);
    }

    /// <summary>An object's messages by their kind: where each begins, and its size. Of several of a kind the first counts.</summary>
    private Dictionary<int, (long Place, int Size)> Messages(long place)
    {
        if (_file.Byte(place) != 1) throw _file.Bad($"the object at byte {place:N0} has a header of version {_file.Byte(place)}, and version 1 is read");
        var left = _file.UInt16(place + 2);
        if (left > MaxMessages) throw _file.Bad($"the object at byte {place:N0} has {left} messages");
        var found = new Dictionary<int, (long, int)>();
        var blocks = new Queue<(long Place, long Size)>([(place + HeaderPrefix, _file.UInt32(place + 8))]);
        while (blocks.TryDequeue(out var block))
        {
            _file.CheckRange(block.Place, block.Size);
            for (var (at, end) = (block.Place, block.Place + block.Size); left > 0 && at + MessagePrefix <= end; left--)
            {
                var (kind, size) = (_file.UInt16(at), _file.UInt16(at + 2));
                at += MessagePrefix;
                if (at + size > end) throw _file.Bad($"a message at byte {at:N0} is longer than its block");
                found.TryAdd(kind, (at, size));
                if (kind == Continuation) blocks.Enqueue((_file.Int64(at), _file.Int64(at + 8)));
                at += size;
            }
        }
        return found;
    }

    private long[] Shape(long place, string name)
    {
        var (version, rank) = (_file.Byte(place), _file.Byte(place + 1));
        if (version is not (1 or 2) || rank > MaxRank) throw _file.Bad($"'{name}' has sizes of version {version} and {rank} dimensions");
        return [.. Enumerable.Range(0, rank).Select(i => _file.Int64(place + (version == 1 ? 8 : 4) + 8 * i))];
    }

    private void ReadTree(long place, long names, string group, int depth)
    {
        const int KeysAndChildren = 24;

        Visit(place, depth);
        _file.Expect(place, "TREE"u8);
        var (level, count) = (_file.Byte(place + 5), _file.UInt16(place + 6));
        for (var i = 0; i < count; i++)
        {
            var child = _file.Int64(place + KeysAndChildren + 8 + 16L * i);
            if (level > 0) ReadTree(child, names, group, depth + 1);
            else ReadSymbols(child, names, group, depth + 1);
        }
    }

    private void ReadSymbols(long place, long names, string group, int depth)
    {
        const int EntrySize = 40;

        Visit(place, depth);
        _file.Expect(place, "SNOD"u8);
        for (var (i, count) = (0, _file.UInt16(place + 6)); i < count; i++)
        {
            var entry = place + 8 + EntrySize * i;
            var name = _file.Name(names + _file.Int64(entry));
            ReadObject(_file.Int64(entry + 8), group.Length == 0 ? name : $"{group}/{name}", depth + 1);
        }
    }
}
