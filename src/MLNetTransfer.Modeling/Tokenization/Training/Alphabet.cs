using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>The characters that a vocabulary has at least.</summary>
internal static class Alphabet
{
    /// <summary>The most frequent characters of some words, of equally frequent ones those with the smaller code points.</summary>
    /// <returns>The characters by their code points, with how often they occur.</returns>
    public static SortedDictionary<Rune, long> Of(IEnumerable<WordCount> words, int limit)
    {
        var counts = new Dictionary<Rune, long>();
        foreach ((string word, long count) in words)
            foreach (Rune rune in word.EnumerateRunes()) counts[rune] = counts.GetValueOrDefault(rune) + count;
        return new SortedDictionary<Rune, long>(counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(limit).ToDictionary());
    }

    /// <summary>The words that have no other characters.</summary>
    public static WordCount[] Within(WordCount[] words, SortedDictionary<Rune, long> alphabet)
    {
        HashSet<Rune> characters = [.. alphabet.Keys];
        return Array.FindAll(words, w => IsWithin(w.Word, characters));
    }

    private static bool IsWithin(string word, HashSet<Rune> characters)
    {
        foreach (Rune rune in word.EnumerateRunes())
            if (!characters.Contains(rune)) return false;
        return true;
    }
}
