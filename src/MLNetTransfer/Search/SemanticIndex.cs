using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Schema;

namespace MLNetTransfer.Search;

/// <summary>
/// Vectors of texts, to be asked for the nearest ones of a query. Every vector is compared, so the answer is exact; 100,000 vectors of 384 numbers take some
/// milliseconds a query. Immutable, and safe to use from many threads.
/// </summary>
public sealed class SemanticIndex
{
    // Rows in one piece of work: some hundred kilobytes of vectors, which stay in a core's cache.
    private const int BlockRows = 512;

    private readonly float[][] _blocks;
    private readonly string[]? _texts;

    /// <param name="blocks">Vectors of length 1, one after another, <see cref="BlockRows"/> in each but the last.</param>
    /// <param name="size">Numbers in a vector.</param>
    /// <param name="texts">One for each row, or null.</param>
    private SemanticIndex(float[][] blocks, int size, string[]? texts)
    {
        _blocks = blocks;
        _texts = texts;
        Size = size;
        Count = blocks.Sum(b => b.Length / size);
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers a vector has.</summary>
    public int Size { get; }

    /// <summary>Makes an index of a view's rows, in their order; the view is read once.</summary>
    /// <param name="data">The view.</param>
    /// <param name="featureColumnName">Its column of vectors of known size, as TransformerFeatures gives them; they need not have length 1.</param>
    /// <param name="textColumnName">A column of text that hits are to carry, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">A vector holds something that is no finite number.</exception>
    public static SemanticIndex Create(IDataView data, string featureColumnName = "Features", string? textColumnName = "Text")
    {
        ArgumentNullException.ThrowIfNull(data);
        var features = ColumnChecks.Vector(data.Schema, "feature", featureColumnName);
        DataViewSchema.Column[] columns = textColumnName is null ? [features] : [features, ColumnChecks.Text(data.Schema, "text", textColumnName)];
        var size = ((VectorDataViewType)features.Type).Size;
        var vectors = new VectorBlocks(size, BlockRows);
        var texts = textColumnName is null ? null : new List<string>();
        using var cursor = data.GetRowCursor(columns);
        var readVector = cursor.GetGetter<VBuffer<float>>(features);
        var readText = textColumnName is null ? null : cursor.GetGetter<ReadOnlyMemory<char>>(columns[1]);
        VBuffer<float> vector = default;
        ReadOnlyMemory<char> text = default;
        while (cursor.MoveNext())
        {
            readVector(ref vector);
            var row = vectors.Next();
            vector.CopyTo(row);
            if (!TryNormalize(row)) throw new ArgumentException($"Row {vectors.Count - 1} of column '{featureColumnName}' holds a number that is not finite.", nameof(data));
            if (readText is null) continue;
            readText(ref text);
            texts!.Add(text.ToString());
        }
        return new(vectors.ToArray(), size, texts?.ToArray());
    }

    /// <summary>The rows whose vectors are nearest to a query's by angle, the nearest first; of equals, the earlier row.</summary>
    /// <param name="query">A vector of <see cref="Size"/> numbers, of any length.</param>
    /// <param name="count">How many rows are wanted; fewer come where there are fewer.</param>
    /// <exception cref="ArgumentException">The query has another size, or a number that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<SearchHit> Search(ReadOnlySpan<float> query, int count = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (query.Length != Size) throw new ArgumentException($"The query has {query.Length} numbers, and the index's vectors have {Size}: make both with the same model and options.", nameof(query));
        float[] direction = [.. query];
        if (!TryNormalize(direction)) throw new ArgumentException("The query holds a number that is not finite.", nameof(query));
        var best = new TopRows[_blocks.Length];
        Parallel.For(0, _blocks.Length, b =>
        {
            var found = best[b] = new TopRows(count);
            for (int i = 0, at = 0; at < _blocks[b].Length; i++, at += Size) found.Offer(b * BlockRows + i, TensorPrimitives.Dot(_blocks[b].AsSpan(at, Size), direction));
        });
        var all = new TopRows(count);
        foreach (var part in best)
            foreach (var (row, similarity) in part.Rows) all.Offer(row, similarity);
        return [.. all.Rows.OrderByDescending(r => r.Similarity).ThenBy(r => r.Row).Select(r => new SearchHit(r.Row, r.Similarity, _texts?[r.Row] ?? ""))];
    }

    /// <summary>Writes the index into a file; one that was there stays whole until the new one is.</summary>
    /// <param name="filePath">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string filePath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(filePath);
        SemanticIndexFile.Write(filePath, Size, Count, _blocks, _texts);
    }

    /// <summary>Reads an index that <see cref="Save"/> wrote.</summary>
    /// <param name="filePath">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no index, or damaged; the message says why.</exception>
    public static SemanticIndex Load(string filePath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(filePath);
        var (size, blocks, texts) = SemanticIndexFile.Read(filePath, BlockRows);
        return new(blocks, size, texts);
    }

    // A vector of zeros points nowhere, and is similar to nothing.
    private static bool TryNormalize(Span<float> vector)
    {
        var length = Math.Sqrt(TensorPrimitives.SumOfSquares<float>(vector));
        if (!double.IsFinite(length)) return false;
        if (length > 0) TensorPrimitives.Divide(vector, (float)length, vector);
        return true;
    }
}
