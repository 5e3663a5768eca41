using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>
/// One vector of a word's characters, as TensorFlow's ELMo stores it: a table, convolutions of several widths, of each the largest value over the word.
/// <c>characters</c> is <c>[ids - 1, size]</c>, since id 0 is padding and stands for zeros; <c>filter_i</c> is <c>[1, width, size, count]</c>, its <c>bias_i</c> <c>[count]</c>.
/// </summary>
internal sealed class CharacterCnn : nn.Module<Tensor, Tensor>, IInitialized
{
    private readonly IReadOnlyList<(int Width, int Count)> _filters;
    private readonly Activation _activation;

    /// <param name="idCount">Character ids lie below.</param>
    /// <param name="size">Width of a character's vector.</param>
    /// <param name="filters">Width and number of the convolutions.</param>
    /// <param name="activation">Applied to the largest values.</param>
    public CharacterCnn(long idCount, long size, IReadOnlyList<(int Width, int Count)> filters, Activation activation) : base(nameof(CharacterCnn))
    {
        (_filters, _activation) = (filters, activation);
        register_parameter("characters", ParameterInitializer.Create(idCount - 1, size));
        for (var i = 0; i < filters.Count; i++)
        {
            register_parameter($"filter_{i}", ParameterInitializer.Create(1, filters[i].Width, size, filters[i].Count));
            register_parameter($"bias_{i}", ParameterInitializer.Create(filters[i].Count));
        }
    }

    /// <summary>Width of what comes out: the sum of the filters' counts.</summary>
    public long OutputSize => _filters.Sum(f => (long)f.Count);

    /// <summary>Ids <c>[..., characters]</c> to vectors <c>[..., output]</c> float32.</summary>
    public override Tensor forward(Tensor ids)
    {
        using var scope = torch.NewDisposeScope();
        var characters = get_parameter("characters")!;
        var table = cat(new Tensor[] { zeros(1, characters.shape[1], dtype: characters.dtype, device: characters.device), characters }, 0);
        var shape = ids.shape;
        // [words, size, characters]
        var letters = ComputeType.Cast(table.index_select(0, ids.flatten()).view(-1, shape[^1], table.shape[1]).transpose(1, 2));
        var parts = new Tensor[_filters.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            using var filter = torch.NewDisposeScope();
            var weight = get_parameter($"filter_{i}")!.squeeze(0).permute(2, 1, 0);
            var (largest, _) = nn.functional.conv1d(letters, ComputeType.Cast(weight)).max(2);
            parts[i] = _activation.Apply(largest.to(ScalarType.Float32) + get_parameter($"bias_{i}")!).MoveToOuterDisposeScope();
        }
        return cat(parts, 1).view([.. shape[..^1], OutputSize]).MoveToOuterDisposeScope();
    }

    public void Initialize(string parameter, double range, Generator? generator)
    {
        if (parameter.StartsWith("bias_", StringComparison.Ordinal)) get_parameter(parameter)!.zero_();
        else ParameterInitializer.Normal(get_parameter(parameter)!, range, generator);
    }
}
