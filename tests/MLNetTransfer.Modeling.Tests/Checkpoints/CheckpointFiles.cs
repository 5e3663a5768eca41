using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

/// <summary>Paths and helpers of the checkpoint tests.</summary>
internal static class CheckpointFiles
{
    public static string Golden(params string[] parts) => Path.Combine([AppContext.BaseDirectory, "Goldens", .. parts]);

    public static string Bert(string name) => Golden("bert", name);

    /// <summary>The elements in their logical order, whatever type and layout they have.</summary>
    public static double[] Numbers(Tensor tensor)
    {
        using var doubles = tensor.detach().cpu().to(type: ScalarType.Float64, copy: true).contiguous();
        return doubles.numel() == 0 ? [] : MemoryMarshal.Cast<byte, double>(doubles.bytes).ToArray();
    }

    public static bool Same(Tensor a, Tensor b) => a.dtype == b.dtype && a.shape.SequenceEqual(b.shape) && a.bytes.SequenceEqual(b.bytes);

    /// <summary>A safetensors file of any header and data.</summary>
    public static byte[] Safetensors(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[dataLength]];
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("checkpoints").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, true);
}

/// <summary>A stream that only reads forward, a few bytes at a time, as an entry of a zip may.</summary>
internal sealed class ForwardStream(byte[] content, int mostAtOnce = 777) : Stream
{
    private int _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public int Consumed => _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(Math.Min(count, mostAtOnce), content.Length - _position);
        Array.Copy(content, _position, buffer, offset, read);
        _position += read;
        return read;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
