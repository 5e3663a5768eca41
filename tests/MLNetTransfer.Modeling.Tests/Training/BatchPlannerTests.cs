using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Tests.Training;

public sealed class BatchPlannerTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 5003).Select(i => 3 + (i * 7919 % 126))];

    [Theory]
    [InlineData(32, null)]
    [InlineData(32, 1024)]
    [InlineData(7, 100)]
    [InlineData(10_000, null)]
    public void An_epoch_has_every_row_exactly_once(int batchSize, int? maxTokens)
    {
        int[][] plan = BatchPlanner.ForEpoch(_lengths, batchSize, maxTokens, seed: 1, epoch: 0);
        Assert.Equal(Enumerable.Range(0, _lengths.Length), plan.SelectMany(b => b).Order());
        Assert.All(plan, b => Assert.InRange(b.Length, 1, batchSize));
        Assert.All(plan, b => Assert.True(b.Length == 1 || b.Length * b.Max(i => _lengths[i]) <= (maxTokens ?? int.MaxValue)));
    }

    [Fact]
    public void Without_a_budget_every_batch_but_the_last_is_full()
    {
        int[][] plan = BatchPlanner.ForEpoch(_lengths, 32, null, seed: 1, epoch: 0);
        Assert.Equal((5003 + 31) / 32, plan.Length);
        Assert.Single(plan, b => b.Length == 5003 % 32);
    }

    [Fact]
    public void Batches_have_rows_of_like_length_and_come_in_random_order()
    {
        int[][] plan = BatchPlanner.ForEpoch(_lengths, 32, null, seed: 1, epoch: 0);
        double padded = plan.Sum(b => (double)b.Length * b.Max(i => _lengths[i]));
        Assert.InRange(padded / _lengths.Sum(), 1, 1.05);
        double[] firsts = [.. plan.Select(b => (double)_lengths[b[0]])];
        Assert.InRange(firsts.Zip(firsts.Skip(1)).Count(p => p.First < p.Second), plan.Length / 4, plan.Length * 3 / 4);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        int[] Order(long seed, int epoch) => [.. BatchPlanner.ForEpoch(_lengths, 32, 4096, seed, epoch).SelectMany(b => b)];
        int[] order = Order(5, 2);
        Assert.Equal(order, Order(5, 2));
        Assert.NotEqual(order, Order(5, 3));
        Assert.NotEqual(order, Order(6, 2));
        Assert.NotEqual(order, Order(7, 0)); // seed + epoch must not be all that counts
    }

    [Fact]
    public void Rows_longer_than_the_budget_are_batches_of_their_own()
    {
        int[][] plan = BatchPlanner.ForEpoch([600, 5, 700, 5], 32, 512, seed: 0, epoch: 0);
        Assert.Equal(3, plan.Length);
    }

    [Fact]
    public void No_rows_make_no_batches() => Assert.Empty(BatchPlanner.ForEpoch([], 32, null, 0, 0));

    [Fact]
    public void Scoring_begins_with_the_longest_rows()
    {
        List<int[]> plan = BatchPlanner.ForScoring(_lengths, 64, 4096);
        Assert.Equal(Enumerable.Range(0, _lengths.Length), plan.SelectMany(b => b).Order());
        int[] longest = [.. plan.Select(b => b.Max(i => _lengths[i]))];
        Assert.Equal(longest.OrderDescending(), longest);
    }
}
