namespace MLNetTransfer.Examples;

/// <summary>Tagged sentences to learn from, to choose by and to judge by.</summary>
internal sealed record EntityData(string Title, IReadOnlyList<Sentence> Train, IReadOnlyList<Sentence> Dev, IReadOnlyList<Sentence> Test)
{
    /// <summary>News with the names of persons, places, organisations and others.</summary>
    public static EntityData Conll(string folder)
    {
        IReadOnlyList<Sentence> Part(string file) => Sentence.ReadConll(Path.Combine(folder, file));
        return new("CoNLL-2003, names in news", Part("eng.train"), Part("eng.testa"), Part("eng.testb"));
    }

    /// <summary>Sentences made of a few patterns and made-up names.</summary>
    public static EntityData Generated() => new("Generated sentences, names of persons and cities", Some(300, 1), Some(60, 2), Some(60, 3));

    private static Sentence[] Some(int count, int seed)
    {
        // A number stands for a name of so many words.
        string[] patterns = ["please send my order to {LOC1} for {PER2}", "{PER1} has not received the parcel yet", "my card was used in {LOC2} and not by me", "when does the shop in {LOC1} open", "{PER2} and {PER1} want to change the address", "why is my payment late"];
        string[] syllables = ["mar", "lo", "ten", "is", "bur", "ka", "vel", "ra", "don", "mi"];
        var random = new Random(seed);
        string Name(string type) => string.Concat(Enumerable.Range(0, 2).Select(_ => syllables[random.Next(syllables.Length)])) + (type == "LOC" ? "ville" : "son");
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            List<string> words = [], tags = [];
            foreach (var part in patterns[random.Next(patterns.Length)].Split(' '))
            {
                if (part[0] != '{')
                {
                    words.Add(part);
                    tags.Add("O");
                    continue;
                }
                var type = part[1..4];
                for (var i = 0; i < part[4] - '0'; i++)
                {
                    words.Add(Name(type));
                    tags.Add((i == 0 ? "B-" : "I-") + type);
                }
            }
            return new Sentence { Words = [.. words], Tags = [.. tags] };
        })];
    }
}
