namespace MLNetTransfer.DataViews;

/// <summary>What a row has in a column of vectors; equal where all items are.</summary>
internal readonly struct RowValues<T>(T[] items) : IEquatable<RowValues<T>> where T : IEquatable<T>
{
    public T[] Items => items;

    public bool Equals(RowValues<T> other) => Items.AsSpan().SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is RowValues<T> other && Equals(other);

    public override int GetHashCode() => Items.Length;
}
