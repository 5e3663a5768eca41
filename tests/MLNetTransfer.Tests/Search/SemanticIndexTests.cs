using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Search;

namespace MLNetTransfer.Tests.Search;

public sealed class SemanticIndexTests : IDisposable
{
    private const int Size = 12;
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Finds_what_comparing_every_row_finds_before_and_after_saving()
    {
        var rows = Rows(1500);
        var index = SemanticIndex.Create(View(rows));
        Assert.Equal((1500, Size), (index.Count, index.Size));
        index.Save(_file);
        var loaded = SemanticIndex.Load(_file);
        var random = new Random(5);
        for (var q = 0; q < 20; q++)
        {
            var query = Vector(random);
            var expected = rows.Select((r, i) => (Row: i, Cosine: Cosine(r.Features, query))).OrderByDescending(r => r.Cosine).ThenBy(r => r.Row).Take(7).ToArray();
            foreach (var hits in new[] { index.Search(query, 7), loaded.Search(query, 7) })
            {
                Assert.Equal(expected.Select(e => e.Row), hits.Select(h => h.Row));
                Assert.Equal(expected.Select(e => rows[e.Row].Text), hits.Select(h => h.Text));
                for (var i = 0; i < 7; i++) Assert.Equal(expected[i].Cosine, hits[i].Similarity, 1e-5);
            }
        }
    }

    [Fact]
    public void Of_equals_the_earlier_row_comes_first_and_fewer_rows_give_fewer_hits()
    {
        var rows = Enumerable.Range(0, 3).Select(i => new Row { Text = $"{i}", Features = [.. Enumerable.Repeat((float)(1 << i), Size)] }).ToArray();
        var hits = SemanticIndex.Create(View(rows)).Search(rows[0].Features, 10);
        Assert.Equal([0, 1, 2], hits.Select(h => h.Row));
        Assert.All(hits, h => Assert.Equal(1, h.Similarity, 1e-5));
        Assert.Equal([0, 1], SemanticIndex.Create(View(rows)).Search(rows[0].Features, 2).Select(h => h.Row));
    }

    [Fact]
    public void A_vector_of_zeros_is_similar_to_nothing_and_an_empty_view_has_no_hits()
    {
        var index = SemanticIndex.Create(View([new Row { Features = new float[Size] }]));
        Assert.Equal(0, index.Search(Vector(new(1)), 1)[0].Similarity);
        var empty = SemanticIndex.Create(View([]), textColumnName: null);
        empty.Save(_file);
        Assert.Empty(SemanticIndex.Load(_file).Search(Vector(new(1))));
    }

    [Fact]
    public void Texts_of_every_script_come_back_from_the_file()
    {
        Row[] rows = [new() { Text = "Grüße, 東京 🍕", Features = Vector(new(1)) }, new() { Text = "", Features = Vector(new(2)) }];
        SemanticIndex.Create(View(rows)).Save(_file);
        Assert.Equal(rows.Select(r => r.Text), SemanticIndex.Load(_file).Search(rows[0].Features).OrderBy(h => h.Row).Select(h => h.Text));
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        var view = View(Rows(3));
        Assert.Contains("'Gone'", Assert.Throws<ArgumentOutOfRangeException>(() => SemanticIndex.Create(view, "Gone")).Message);
        Assert.Contains("expected Vector<Single>, got String", Assert.Throws<ArgumentOutOfRangeException>(() => SemanticIndex.Create(view, "Text")).Message);
        var index = SemanticIndex.Create(view);
        Assert.Contains("has 5 numbers", Assert.Throws<ArgumentException>(() => index.Search(new float[5])).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => index.Search([.. Enumerable.Repeat(float.NaN, Size)])).Message);
        Assert.Contains("Row 0", Assert.Throws<ArgumentException>(() => SemanticIndex.Create(View([new Row { Features = [.. Enumerable.Repeat(float.NaN, Size)] }]))).Message);
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        SemanticIndex.Create(View(Rows(20))).Save(_file);
        var whole = File.ReadAllBytes(_file);
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            byte[] bytes = i % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var change = 0; change < 1 + i % 3 && bytes.Length > 0; change++) bytes[random.Next(Math.Min(bytes.Length, i % 4 == 3 ? bytes.Length : 300))] = (byte)random.Next(256);
            File.WriteAllBytes(_file, bytes);
            try
            {
                SemanticIndex.Load(_file).Search(Vector(random));
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
            }
        }
        File.WriteAllText(_file, "no index");
        Assert.Throws<InvalidDataException>(() => SemanticIndex.Load(_file));
    }

    private static IDataView View(Row[] rows) => TestContext.Create(0).Data.LoadFromEnumerable(rows);

    private static Row[] Rows(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => new Row { Text = $"row {i}", Features = Vector(random) })];
    }

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Size).Select(_ => (float)(random.NextDouble() * 2 - 1))];

    private static float Cosine(float[] a, float[] b) =>
        (float)(a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x)));

    private sealed class Row
    {
        public string Text { get; set; } = "";

        [VectorType(Size)]
        public float[] Features { get; set; } = [];
    }
}
