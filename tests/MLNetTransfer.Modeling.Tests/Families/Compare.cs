using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>Equality within a tolerance, with a message that says where it ends.</summary>
internal static class Compare
{
    public static float[] Values(Tensor tensor)
    {
        using var plain = tensor.detach().cpu().to(ScalarType.Float32).contiguous();
        return plain.data<float>().ToArray();
    }

    /// <param name="what">Named in the failure.</param>
    /// <param name="expected">The reference's values.</param>
    /// <param name="actual">Ours, in the same shape.</param>
    /// <param name="tolerance">The largest absolute difference allowed.</param>
    public static void Close(string what, Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Close(what, Values(expected), Values(actual), tolerance * TestDevice.Slack);
    }

    /// <summary>Compares the tokens only where <paramref name="mask"/>, <c>[batch, sequence]</c>, is not 0.</summary>
    public static void CloseTokens(string what, Tensor expected, Tensor actual, Tensor mask, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var real = mask.flatten().nonzero().flatten();
        Close(what, expected.flatten(0, 1).index_select(0, real), actual.cpu().flatten(0, 1).index_select(0, real), tolerance);
    }

    public static double Largest(Tensor tensor) => Values(tensor).Max(v => (double)Math.Abs(v));

    private static void Close(string what, float[] expected, float[] actual, double tolerance)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            // A NaN differs from everything.
            Assert.True(difference <= tolerance, $"{what}[{i}] is {actual[i]}, the reference's is {expected[i]}: {difference:g2} apart, allowed {tolerance:g2}");
        }
    }
}
