namespace MLNetTransfer.Search;

/// <summary>The most similar rows of those offered, of equals the earlier ones.</summary>
internal sealed class TopRows(int count)
{
    // The worst of those kept is at the front.
    private readonly PriorityQueue<int, (float Similarity, int Backwards)> _kept = new();

    public IEnumerable<(int Row, float Similarity)> Rows => _kept.UnorderedItems.Select(i => (i.Element, i.Priority.Similarity));

    public void Offer(int row, float similarity)
    {
        if (_kept.Count < count) _kept.Enqueue(row, (similarity, -row));
        else if (_kept.TryPeek(out _, out var worst) && (similarity, -row).CompareTo(worst) > 0) _kept.EnqueueDequeue(row, (similarity, -row));
    }
}
