namespace MLNetTransfer.Schema;

/// <summary>Names of ML.NET's column annotations and their values; its own constants are internal.</summary>
internal static class AnnotationKinds
{
    public const string KeyValues = "KeyValues";
    public const string SlotNames = "SlotNames";
    public const string TrainingLabelValues = "TrainingLabelValues";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string ScoreValueKind = "ScoreValueKind";

    /// <summary>Ours: how many numbers a word has in a column of words' vectors, which are of no fixed number.</summary>
    public const string WordVectorSize = "WordVectorSize";

    public const string MulticlassClassification = "MulticlassClassification";
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";
}
