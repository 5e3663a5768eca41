using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>One vector for each id: <c>table.weight</c> is <c>[rows, size]</c>. The padding row, where there is one, starts at 0 and gets no gradient from look-ups.</summary>
internal sealed class EmbeddingTable : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly Embedding _table;
    private readonly long _rows, _size;
    private readonly long? _paddingRow;
    private readonly bool _sinusoidal;
    private readonly double _initialScale;
    private Embedding? _sparse;

    /// <param name="rows">How many ids there are.</param>
    /// <param name="size">Width of a vector.</param>
    /// <param name="paddingRow">The padding's row, where there is one.</param>
    /// <param name="sinusoidal">Whether the table is one of sines by position, which training leaves alone.</param>
    /// <param name="initialScale">What the standard deviation of new values is multiplied by.</param>
    public EmbeddingTable(long rows, long size, long? paddingRow = null, bool sinusoidal = false, double initialScale = 1) : base(nameof(EmbeddingTable))
    {
        (_rows, _size, _paddingRow, _sinusoidal, _initialScale) = (rows, size, paddingRow, sinusoidal, initialScale);
        register_module("table", _table = Create(sparse: false));
        foreach (var parameter in _table.parameters())
        {
            parameter.DetachFromDisposeScope();
            parameter.requires_grad = !sinusoidal;
        }
    }

    /// <summary>
    /// Whether back-propagation adds the gradients of the rows that were looked up to a gradient that is there already, instead of making a gradient of the
    /// whole table in every step. To be set only while the table's parameter has a dense gradient, and while it stays on its device.
    /// </summary>
    public bool AddsRowsToGradient
    {
        get => _sparse is not null;
        set
        {
            _sparse?.Dispose();
            _sparse = null;
            // Frozen tables have no gradient to add to.
            if (!value || !_table.parameters().Single().requires_grad) return;
            _sparse = Create(sparse: true);
            using var replaced = _sparse.parameters().Single();
            // Another object for the same parameter: it goes with the module that gets it.
            var parameter = _table.weight;
            parameter.DetachFromDisposeScope();
            _sparse.weight = parameter;
        }
    }

    /// <summary><c>[rows, size]</c></summary>
    public Tensor Weight => _table.weight;

    /// <summary>Ids <c>[...]</c> to vectors <c>[..., size]</c>.</summary>
    public override Tensor forward(Tensor ids) => (_sparse ?? _table).call(ids);

    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (_sinusoidal)
        {
            ParameterInitializer.Sinusoids(Weight);
            return;
        }
        ParameterInitializer.Normal(Weight, range * _initialScale, generator);
        if (_paddingRow is not { } row) return;
        using var padding = Weight.select(0, row);
        padding.zero_();
    }

    private Embedding Create(bool sparse)
    {
        // nn.Embedding would draw random values that loading throws away.
        using var values = torch.empty(_rows, _size, dtype: ScalarType.Float32);
        return nn.Embedding_from_pretrained(values, freeze: false, padding_idx: _paddingRow, sparse: sparse);
    }
}
