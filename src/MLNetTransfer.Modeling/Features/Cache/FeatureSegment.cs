using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MLNetTransfer.Modeling.Features.Cache;

/// <summary>
/// A pair of files that rows are only ever appended to: <c>N.values</c> with the vectors one after another, and <c>N.keys</c> with a key and a checksum of each.
/// A row's vector is written before its key, so whatever a killed process leaves behind, keys that are there have their vectors; and what a failing disk leaves,
/// the checksum tells.
/// </summary>
internal sealed class FeatureSegment : IDisposable
{
    public const string KeysExtension = ".keys", ValuesExtension = ".values", LockExtension = ".lock";

    private const int RecordBytes = 20;
    private readonly SafeFileHandle _keys, _values;
    private readonly FileStream? _lock;
    private readonly int _vectorBytes;
    private uint[] _checksums = [];
    private int _read;

    private FeatureSegment(string path, int size, FileStream? @lock)
    {
        Path = path;
        _lock = @lock;
        _vectorBytes = size * sizeof(float);
        var access = @lock is null ? FileAccess.Read : FileAccess.ReadWrite;
        var mode = @lock is null ? FileMode.Open : FileMode.OpenOrCreate;
        // Others read while one writes, and a segment that is too old may be deleted under its readers.
        const FileShare share = FileShare.ReadWrite | FileShare.Delete;
        _keys = File.OpenHandle(path + KeysExtension, mode, access, share);
        try
        {
            _values = File.OpenHandle(path + ValuesExtension, mode, access, share);
        }
        catch
        {
            _keys.Dispose();
            throw;
        }
    }

    /// <summary>The files' path, less their extensions.</summary>
    public string Path { get; }

    /// <summary>Bytes in both files.</summary>
    public long Bytes => RandomAccess.GetLength(_keys) + RandomAccess.GetLength(_values);

    /// <summary>Opens a segment to read it.</summary>
    public static FeatureSegment OpenToRead(string path, int size) => new(path, size, null);

    /// <summary>Opens or makes a segment to append to it; null where another has it for itself.</summary>
    public static FeatureSegment? TryOpenToWrite(string path, int size)
    {
        if (TryLock(path) is not { } own) return null;
        try
        {
            return new(path, size, own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Deletes a segment; false where somebody writes to it.</summary>
    public static bool TryDelete(string path)
    {
        using var own = TryLock(path);
        if (own is null) return false;
        foreach (var extension in new[] { KeysExtension, ValuesExtension, LockExtension }) File.Delete(path + extension);
        return true;
    }

    /// <summary>Keys that were appended since the last call, in their order, whoever appended them.</summary>
    public IReadOnlyList<UInt128> ReadNewKeys()
    {
        var count = (int)Math.Min(Math.Min(RandomAccess.GetLength(_keys) / RecordBytes, RandomAccess.GetLength(_values) / _vectorBytes), int.MaxValue / 2);
        if (count <= _read) return [];
        var records = new byte[(long)(count - _read) * RecordBytes];
        ReadExactly(_keys, records, (long)_read * RecordBytes);
        if (_checksums.Length < count) Array.Resize(ref _checksums, Math.Max(count, 2 * _checksums.Length));
        var keys = new UInt128[count - _read];
        for (var i = 0; i < keys.Length; i++)
        {
            var record = records.AsSpan(i * RecordBytes, RecordBytes);
            keys[i] = BinaryPrimitives.ReadUInt128LittleEndian(record);
            _checksums[_read + i] = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        }
        _read = count;
        return keys;
    }

    /// <summary>Reads a vector; false where it is damaged.</summary>
    public bool TryRead(int row, Span<float> vector)
    {
        var bytes = MemoryMarshal.AsBytes(vector);
        return RandomAccess.Read(_values, bytes, (long)row * _vectorBytes) == bytes.Length && Checksum(bytes) == _checksums[row];
    }

    /// <summary>Appends rows; <see cref="ReadNewKeys"/> then gives their keys.</summary>
    public void Append(IReadOnlyList<UInt128> keys, IReadOnlyList<float[]> vectors)
    {
        // What a killed writer left half done is overwritten.
        var at = Math.Min(RandomAccess.GetLength(_keys) / RecordBytes, RandomAccess.GetLength(_values) / _vectorBytes);
        var values = new byte[(long)keys.Count * _vectorBytes];
        var records = new byte[keys.Count * RecordBytes];
        for (var i = 0; i < keys.Count; i++)
        {
            var bytes = values.AsSpan(i * _vectorBytes, _vectorBytes);
            MemoryMarshal.AsBytes(vectors[i].AsSpan()).CopyTo(bytes);
            BinaryPrimitives.WriteUInt128LittleEndian(records.AsSpan(i * RecordBytes), keys[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(records.AsSpan(i * RecordBytes + 16), Checksum(bytes));
        }
        RandomAccess.Write(_values, values, at * _vectorBytes);
        RandomAccess.Write(_keys, records, at * RecordBytes);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
        _lock?.Dispose();
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            // The system frees it when a process ends, however it ends.
            return new FileStream(path + LockExtension, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> into, long offset)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(file, into, offset);
            if (read == 0) throw new EndOfStreamException("A file of the feature cache became shorter while it was read.");
            into = into[read..];
            offset += read;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        // CRC-32C; vectors are whole numbers of four bytes.
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, uint>(bytes)) crc = BitOperations.Crc32C(crc, word);
        return ~crc;
    }
}
