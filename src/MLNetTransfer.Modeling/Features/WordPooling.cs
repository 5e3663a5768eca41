namespace MLNetTransfer.Modeling.Features;

/// <summary>How the states of the tokens that a word is split into become one vector.</summary>
public enum WordPooling
{
    /// <summary>The first token's state, as in BERT's own experiments.</summary>
    First,

    /// <summary>The last token's state, which has seen the whole word in a causal encoder such as GPT-2.</summary>
    Last,

    /// <summary>The mean over the word's tokens.</summary>
    Mean,

    /// <summary>The first token's state and the last one's beside one another: twice the size.</summary>
    FirstAndLast,
}

/// <summary>Pools states that have left the device.</summary>
internal static class WordPoolings
{
    /// <summary>How wide a word's vector is, of states of a width.</summary>
    public static int Size(this WordPooling pooling, int stateSize) => pooling == WordPooling.FirstAndLast ? 2 * stateSize : stateSize;

    /// <param name="pooling">How.</param>
    /// <param name="states">The states of the word's tokens, <c>[tokens * size]</c>; at least one.</param>
    /// <param name="vector">Gets the vector, <c>[size]</c>, or twice that where two states stand beside one another.</param>
    public static void Pool(this WordPooling pooling, ReadOnlySpan<float> states, Span<float> vector)
    {
        var size = pooling == WordPooling.FirstAndLast ? vector.Length / 2 : vector.Length;
        switch (pooling)
        {
            case WordPooling.First:
                states[..size].CopyTo(vector);
                break;
            case WordPooling.Last:
                states[^size..].CopyTo(vector);
                break;
            case WordPooling.FirstAndLast:
                states[..size].CopyTo(vector);
                states[^size..].CopyTo(vector[size..]);
                break;
            default:
                var tokens = states.Length / size;
                for (var i = 0; i < size; i++)
                {
                    var sum = 0f;
                    for (var at = i; at < states.Length; at += size) sum += states[at];
                    vector[i] = sum / tokens;
                }
                break;
        }
    }
}
