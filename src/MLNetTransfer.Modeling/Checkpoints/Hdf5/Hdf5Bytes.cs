using System.Buffers.Binary;

namespace MLNetTransfer.Modeling.Checkpoints.Hdf5;

/// <summary>Numbers at places of an HDF5 file that may say anything; what lies outside of it is an error that names the file.</summary>
internal sealed class Hdf5Bytes(MappedData data, long length, string what)
{
    private const int LongestName = 1024;

    /// <summary>Some bytes.</summary>
    /// <exception cref="InvalidDataException">They are not all in the file.</exception>
    public byte[] At(long place, int count)
    {
        CheckRange(place, count);
        var bytes = new byte[count];
        data.At(place).Read(bytes);
        return bytes;
    }

    public byte Byte(long place) => At(place, 1)[0];

    public int UInt16(long place) => BinaryPrimitives.ReadUInt16LittleEndian(At(place, 2));

    public long UInt32(long place) => BinaryPrimitives.ReadUInt32LittleEndian(At(place, 4));

    /// <summary>A place or a length, of 8 bytes.</summary>
    public long Int64(long place) => BinaryPrimitives.ReadInt64LittleEndian(At(place, 8));

    /// <summary>A name that ends in a zero.</summary>
    public string Name(long place)
    {
        CheckRange(place, 1);
        var bytes = At(place, (int)Math.Min(LongestName, length - place));
        var end = Array.IndexOf(bytes, (byte)0);
        return end > 0 ? System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, end)) : throw Bad($"a name at byte {place:N0} is empty or longer than {LongestName}");
    }

    /// <summary>Checks four letters that every structure begins with.</summary>
    public void Expect(long place, ReadOnlySpan<byte> signature)
    {
        if (!At(place, signature.Length).AsSpan().SequenceEqual(signature)) throw Bad($"'{System.Text.Encoding.ASCII.GetString(signature)}' is missing at byte {place:N0}");
    }

    /// <exception cref="InvalidDataException">The stretch is not all in the file.</exception>
    public void CheckRange(long place, long count)
    {
        if (place < 0 || count < 0 || place > length - count) throw Bad($"{count:N0} bytes are announced at byte {place:N0}, and the file has {length:N0}");
    }

    /// <summary>What is wrong with the file, and what to do.</summary>
    public InvalidDataException Bad(string problem) => new(
        $"{what} cannot be read as HDF5: {problem}. Download it again; of HDF5 only what h5py writes by default is read (float32 datasets in one piece). Otherwise convert it with Python: safetensors.numpy.save_file({{name: dataset[()]}}, 'model.safetensors') over all datasets of h5py.File(...), named by their paths.");
}
