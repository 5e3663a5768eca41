namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Reads plain text into documents: a line is a paragraph or a sentence, an empty line ends a document.</summary>
public static class PlainText
{
    /// <summary>The documents of files, one after the other; a file's end also ends a document. Read as they are asked for.</summary>
    /// <param name="paths">The files, UTF-8.</param>
    public static IEnumerable<IReadOnlyList<string>> ReadDocuments(params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.SelectMany(path => Documents(File.ReadLines(path)));
    }

    /// <summary>The documents that lines make up.</summary>
    /// <param name="lines">The lines.</param>
    public static IEnumerable<IReadOnlyList<string>> Documents(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var document = new List<string>();
        foreach (string line in lines)
        {
            if (!string.IsNullOrWhiteSpace(line)) document.Add(line);
            else if (document.Count > 0)
            {
                yield return document;
                document = [];
            }
        }
        if (document.Count > 0) yield return document;
    }
}
