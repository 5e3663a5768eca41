namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>The ids of the tokens that mean something to the network itself; null where the tokenizer has no such token.</summary>
public sealed class SpecialTokens
{
    /// <summary>Fills short rows; 0 where the tokenizer names none.</summary>
    public int PadId { get; init; }

    /// <summary>Stands for words outside the vocabulary.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Begins a row (<c>[CLS]</c>).</summary>
    public int? ClsId { get; init; }

    /// <summary>Ends a text (<c>[SEP]</c>).</summary>
    public int? SepId { get; init; }

    /// <summary>Stands for a hidden token (<c>[MASK]</c>).</summary>
    public int? MaskId { get; init; }
}
