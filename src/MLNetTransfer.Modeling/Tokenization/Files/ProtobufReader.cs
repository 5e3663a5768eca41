using System.Buffers.Binary;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads the fields of one message in protobuf's wire format, which may say anything: what leads out of the message is an error that names the file.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message, string file)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private int _at;
    private Wire _wire;

    /// <summary>How a field's value is stored.</summary>
    private enum Wire
    {
        Varint = 0,
        EightBytes = 1,
        Bytes = 2,
        FourBytes = 5,
    }

    /// <summary>Goes to the next field; the one before must have been read or skipped.</summary>
    /// <param name="field">The field's number.</param>
    /// <returns>False at the end of the message.</returns>
    public bool TryReadField(out int field)
    {
        field = 0;
        if (_at == _message.Length) return false;
        ulong tag = ReadVarint();
        if (tag is < 8 or > uint.MaxValue) throw Bad("a field's number");
        (field, _wire) = ((int)(tag >> 3), (Wire)(tag & 7));
        return true;
    }

    public bool ReadBoolean() => ReadInt64() != 0;

    /// <summary>A whole number, as protobuf does cut to 32 bits.</summary>
    public int ReadInt32() => unchecked((int)ReadInt64());

    public float ReadSingle()
    {
        Expect(Wire.FourBytes);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    /// <summary>A string's bytes, or another message.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(Wire.Bytes);
        ulong length = ReadVarint();
        return Take(length <= int.MaxValue ? (int)length : throw Bad("a length"));
    }

    public void Skip()
    {
        switch (_wire)
        {
            case Wire.Varint: ReadVarint(); break;
            case Wire.EightBytes: Take(8); break;
            case Wire.FourBytes: Take(4); break;
            case Wire.Bytes: ReadBytes(); break;
            default: throw Bad("a field of an unknown kind");
        }
    }

    private long ReadInt64()
    {
        Expect(Wire.Varint);
        return unchecked((long)ReadVarint());
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte b = Take(1)[0];
            value |= (ulong)(b & 127) << shift;
            if (b < 128) return value;
        }

        throw Bad("a number");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _message.Length - _at) throw Bad("a field that is longer than its message");
        ReadOnlySpan<byte> bytes = _message.Slice(_at, count);
        _at += count;
        return bytes;
    }

    private readonly void Expect(Wire wire)
    {
        if (_wire != wire) throw Bad("a field of another kind");
    }

    private readonly InvalidDataException Bad(string what)
        => new($"{file} is no valid SentencePiece model: {what} at byte {_at:N0} of a message of {_message.Length:N0} bytes. Is it a protobuf file, and whole?");
}
