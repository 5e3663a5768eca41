using System.Runtime.InteropServices;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>Rows as tensors, short ones padded at their end; owns the tensors.</summary>
public sealed class TokenBatch : IDisposable
{
    private bool? _paddedAtEnd;

    /// <summary>Makes a batch of tensors, which it owns from then on.</summary>
    /// <param name="tokenIds">The token ids, int64 <c>[batch, sequence]</c>, or <c>[batch, sequence, characters]</c> for encoders that read words by their characters.</param>
    /// <param name="attentionMask">Which tokens are real, bool <c>[batch, sequence]</c>; null where nothing is padded.</param>
    /// <param name="tokenTypeIds">The token types, int64 <c>[batch, sequence]</c>; null where all are 0.</param>
    /// <exception cref="ArgumentException">The token ids are of another form, or a tensor is not of theirs.</exception>
    public TokenBatch(torch.Tensor tokenIds, torch.Tensor? attentionMask = null, torch.Tensor? tokenTypeIds = null)
    {
        ArgumentNullException.ThrowIfNull(tokenIds);
        long[] shape = tokenIds.shape;
        if (shape.Length is not (2 or 3)) throw new ArgumentException($"Token ids must be [batch, sequence] or [batch, sequence, characters], but their shape is [{string.Join(", ", shape)}].", nameof(tokenIds));
        shape = shape[..2];
        Check(attentionMask, shape, nameof(attentionMask));
        Check(tokenTypeIds, shape, nameof(tokenTypeIds));
        TokenIds = tokenIds;
        AttentionMask = attentionMask;
        TokenTypeIds = tokenTypeIds;
        BatchSize = (int)shape[0];
        SequenceLength = (int)shape[1];
    }

    /// <summary>The token ids, int64 <c>[batch, sequence]</c>, or <c>[batch, sequence, characters]</c> for encoders that read words by their characters.</summary>
    public torch.Tensor TokenIds { get; }

    /// <summary>Which tokens are real, bool <c>[batch, sequence]</c>; null where nothing is padded.</summary>
    public torch.Tensor? AttentionMask { get; }

    /// <summary>The token types, int64 <c>[batch, sequence]</c>; null where all are 0.</summary>
    public torch.Tensor? TokenTypeIds { get; }

    /// <summary>Whether padding, where there is any, follows the real tokens of every row.</summary>
    internal bool IsPaddedAtEnd => _paddedAtEnd ??= AttentionMask is null || PadsAtEnd(AttentionMask);

    /// <summary>How many rows there are.</summary>
    public int BatchSize { get; }

    /// <summary>The length of the longest row, to which the others are padded.</summary>
    public int SequenceLength { get; }

    /// <summary>Puts rows together, in their order.</summary>
    /// <param name="rows">The rows; at least one, and none empty.</param>
    /// <param name="padId">The token id that fills short rows.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="ArgumentException">There is no row, or one without tokens.</exception>
    public static TokenBatch Create(IReadOnlyList<TokenRow> rows, int padId, torch.Device device)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(device);
        if (rows.Count == 0) throw new ArgumentException("A batch needs at least one row.", nameof(rows));
        int length = 0;
        int width = rows[0].IdsPerToken;
        bool padded = false, typed = false;
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length == 0) throw new ArgumentException($"Row {i} has no tokens.", nameof(rows));
            if (rows[i].IdsPerToken != width) throw new ArgumentException($"Row {i} has {rows[i].IdsPerToken} ids a token, and row 0 {width}.", nameof(rows));
            padded |= i > 0 && rows[i].Length != length;
            typed |= rows[i].TokenTypeIds is not null;
            length = Math.Max(length, rows[i].Length);
        }

        return new TokenBatch(
            width == 1 ? Fill(rows, length, device, row => row.TokenIds, padId) : Fill(rows, length * width, device, row => row.TokenIds, padId).view(rows.Count, length, width),
            padded ? FillMask(rows, length, device) : null,
            typed ? Fill(rows, length, device, row => row.TokenTypeIds, 0) : null) { _paddedAtEnd = true };
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        TokenIds.Dispose();
        AttentionMask?.Dispose();
        TokenTypeIds?.Dispose();
    }

    private static void Check(torch.Tensor? tensor, long[] shape, string name)
    {
        if (tensor is not null && !tensor.shape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"The shape must be that of the token ids, [{string.Join(", ", shape)}], but it is [{string.Join(", ", tensor.shape)}].", name);
    }

    private static bool PadsAtEnd(torch.Tensor mask)
    {
        using var scope = torch.NewDisposeScope();
        var last = mask.shape[1] - 1;
        return !mask.narrow(1, 1, last).logical_and(mask.narrow(1, 0, last).logical_not()).any().item<bool>();
    }

    private static torch.Tensor Fill(IReadOnlyList<TokenRow> rows, int length, torch.Device device, Func<TokenRow, int[]?> values, int padding)
    {
        torch.Tensor tensor = torch.empty((long)rows.Count, (long)length, dtype: torch.ScalarType.Int64);
        Span<long> all = MemoryMarshal.Cast<byte, long>(tensor.bytes);
        for (int r = 0; r < rows.Count; r++)
        {
            Span<long> into = all.Slice(r * length, length);
            int[] row = values(rows[r]) ?? [];
            for (int i = 0; i < row.Length; i++) into[i] = row[i];
            into[row.Length..].Fill(padding);
        }

        return Move(tensor, device);
    }

    private static torch.Tensor FillMask(IReadOnlyList<TokenRow> rows, int length, torch.Device device)
    {
        torch.Tensor tensor = torch.empty((long)rows.Count, (long)length, dtype: torch.ScalarType.Bool);
        Span<byte> all = tensor.bytes;
        for (int r = 0; r < rows.Count; r++)
        {
            all.Slice(r * length, rows[r].Length).Fill(1);
            all.Slice((r * length) + rows[r].Length, length - rows[r].Length).Clear();
        }

        return Move(tensor, device);
    }

    private static torch.Tensor Move(torch.Tensor tensor, torch.Device device) => device.type == DeviceType.CPU ? tensor : tensor.to(device, disposeAfter: true);
}
