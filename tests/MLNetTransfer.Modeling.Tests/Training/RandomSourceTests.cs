using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class RandomSourceTests
{
    [Fact]
    public void Numbers_below_a_bound_are_equally_likely()
    {
        var random = new RandomSource(3, 4);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.Next(7)]++;

        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400)); // four standard deviations
    }

    [Fact]
    public void Shuffling_gives_every_order()
    {
        var random = new RandomSource(0, 0);
        var seen = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            random.Shuffle<char>(letters);
            seen[new string(letters)] = seen.GetValueOrDefault(new string(letters)) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, c => Assert.InRange(c, 870, 1130));
    }

    [Fact]
    public void Derived_seeds_differ_and_are_not_negative()
    {
        long[] seeds = [.. from seed in Enumerable.Range(-50, 100) from stream in Enumerable.Range(0, 100) select RandomSource.DeriveSeed(seed, stream)];
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, s => Assert.True(s >= 0));
    }
}
