using MLNetTransfer.Modeling.Features.Cache;

namespace MLNetTransfer.Modeling.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private const int Size = 8;
    private readonly string _root = Directory.CreateTempSubdirectory("feature-cache").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_row_is_computed_once_and_never_again_by_any_later_process()
    {
        var computed = 0;
        using (var cache = Cache(OnDisk()))
        {
            var first = Get(cache, ["a", "b", "a"], ref computed);
            Assert.Equal(2, computed);
            Assert.Equal(first[0], first[2]);
            Get(cache, ["b", "a"], ref computed);
        }
        using var later = Cache(OnDisk());
        Assert.Equal(VectorOf("b"), Get(later, ["b"], ref computed)[0]);
        Assert.Equal(2, computed);
    }

    [Fact]
    public void Without_a_disk_memory_keeps_rows_within_its_bound()
    {
        var computed = 0;
        // Room for ten rows.
        using var cache = Cache(new() { OnDisk = false, MaxMemoryBytes = 10 * (Size * 4 + 96) });
        for (var i = 0; i < 20; i++) Get(cache, [$"{i}"], ref computed);
        Get(cache, ["19", "10"], ref computed);
        Assert.Equal(20, computed);
        Get(cache, ["0"], ref computed);
        Assert.Equal(21, computed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void Two_that_share_a_folder_see_each_others_rows()
    {
        var computed = 0;
        using var one = Cache(OnDisk());
        using var other = Cache(OnDisk());
        Get(one, ["x"], ref computed);
        Get(other, ["y"], ref computed);
        Assert.Equal(2, computed);
        Get(other, ["x", "y"], ref computed);
        Get(one, ["x", "y"], ref computed);
        Assert.Equal(2, computed);
    }

    [Fact]
    public void Many_threads_get_the_right_rows()
    {
        using var cache = Cache(OnDisk());
        Parallel.For(0, 200, i =>
        {
            string[] texts = [$"{i % 17}", $"{i % 23}", $"{i}"];
            var found = cache.GetOrCompute([.. texts.Select(t => FeatureKey.Of(t, null))], rows => [.. rows.Select(r => VectorOf(texts[r]))]);
            for (var t = 0; t < texts.Length; t++) Assert.Equal(VectorOf(texts[t]), found[t]);
        });
    }

    [Theory]
    [InlineData(".keys", -7)]
    [InlineData(".values", -5)]
    public void What_a_killed_process_left_half_written_is_computed_again(string extension, int change)
    {
        var computed = 0;
        using (var cache = Cache(OnDisk())) Get(cache, ["a", "b", "c"], ref computed);
        var file = Directory.EnumerateFiles(_root, "*" + extension, SearchOption.AllDirectories).Single();
        using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length + change);

        using var later = Cache(OnDisk());
        Assert.Equal([VectorOf("a"), VectorOf("b"), VectorOf("c")], Get(later, ["a", "b", "c"], ref computed));
        Assert.Equal(4, computed);
        using var last = Cache(OnDisk());
        Get(last, ["c", "b", "a"], ref computed);
        Assert.Equal(4, computed);
    }

    [Fact]
    public void A_damaged_vector_is_found_out_and_computed_again()
    {
        var computed = 0;
        using (var cache = Cache(OnDisk())) Get(cache, ["a", "b"], ref computed);
        var file = Directory.EnumerateFiles(_root, "*.values", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[5] ^= 0x10;
        File.WriteAllBytes(file, bytes);

        using var later = Cache(OnDisk());
        Assert.Equal([VectorOf("a"), VectorOf("b")], Get(later, ["a", "b"], ref computed));
        Assert.Equal(3, computed);
        using var last = Cache(OnDisk());
        Get(last, ["a", "b"], ref computed);
        Assert.Equal(3, computed);
    }

    [Fact]
    public void The_folder_stays_within_its_bound()
    {
        const long bound = 1 << 20;
        var vector = new float[1024];
        for (var part = 0; part < 8; part++)
        {
            using var cache = new FeatureCache($"model-{part % 2}", 1024, new() { Folder = _root, MaxDiskBytes = bound, MaxMemoryBytes = 0 });
            for (var i = 0; i < 60; i++) cache.GetOrCompute([FeatureKey.Of($"{part} {i}", null)], _ => [vector]);
        }
        var bytes = new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        Assert.InRange(bytes, bound / 2, bound);
    }

    [Fact]
    public void A_million_rows_are_looked_up_in_bounded_memory()
    {
        const int rows = 1_000_000, block = 10_000;
        using (var cache = new FeatureCache("many", Size, OnDisk()))
        {
            for (var start = 0; start < rows; start += block)
                cache.GetOrCompute([.. Enumerable.Range(start, block).Select(i => (UInt128)(uint)i * 0x9E3779B97F4A7C15)], missing => [.. missing.Select(m => Enumerable.Repeat((float)(start + m), Size).ToArray())]);
        }
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var later = new FeatureCache("many", Size, OnDisk());
        foreach (var row in new[] { 0, 1, 777_777, 999_999 })
            Assert.Equal(row, later.GetOrCompute([(UInt128)(uint)row * 0x9E3779B97F4A7C15], _ => throw new InvalidOperationException("It is there."))[0][3]);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 128 << 20);
    }

    [Fact]
    public void A_text_and_a_pair_never_share_a_key()
    {
        var keys = new[] { FeatureKey.Of("ab", null), FeatureKey.Of("a", "b"), FeatureKey.Of("ab", ""), FeatureKey.Of("", "ab"), FeatureKey.Of("", null), FeatureKey.Of("a", null) };
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(FeatureKey.Of("a", "b"), FeatureKey.Of("a", "b"));
    }

    [Fact]
    public void A_named_folder_that_cannot_be_made_is_an_error()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        Assert.ThrowsAny<IOException>(() => new FeatureCache("model", Size, new() { Folder = Path.Combine(file, "below") }));
    }

    private FeatureCacheOptions OnDisk() => new() { Folder = _root, MaxMemoryBytes = 0 };

    private static FeatureCache Cache(FeatureCacheOptions options) => new("model", Size, options);

    private static float[][] Get(FeatureCache cache, string[] texts, ref int computed)
    {
        var count = 0;
        var found = cache.GetOrCompute([.. texts.Select(t => FeatureKey.Of(t, null))], rows =>
        {
            count += rows.Count;
            return [.. rows.Select(r => VectorOf(texts[r]))];
        });
        computed += count;
        return found;
    }

    private static float[] VectorOf(string text) => [.. Enumerable.Range(0, Size).Select(i => text.Sum(c => c) + i / 10f)];
}
