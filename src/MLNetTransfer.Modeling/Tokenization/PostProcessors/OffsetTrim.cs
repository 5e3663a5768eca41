namespace MLNetTransfer.Modeling.Tokenization.PostProcessors;

/// <summary>Takes the white space at a token's ends out of its stretch of the text, as byte-level tokenizers do.</summary>
/// <param name="AddsPrefixSpace">Whether a text's first token may have a blank before it that the text does not have.</param>
internal sealed record OffsetTrim(bool AddsPrefixSpace);
