using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Tokenization;

public sealed class TokenBatchTests
{
    [Fact]
    public void ShortRowsArePaddedAndMasked()
    {
        using TokenBatch batch = TokenBatch.Create([new TokenRow([1, 2, 3], [0, 1, 1]), new TokenRow([4])], padId: 9, torch.CPU);
        Assert.Equal((2, 3), (batch.BatchSize, batch.SequenceLength));
        Assert.Equal([2L, 3L], batch.TokenIds.shape);
        Assert.Equal([1L, 2L, 3L, 4L, 9L, 9L], batch.TokenIds.data<long>().ToArray());
        Assert.Equal([true, true, true, true, false, false], batch.AttentionMask!.data<bool>().ToArray());
        Assert.Equal([0L, 1L, 1L, 0L, 0L, 0L], batch.TokenTypeIds!.data<long>().ToArray());
    }

    [Fact]
    public void RowsOfOneLengthNeedNoMask()
    {
        using TokenBatch batch = TokenBatch.Create([new TokenRow([1, 2]), new TokenRow([3, 4])], padId: 0, torch.CPU);
        Assert.Null(batch.AttentionMask);
        Assert.Null(batch.TokenTypeIds);
    }

    [Fact]
    public void WhatMakesNoBatchIsRefused()
    {
        Assert.Throws<ArgumentException>(() => TokenBatch.Create([], padId: 0, torch.CPU));
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => TokenBatch.Create([new TokenRow([1]), new TokenRow([])], padId: 0, torch.CPU)).Message);
        Assert.Contains("1 token ids but 2", Assert.Throws<ArgumentException>(() => new TokenRow([1], [0, 0])).Message);
        using torch.Tensor flat = torch.zeros(3L, dtype: torch.ScalarType.Int64);
        using torch.Tensor ids = torch.zeros(2L, 3L, dtype: torch.ScalarType.Int64);
        Assert.Contains("[batch, sequence]", Assert.Throws<ArgumentException>(() => new TokenBatch(flat)).Message);
        Assert.Throws<ArgumentException>(() => new TokenBatch(ids, attentionMask: flat));
    }
}
