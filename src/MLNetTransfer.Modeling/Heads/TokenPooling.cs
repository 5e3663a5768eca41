namespace MLNetTransfer.Modeling.Heads;

/// <summary>How the states of a text's tokens become one vector. Padding never counts.</summary>
public enum TokenPooling
{
    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The first token's state: that of [CLS] in BERT and its kin.</summary>
    FirstToken,

    /// <summary>The last token's state, which has seen the whole text in a causal encoder such as GPT-2.</summary>
    LastToken,

    /// <summary>The largest value over the tokens, in each dimension.</summary>
    Max,

    /// <summary>The sum over the tokens, divided by the square root of their number.</summary>
    MeanSqrtLength,

    /// <summary>The mean over the tokens, weighted by their positions from 1 on (Muennighoff, "SGPT", 2022).</summary>
    WeightedMean,

    /// <summary>What the checkpoint's own pooler makes of the first token. It is one vector, whichever layers are chosen.</summary>
    Pooler,
}
