namespace MLNetTransfer.Tests.Contract;

/// <summary>A row of the contract tests: an identity, texts, and targets of several kinds.</summary>
public sealed class ContractRow
{
    public float Number { get; set; }

    public string Text { get; set; } = "";

    public string SecondText { get; set; } = "";

    public string Category { get; set; } = "";

    /// <summary>A sentence in words; now and then none.</summary>
    public string[] Words { get; set; } = [];

    /// <summary>Three numbers for each word.</summary>
    public float[] Vectors { get; set; } = [];

    /// <summary>A tag for each word.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Short rows of three categories, told apart by their words, with gaps and repeats.</summary>
    public static IReadOnlyList<ContractRow> Some(int count = 60)
    {
        string[] categories = ["bank", "film", "food"];
        string[][] words = [["card", "money", "lost", "pay"], ["great", "film", "slow", "love"], ["food", "late", "order", "bad"]];
        var random = new Random(7);
        ContractRow[] rows = [.. Enumerable.Range(0, count).Select(i => new ContractRow
        {
            Number = i,
            Category = categories[i % 3],
            // An empty text now and then, and texts longer than the model reads.
            Text = i == 11 ? "" : string.Join(' ', Enumerable.Range(0, i == 17 ? 60 : 1 + random.Next(6)).Select(_ => words[i % 3][random.Next(4)])),
            SecondText = words[random.Next(3)][random.Next(4)],
        })];
        foreach (var row in rows)
        {
            row.Words = row.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            row.Tags = [.. row.Words.Select((w, i) => w is "card" or "film" or "food" ? "B-THING" : i > 0 && row.Words[i - 1] is "film" ? "I-THING" : "O")];
            row.Vectors = [.. row.Words.SelectMany(w => new[] { w[0] - 'h', w[1] - 'h', w.Length - 4f })];
        }
        return rows;
    }
}
