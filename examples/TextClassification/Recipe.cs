namespace MLNetTransfer.Examples;

/// <summary>How a set is learnt, and what to ask afterwards.</summary>
internal sealed record Recipe(int Epochs, double LearningRate, string[] Samples)
{
    public static Recipe For(DataSet set) => set.Name switch
    {
        "support" => new(12, 3e-4, ["I was charged twice this month", "the kettle arrived with a broken lid", "Could you add support for Spanish?", "how do I get back in, I lost my password"]),
        "sst2" => new(3, 1e-4, ["a warm , funny and thoroughly winning film", "it never finds its feet and neither will you", "not bad at all"]),
        "banking77" => new(5, 2e-4, ["My card still hasn't come", "How do I change my PIN?", "why was I charged a fee in Spain"]),
        "cola" => new(3, 5e-5, ["The parcel was sent by the shop.", "The parcel sent was the shop by."]),
        _ => throw new ArgumentException($"This example classifies single texts, and the rows of {set.Name} are pairs: use --data support, sst2, banking77 or cola."),
    };
}
