using System.IO.MemoryMappedFiles;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>The bytes behind a safetensors header.</summary>
internal interface ISafetensorsData : IDisposable
{
    /// <summary>The bytes from an offset on.</summary>
    IByteSource At(long offset);
}

/// <summary>A mapped file: any order, and the system's page cache is the only other copy. A window of it is mapped at a time, so that pages read do not add up.</summary>
internal sealed unsafe class MappedData : ISafetensorsData, IByteSource
{
    private const long WindowBytes = 32 << 20;

    private readonly MemoryMappedFile? _file;
    private readonly long _dataStart, _length;
    private MemoryMappedViewAccessor? _window;
    private long _windowStart, _windowLength, _position;
    private byte* _pointer;
    private bool _disposed;

    public MappedData(FileStream file, long dataStart)
    {
        _dataStart = dataStart;
        _length = file.Length - dataStart;
        // An empty range cannot be mapped.
        if (_length > 0) _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        else file.Dispose();
    }

    public IByteSource At(long offset)
    {
        _position = offset;
        return this;
    }

    public void Read(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SafetensorsFile));
        if (destination.Length > _length - _position) throw new InvalidDataException("The file ends early.");
        while (!destination.IsEmpty)
        {
            if (_window is null || _position < _windowStart || _position >= _windowStart + _windowLength) Map();
            var inWindow = _position - _windowStart;
            var count = (int)Math.Min(destination.Length, _windowLength - inWindow);
            new ReadOnlySpan<byte>(_pointer + inWindow, count).CopyTo(destination);
            destination = destination[count..];
            _position += count;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Unmap();
        _file?.Dispose();
    }

    private void Map()
    {
        Unmap();
        _windowStart = _position;
        _windowLength = Math.Min(WindowBytes, _length - _position);
        _window = _file!.CreateViewAccessor(_dataStart + _windowStart, _windowLength, MemoryMappedFileAccess.Read);
        _window.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        _pointer += _window.PointerOffset;
    }

    private void Unmap()
    {
        if (_window is null) return;
        _window.SafeMemoryMappedViewHandle.ReleasePointer();
        _window.Dispose();
        _window = null;
    }
}

/// <summary>Bytes in memory: any order.</summary>
internal sealed class MemoryData(ReadOnlyMemory<byte> content) : ISafetensorsData, IByteSource
{
    private int _position;

    public IByteSource At(long offset)
    {
        _position = (int)offset;
        return this;
    }

    public void Read(Span<byte> destination)
    {
        if (destination.Length > content.Length - _position) throw new InvalidDataException("The safetensors end early.");
        content.Span.Slice(_position, destination.Length).CopyTo(destination);
        _position += destination.Length;
    }

    public void Dispose()
    {
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
