namespace Microsoft.ML.Runtime;

/// <summary>How generators are made: from a seed, from another generator, or from the system's entropy.</summary>
internal static class RandomUtils
{
    /// <summary>A generator that gives the same numbers for the same seed; without a seed, other ones each time.</summary>
    public static TauswortheHybrid Create(int? seed) => seed is { } given ? new((uint)given) : new(new Random());

    /// <summary>A generator of its own that <paramref name="source"/> seeds.</summary>
    public static TauswortheHybrid Create(Random source) => new(source);

    /// <summary>Any 32-bit number; <see cref="Random"/>'s own generators never draw <see cref="int.MaxValue"/>.</summary>
    public static int NextSigned(this Random random)
        => random is TauswortheHybrid hybrid ? hybrid.NextSigned() : random.Next(int.MinValue, int.MaxValue);
}
