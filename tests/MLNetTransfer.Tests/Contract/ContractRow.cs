namespace MLNetTransfer.Tests.Contract;

/// <summary>A row of the contract tests: an identity, texts, and targets of several kinds.</summary>
public sealed class ContractRow
{
    public float Number { get; set; }

    public string Text { get; set; } = "";

    public string SecondText { get; set; } = "";

    public string Category { get; set; } = "";

    /// <summary>Short rows of three categories, told apart by their words, with gaps and repeats.</summary>
    public static IReadOnlyList<ContractRow> Some(int count = 60)
    {
        string[] categories = ["bank", "film", "food"];
        string[][] words = [["card", "money", "lost", "pay"], ["great", "film", "slow", "love"], ["food", "late", "order", "bad"]];
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => new ContractRow
        {
            Number = i,
            Category = categories[i % 3],
            // An empty text now and then, and texts longer than the model reads.
            Text = i == 11 ? "" : string.Join(' ', Enumerable.Range(0, i == 17 ? 60 : 1 + random.Next(6)).Select(_ => words[i % 3][random.Next(4)])),
            SecondText = words[random.Next(3)][random.Next(4)],
        })];
    }
}
