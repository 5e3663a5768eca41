using System.Globalization;

namespace MLNetTransfer.Modeling.Features;

/// <summary>Which of an encoder's states are taken: 0 is the embeddings, 1 the first layer's output, and the layer count the last layer's.</summary>
public sealed class LayerSelection
{
    private readonly string _name;
    private readonly Func<int, IEnumerable<int>> _resolve;

    private LayerSelection(string name, Func<int, IEnumerable<int>> resolve) => (_name, _resolve) = (name, resolve);

    /// <summary>The last layer.</summary>
    public static LayerSelection Last { get; } = new("last", n => [n]);

    /// <summary>The layer before the last.</summary>
    public static LayerSelection SecondToLast { get; } = new("second-to-last", n => [n - 1]);

    /// <summary>The last four layers, the lowest first.</summary>
    public static LayerSelection LastFour { get; } = new("last-four", n => Enumerable.Range(n - 3, 4));

    /// <summary>The first four layers, without the embeddings.</summary>
    public static LayerSelection FirstFour { get; } = new("first-four", _ => Enumerable.Range(1, 4));

    /// <summary>All layers, without the embeddings.</summary>
    public static LayerSelection All { get; } = new("all", n => Enumerable.Range(1, n));

    /// <summary>The embeddings alone, as they enter the first layer.</summary>
    public static LayerSelection Embeddings { get; } = new("embeddings", _ => [0]);

    private static readonly LayerSelection[] _named = [Last, SecondToLast, LastFour, FirstFour, All, Embeddings];

    /// <summary>Any layers, in this order.</summary>
    /// <param name="layers">0 for the embeddings, 1 for the first layer and so on; negative numbers count from the end, -1 being the last layer.</param>
    /// <exception cref="ArgumentException">There are none, or one twice.</exception>
    public static LayerSelection Of(params int[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0) throw new ArgumentException("Choose at least one layer.", nameof(layers));
        if (layers.Distinct().Count() != layers.Length) throw new ArgumentException($"The layers {string.Join(", ", layers)} name one twice.", nameof(layers));
        int[] own = [.. layers];
        return new(string.Join(",", own), n => own.Select(l => l < 0 ? n + 1 + l : l));
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is no selection.</exception>
    internal static LayerSelection Parse(string text) => _named.FirstOrDefault(s => s._name == text) ?? Of([.. text.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))]);

    /// <summary>Indices of states in an encoder of so many layers.</summary>
    /// <exception cref="ArgumentException">The encoder has no such layer.</exception>
    internal int[] Resolve(int layerCount)
    {
        int[] states = [.. _resolve(layerCount)];
        // The embeddings are no layer, but where they are asked for by number.
        var lowest = this == LastFour || this == SecondToLast ? 1 : 0;
        if (states.Any(s => s < lowest || s > layerCount) || states.Distinct().Count() != states.Length)
            throw new ArgumentException($"The layers '{_name}' were chosen, and the encoder has {layerCount}: choose among 0 (embeddings) to {layerCount}, or -1 (last layer) to {-layerCount}, each once.");
        return states;
    }

    /// <inheritdoc/>
    public override string ToString() => _name;
}
