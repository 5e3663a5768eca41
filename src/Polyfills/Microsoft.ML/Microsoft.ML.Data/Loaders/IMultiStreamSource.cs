namespace Microsoft.ML.Data;

/// <summary>Where a loader reads: any number of streams, such as files.</summary>
public interface IMultiStreamSource
{
    /// <summary>How many streams there are.</summary>
    int Count { get; }

    /// <summary>The path of a stream, or null where it has none.</summary>
    string GetPathOrNull(int index);

    /// <summary>Opens a stream for reading.</summary>
    Stream Open(int index);

    /// <summary>Opens a stream for reading text.</summary>
    TextReader OpenTextReader(int index);
}
