using System.Text;
using MLNetTransfer.Modeling.Checkpoints;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

/// <summary>What the format's own reader refuses, and a few things that it lets pass.</summary>
public sealed class SafetensorsHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SafetensorsFile Open(byte[] content) => SafetensorsFile.Open(_folder.Write("x.safetensors", content));

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}""", 9)]
    [InlineData("""{"b":{"data_offsets":[8,9],"shape":[1],"dtype":"BOOL"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}       """, 9)]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9],"data_offsets":[0,0]},"b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"__metadata__":{"format":"pt"}}""", 0)]
    [InlineData("{}", 0)]
    public void Valid(string header, int dataLength)
    {
        using var file = Open(CheckpointFiles.Safetensors(header, dataLength));
        Assert.Equal(file.Tensors.Values.Sum(t => t.ByteCount), dataLength);
    }

    [Theory]
    [InlineData("gap at the start", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)]
    [InlineData("gap between", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3)]
    [InlineData("overlap", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("beyond the end", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4)]
    [InlineData("something behind", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5)]
    [InlineData("wrong size", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4)]
    [InlineData("backwards", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}""", 4)]
    [InlineData("negative", """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("fraction", """{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4)]
    [InlineData("overflow", """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0)]
    [InlineData("byte overflow", """{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0)]
    [InlineData("number too large", """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,0]}}""", 0)]
    [InlineData("three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", 4)]
    [InlineData("unknown type", """{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("type is a number", """{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("no shape", """{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4)]
    [InlineData("two shapes", """{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4)]
    [InlineData("name twice", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("escaped name twice", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("half a surrogate", """{"\ud800":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0)]
    [InlineData("metadata of numbers", """{"__metadata__":{"a":1}}""", 0)]
    [InlineData("not an object", """["a"]""", 0)]
    [InlineData("blank before", """ {}""", 0)]
    [InlineData("two objects", """{}{}""", 0)]
    [InlineData("cut", """{"a":{"dtype":"F32","sha""", 4)]
    [InlineData("empty", "", 0)]
    [InlineData("comment", "{/**/}", 0)]
    public void Invalid(string why, string header, int dataLength)
    {
        var error = Assert.Throws<InvalidDataException>(() => Open(CheckpointFiles.Safetensors(header, dataLength)).Dispose());
        Assert.Contains("x.safetensors", error.Message);
        Assert.False(error.Message.Length == 0, why);
    }

    [Fact]
    public void Invalid_utf8()
    {
        var bytes = CheckpointFiles.Safetensors("""{"?":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0);
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xff;
        Assert.Throws<InvalidDataException>(() => Open(bytes));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue - 8UL)]
    public void Invalid_header_length(ulong announced) => Assert.Throws<InvalidDataException>(() => Open([.. BitConverter.GetBytes(announced), (byte)'{', (byte)'}']));

    [Fact]
    public void A_short_file_is_refused()
    {
        for (var length = 0; length < 8; length++) Assert.Throws<InvalidDataException>(() => Open(new byte[length]));
    }

    [Fact]
    public void A_stream_cannot_demand_memory_that_it_does_not_fill()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(new ForwardStream([.. BitConverter.GetBytes(99_000_000L), .. Encoding.ASCII.GetBytes("{}")]), long.MaxValue));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }
}
