using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>One vector for each id: <c>table.weight</c> is <c>[rows, size]</c>. The padding row, where there is one, starts at 0 and gets no gradient from look-ups.</summary>
internal sealed class EmbeddingTable : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly Embedding _table;
    private readonly long? _paddingRow;

    public EmbeddingTable(long rows, long size, long? paddingRow = null) : base(nameof(EmbeddingTable))
    {
        _paddingRow = paddingRow;
        // nn.Embedding would draw random values that loading throws away.
        using var values = torch.empty(rows, size, dtype: ScalarType.Float32);
        _table = nn.Embedding_from_pretrained(values, freeze: false, padding_idx: paddingRow);
        foreach (var parameter in _table.parameters()) parameter.DetachFromDisposeScope();
        register_module("table", _table);
    }

    /// <summary><c>[rows, size]</c></summary>
    public Tensor Weight => _table.weight;

    /// <summary>Ids <c>[...]</c> to vectors <c>[..., size]</c>.</summary>
    public override Tensor forward(Tensor ids) => _table.call(ids);

    public void Initialize(string parameter, double range, Generator? generator)
    {
        ParameterInitializer.Normal(Weight, range, generator);
        if (_paddingRow is not { } row) return;
        using var padding = Weight.select(0, row);
        padding.zero_();
    }
}
