using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A source with a column of random numbers in [0, 1), the same in every cursor: one draw a row, in the source's order.</summary>
internal sealed class RandomNumberView : AddedColumnView<float>
{
    // What the real one takes where neither the caller nor the context has a seed.
    private const int DefaultSeed = 42;

    private readonly int _seed;

    public RandomNumberView(IHostEnvironment env, IDataView source, string name, int? seed)
        : base(source, name, NumberDataViewType.Single)
    {
        env.TakeShare(nameof(RandomNumberView));
        _seed = seed ?? DefaultSeed;
    }

    public override bool CanShuffle => false;

    protected override ValueGetter<float> CreateGetter(DataViewRow input)
    {
        var random = RandomUtils.Create(_seed);
        var drawn = -1L;
        var number = 0f;
        return (ref float value) =>
        {
            Getters.CheckRow(input);
            for (; drawn < input.Position; drawn++)
                number = random.NextSingle();
            value = number;
        };
    }
}
