namespace Microsoft.ML.Data;

/// <summary>Makes one value of another.</summary>
internal delegate void ValueMapper<TSrc, TDst>(in TSrc src, ref TDst dst);

/// <summary>A model as its transformer sees it.</summary>
internal interface IValueMapper
{
    /// <summary>The type of the features.</summary>
    DataViewType InputType { get; }

    /// <summary>The type of the scores.</summary>
    DataViewType OutputType { get; }

    /// <summary>A mapper of features to scores, for one thread at a time.</summary>
    ValueMapper<TSrc, TDst> GetMapper<TSrc, TDst>();
}
