namespace MLNetTransfer.Examples;

/// <summary>A labelled text.</summary>
internal sealed class TextRow
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}

/// <summary>What the model says of a text.</summary>
internal sealed class TextPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}
