namespace MLNetTransfer.Modeling.Features;

/// <summary>How the states of several layers become one state of a token.</summary>
public enum LayerCombination
{
    /// <summary>One beside the other, in the order in which the layers are chosen: as many times the hidden size.</summary>
    Concatenate,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The largest value in each dimension.</summary>
    Max,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum weighted by given weights, as in ELMo (Peters et al., 2018, equation 1).</summary>
    ScalarMix,
}
