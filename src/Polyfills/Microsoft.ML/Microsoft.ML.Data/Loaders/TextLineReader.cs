using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The lines of text files that hold values: no header, no comments, no empty lines.</summary>
internal static class TextLineReader
{
    /// <summary>The lines of all files in turn, each file's header left out if there is one.</summary>
    public static IEnumerable<string> Read(IMultiStreamSource files, TextLoader.Options options)
    {
        var left = options.MaxRows ?? long.MaxValue;
        for (var file = 0; file < files.Count && left > 0; file++)
        {
            using var reader = files.OpenTextReader(file);
            var atTop = true;
            while (left > 0 && ReadEntry(reader, options) is { } line)
            {
                if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || atTop && line[0] == '#')
                    continue;
                var header = atTop && options is { HasHeader: true, HeaderFile: null };
                atTop = false;
                if (header)
                    continue;
                left--;
                yield return line;
            }
        }
    }

    /// <summary>The line with the names of the columns; null where there is none.</summary>
    public static string ReadHeader(IMultiStreamSource files, TextLoader.Options options)
    {
        if (options.HeaderFile is null && (!options.HasHeader || files.Count == 0))
            return null;
        using var reader = options.HeaderFile is null ? files.OpenTextReader(0) : new StreamReader(options.HeaderFile);
        while (ReadEntry(reader, options) is { } line)
            if (line.Length > 0 && line[0] != '#' && !line.StartsWith("//", StringComparison.Ordinal))
                return line;
        return null;
    }

    // One line, or several where a quoted field goes on.
    private static string ReadEntry(TextReader reader, TextLoader.Options options)
    {
        var line = reader.ReadLine();
        if (line is null || !options.ReadMultilines || !options.AllowQuoting || !EndsInQuotes(line, false, true, options))
            return line;
        var entry = new StringBuilder(line);
        var open = true;
        while (open)
        {
            line = reader.ReadLine() ?? throw new EndOfStreamException("A quoted field was not closed before the end of the file.");
            entry.Append('\n').Append(line);
            open = EndsInQuotes(line, true, false, options);
        }
        return entry.ToString();
    }

    // Quotes open a quoted field only where the field starts.
    private static bool EndsInQuotes(string line, bool open, bool atStart, TextLoader.Options options)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (open && c == options.EscapeChar && i + 1 < line.Length && line[i + 1] == '"')
                i++;
            else if (open)
                open = c != '"';
            else if (atStart && c == '"')
                (open, atStart) = (true, false);
            else
                atStart = options.Separators.Contains(c) || atStart && c == ' ';
        }
        return open;
    }
}
