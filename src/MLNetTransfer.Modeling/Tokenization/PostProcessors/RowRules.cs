namespace MLNetTransfer.Modeling.Tokenization.PostProcessors;

/// <summary>What a post-processor does with a text's tokens: trims their stretches, and makes rows of them.</summary>
/// <param name="Template">How rows are made up.</param>
/// <param name="Trims">Trims stretches, in this order; as a rule none or one.</param>
internal sealed record RowRules(RowTemplate Template, params OffsetTrim[] Trims);
