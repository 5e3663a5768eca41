namespace MLNetTransfer.Modeling.Generation;

/// <summary>One generated text.</summary>
/// <param name="TokenIds">The tokens that were written, without the prompt and without an end token.</param>
/// <param name="Ended">Whether the model ended the text; otherwise it was cut off.</param>
/// <param name="Score">In a beam search, the log-likelihood over the length to the power of the length penalty, the end token included; otherwise null.</param>
public sealed record GeneratedText(IReadOnlyList<int> TokenIds, bool Ended, double? Score);
