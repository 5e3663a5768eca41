using System.IO.MemoryMappedFiles;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>The bytes behind a safetensors header.</summary>
internal interface ISafetensorsData : IDisposable
{
    /// <summary>The bytes from an offset on.</summary>
    IByteSource At(long offset);
}

/// <summary>A mapped file: any order, and the system's page cache is the only other copy.</summary>
internal sealed unsafe class MappedData : ISafetensorsData, IByteSource
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly long _length;
    private long _position;

    public MappedData(FileStream file, long dataStart)
    {
        _length = file.Length - dataStart;
        // An empty range cannot be mapped.
        if (_length == 0) return;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, file.Length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _start = pointer + _view.PointerOffset + dataStart;
    }

    public IByteSource At(long offset)
    {
        _position = offset;
        return this;
    }

    public void Read(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_view is null || _view.SafeMemoryMappedViewHandle.IsClosed, typeof(SafetensorsFile));
        if (destination.Length > _length - _position) throw new InvalidDataException("The file ends early.");
        new ReadOnlySpan<byte>(_start + _position, destination.Length).CopyTo(destination);
        _position += destination.Length;
    }

    public void Dispose()
    {
        if (_view is null || _view.SafeMemoryMappedViewHandle.IsClosed) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }
}

/// <summary>A part of a stream that may not seek, such as an entry of a zip.</summary>
internal sealed class StreamedData(Stream stream, long length, string what) : ISafetensorsData, IByteSource
{
    private long _position;

    public IByteSource At(long offset)
    {
        if (offset < _position) throw new InvalidOperationException($"{what} is read forward only; read its tensors in the order in which it lists them.");
        if (!Skip(offset - _position)) throw new InvalidDataException($"{what} ends early; it is damaged or was not written to its end.");
        return this;
    }

    public void Read(Span<byte> destination)
    {
        SafetensorsFile.Fill(stream, destination, what);
        _position += destination.Length;
    }

    public void Dispose() => Skip(length - _position);

    private bool Skip(long count)
    {
        if (count == 0) return true;
        var buffer = new byte[Math.Min(count, 1 << 16)];
        for (var left = count; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0) return false;
            left -= read;
        }
        _position += count;
        return true;
    }
}
