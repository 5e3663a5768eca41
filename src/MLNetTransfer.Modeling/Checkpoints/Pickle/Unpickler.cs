using System.Buffers.Binary;
using System.Text;

namespace MLNetTransfer.Modeling.Checkpoints.Pickle;

/// <summary>
/// Reads the pickles that torch.save writes for tensors, and no others: a pickle is a program, and here it can build dictionaries, lists, numbers, texts
/// and references to tensors. A name outside <see cref="PickleGlobals"/> is refused before anything is done with it.
/// </summary>
internal sealed class Unpickler
{
    /// <summary>Published checkpoints have some hundred kilobytes.</summary>
    public const int MaxBytes = 64 << 20;

    // An instruction of one byte can make an object of a hundred.
    private const int MaxInstructions = 4_000_000;

    private static readonly object _mark = new();
    private static readonly UTF8Encoding _utf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;
    private readonly string _what;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _position;

    private Unpickler(byte[] bytes, string what) => (_bytes, _what) = (bytes, what);

    /// <summary>Runs the pickle.</summary>
    /// <param name="bytes">The pickle.</param>
    /// <param name="what">Names the file in errors.</param>
    /// <exception cref="InvalidDataException">It is damaged, or does more than build tensors.</exception>
    public static object? Load(byte[] bytes, string what) => new Unpickler(bytes, what).Run();

    private object? Run()
    {
        for (var i = 0; i < MaxInstructions; i++)
        {
            var code = Take(1)[0];
            switch (code)
            {
                case 0x80: // PROTO
                    if (Take(1)[0] is var version and not 2) throw Bad($"it is written in pickle protocol {version}, and torch.save writes 2");
                    break;
                case (byte)'.': // STOP
                    return Pop();
                case (byte)'(':
                    _marks.Add(_stack.Count);
                    _stack.Add(_mark);
                    break;
                case (byte)'N': Push(null); break;
                case 0x88: Push(true); break;
                case 0x89: Push(false); break;
                case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
                case (byte)'K': Push((long)Take(1)[0]); break;
                case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
                case 0x8a: Push(Long(Take(Take(1)[0]))); break;
                case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
                case (byte)'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
                case (byte)']': Push(new PickleSequence([], false)); break;
                case (byte)'}': Push(new PickleDictionary([])); break;
                case (byte)')': Push(new PickleSequence([], true)); break;
                case 0x85 or 0x86 or 0x87: Push(new PickleSequence(PopMany(code - 0x84), true)); break;
                case (byte)'t': Push(new PickleSequence(PopToMark(), true)); break;
                case (byte)'a':
                    var last = Pop();
                    List().Add(last);
                    break;
                case (byte)'e':
                    var tail = PopToMark();
                    List().AddRange(tail);
                    break;
                case (byte)'s': SetItems(PopMany(2)); break;
                case (byte)'u': SetItems(PopToMark()); break;
                case (byte)'q': _memo[Take(1)[0]] = Top(); break;
                case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
                case (byte)'h': Push(Remembered(Take(1)[0])); break;
                case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
                case (byte)'c': Push(Global($"{Line()}.{Line()}")); break;
                case (byte)'Q': Push(PickleGlobals.Storage(Pop()) ?? throw Bad("it refers to something that is not a storage")); break;
                case (byte)'R':
                    var arguments = Pop();
                    Push(PickleGlobals.Call(Pop(), arguments) ?? throw Bad("it builds a tensor from impossible arguments"));
                    break;
                case (byte)'b':
                    // torch.save hangs version notes on the dictionary; nothing here needs them.
                    if (Pop() is not PickleDictionary || Top() is not PickleDictionary) throw Bad("it sets the state of something that is not a dictionary");
                    break;
                default:
                    throw Bad($"it holds the instruction 0x{code:x2} at byte {_position - 1}, which torch.save does not write for tensors");
            }
        }
        throw Bad($"it has more than {MaxInstructions} instructions");
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Top() => _stack.Count > 0 && _stack[^1] != _mark ? _stack[^1] : throw Bad("its stack runs empty");

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private List<object?> PopMany(int count)
    {
        var start = _stack.Count - count;
        if (start < 0 || (_marks.Count > 0 && _marks[^1] >= start)) throw Bad("its stack runs empty");
        return Cut(start, start);
    }

    private List<object?> PopToMark()
    {
        if (_marks.Count == 0) throw Bad("a mark is missing");
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return Cut(mark, mark + 1);
    }

    private List<object?> Cut(int from, int itemsFrom)
    {
        var items = _stack.GetRange(itemsFrom, _stack.Count - itemsFrom);
        _stack.RemoveRange(from, _stack.Count - from);
        return items;
    }

    private List<object?> List() => Top() is PickleSequence { IsTuple: false } list ? list.Items : throw Bad("it appends to something that is not a list");

    private void SetItems(List<object?> keysAndValues)
    {
        if (Top() is not PickleDictionary dictionary) throw Bad("it adds keys to something that is not a dictionary");
        if (keysAndValues.Count % 2 != 0) throw Bad("a key has no value");
        for (var i = 0; i < keysAndValues.Count; i += 2) dictionary.Items.Add((keysAndValues[i], keysAndValues[i + 1]));
    }

    private object? Remembered(uint index) => _memo.TryGetValue(index, out var value) ? value : throw Bad($"it recalls entry {index}, which it did not store");

    private PickleGlobal Global(string name) => PickleGlobals.Find(name)
        ?? throw new InvalidDataException($"{_what} names '{name}', which is no part of a tensor, and is refused: a pickle can run any code. Use a checkpoint in safetensors, or save the state_dict alone.");

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > _bytes.Length - _position) throw Bad("it ends early");
        var taken = _bytes.AsSpan(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private string Text(uint length)
    {
        try
        {
            return _utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw Bad("a text is not UTF-8");
        }
    }

    private string Line()
    {
        var rest = _bytes.AsSpan(_position);
        var end = rest[..Math.Min(rest.Length, 256)].IndexOf((byte)'\n');
        if (end < 0) throw Bad("a name has no end");
        return Encoding.Latin1.GetString(Take((uint)end + 1)[..^1]);
    }

    private long Long(ReadOnlySpan<byte> littleEndian)
    {
        if (littleEndian.Length > 8) throw Bad("a number is too large");
        Span<byte> wide = stackalloc byte[8];
        wide.Fill(littleEndian.Length > 0 && littleEndian[^1] >= 0x80 ? (byte)0xff : (byte)0);
        littleEndian.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    private InvalidDataException Bad(string why) => new($"{_what} cannot be read: {why}. Download it again, or save the model as safetensors.");
}
