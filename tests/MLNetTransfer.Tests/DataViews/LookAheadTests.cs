using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.DataViews;
using MLNetTransfer.Tests.Contract;

namespace MLNetTransfer.Tests.DataViews;

/// <summary>How much is read ahead and scored, with a scorer that only counts.</summary>
public class LookAheadTests
{
    private sealed class CountingScorer : IRowScorer<TextRow, int>
    {
        public List<int> Blocks { get; } = [];

        public int[] Score(IReadOnlyList<TextRow> rows)
        {
            Blocks.Add(rows.Count);
            return [.. rows.Select(r => r.Text.Length)];
        }
    }

    private readonly MLContext _ml = new(1);
    private readonly CountingScorer _scorer = new();

    private IDataView View(IDataView rows)
    {
        var column = new ScoreColumn<int, int>(new("Length", NumberDataViewType.Int32), (int score, ref int value) => value = score);
        return new ScoredDataView<TextRow, int>(rows, new ScoringMap<TextRow, int>(rows.Schema, new TextColumns("Text", null), [column], _scorer));
    }

    private IDataView Rows(int count) => _ml.Data.LoadFromEnumerable(ContractRow.Some(count));

    [Fact]
    public void Blocks_grow_and_every_row_is_scored_once()
    {
        Assert.Equal(ContractRow.Some(3000).Select(r => r.Text.Length), View(Rows(3000)).GetColumn<int>("Length"));
        Assert.Equal([32, 128, 512, 1024, 1024, 280], _scorer.Blocks);
    }

    [Fact]
    public void Few_rows_cost_little()
    {
        Assert.Equal(5, _ml.Data.TakeRows(View(Rows(3000)), 5).GetColumn<int>("Length").Count());
        Assert.Equal([32], _scorer.Blocks);
    }

    [Fact]
    public void Rows_that_nobody_asks_for_are_passed_over()
    {
        var view = View(Rows(600));
        using var cursor = view.GetRowCursor([view.Schema["Length"]]);
        var getter = cursor.GetGetter<int>(view.Schema["Length"]);
        var rows = ContractRow.Some(600);
        for (var i = 0; cursor.MoveNext(); i++)
        {
            if (i is not (3 or 400)) continue;
            var length = 0;
            getter(ref length);
            getter(ref length);
            Assert.Equal(rows[i].Text.Length, length);
        }
        Assert.Equal([32, 128], _scorer.Blocks);
    }

    [Fact]
    public void A_cursor_that_is_not_on_a_row_says_so()
    {
        var view = View(Rows(5));
        using var cursor = view.GetRowCursor([view.Schema["Length"]]);
        var getter = cursor.GetGetter<int>(view.Schema["Length"]);
        var length = 0;
        Assert.Contains("MoveNext", Assert.Throws<InvalidOperationException>(() => getter(ref length)).Message);
    }

    [Fact]
    public void A_source_that_changes_between_reads_is_found_out()
    {
        IEnumerable<ContractRow> shrinking = new Shrinking();
        var view = View(_ml.Data.LoadFromEnumerable(shrinking));
        Assert.Contains("same rows every time", Assert.Throws<InvalidOperationException>(() => view.GetColumn<int>("Length").Count()).Message);
    }

    private sealed class Shrinking : IEnumerable<ContractRow>
    {
        private int _count = 10;

        public IEnumerator<ContractRow> GetEnumerator() => ContractRow.Some((_count -= 4) + 4).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
