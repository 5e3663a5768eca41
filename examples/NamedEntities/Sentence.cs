namespace MLNetTransfer.Examples;

/// <summary>A sentence in words, with a tag of each: O, or B- or I- and the type of a name.</summary>
internal sealed class Sentence
{
    public string[] Words { get; set; } = [];

    public string[] Tags { get; set; } = [];

    /// <summary>Reads a file of the CoNLL-2003 task: a word with its part of speech, its phrase and its tag on each line, an empty line behind a sentence.</summary>
    public static IReadOnlyList<Sentence> ReadConll(string path)
    {
        var sentences = new List<Sentence>();
        List<string> words = [], tags = [];
        foreach (var line in File.ReadLines(path).Append(""))
        {
            // Lines that begin a new document are no sentences.
            if (line.StartsWith("-DOCSTART-", StringComparison.Ordinal)) continue;
            if (line.Length > 0)
            {
                var fields = line.Split(' ');
                words.Add(fields[0]);
                tags.Add(fields[^1]);
            }
            else if (words.Count > 0)
            {
                sentences.Add(new() { Words = [.. words], Tags = BeginEveryName(tags) });
                words.Clear();
                tags.Clear();
            }
        }
        return sentences;
    }

    /// <summary>From the scheme IOB1, in which the files are, to IOB2, in which every name begins with B-: one tag more for each type, and easier to learn.</summary>
    private static string[] BeginEveryName(IReadOnlyList<string> tags) =>
        [.. tags.Select((tag, i) => tag.StartsWith("I-", StringComparison.Ordinal) && (i == 0 || tags[i - 1] == "O" || tags[i - 1][2..] != tag[2..]) ? "B-" + tag[2..] : tag)];
}
