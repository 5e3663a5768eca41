using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The options of any trainer.</summary>
public abstract class TrainerInputBase
{
    /// <summary>The column of the features, a vector of known size.</summary>
    public string FeatureColumnName = DefaultColumnNames.Features;

    private protected TrainerInputBase()
    {
    }
}

/// <summary>The options of a trainer that learns from labels.</summary>
public abstract class TrainerInputBaseWithLabel : TrainerInputBase
{
    /// <summary>The column of the label.</summary>
    public string LabelColumnName = DefaultColumnNames.Label;

    private protected TrainerInputBaseWithLabel()
    {
    }
}

/// <summary>The options of a trainer whose rows may count differently.</summary>
public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    /// <summary>The column of the rows' weights; all count the same where it is null.</summary>
    public string ExampleWeightColumnName = null;

    private protected TrainerInputBaseWithWeight()
    {
    }
}
