namespace Microsoft.ML.Data;

/// <summary>How many values a key column of a text file can have.</summary>
public sealed class KeyCount
{
    /// <summary>The count; null stands for as many as the key's type can tell apart.</summary>
    public ulong? Count;

    /// <summary>Leaves the count open.</summary>
    public KeyCount()
    {
    }

    /// <summary>Sets the count.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is 0.</exception>
    public KeyCount(ulong count)
    {
        if (count == 0)
            throw new ArgumentOutOfRangeException(nameof(count), "Cannot be 0");
        Count = count;
    }
}
