using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>What ignoring the case means for ASCII's letters. Beyond them it would take tables, and letters that match several others.</summary>
internal static class CaseFolding
{
    // Pairs that Oniguruma takes for one letter, too, such as ß for ss.
    private static readonly string[] _pairs = ["ss", "ff", "fi", "fl", "st"];

    private static readonly CharacterSet _ascii = CharacterSet.Of(0, 0x7F);

    /// <summary>A set with all that its members match where case is ignored; null where that is not known.</summary>
    public static CharacterSet? Fold(CharacterSet set)
    {
        if (!set.Except(_ascii).IsEmpty) return null;
        CharacterSet folded = set;
        for (char c = 'a'; c <= 'z'; c++)
        {
            if (!set.Contains(c) && !set.Contains(char.ToUpperInvariant(c))) continue;
            folded = folded.Union(CharacterSet.Of(c)).Union(CharacterSet.Of(char.ToUpperInvariant(c)));
            // The long s, and the Kelvin sign.
            if (c is 's' or 'k') folded = folded.Union(CharacterSet.Of(c == 's' ? 0x17F : 0x212A));
        }

        return folded;
    }

    /// <summary>Whether a category has no letter, nor anything else with another case outside it.</summary>
    public static bool IsClosed(string category) => category.Length is 1 or 2 && char.ToUpperInvariant(category[0]) is 'N' or 'P' or 'S' or 'Z' or 'C';

    /// <summary>A pair of letters in a text that matches single letters, too, where case is ignored; null where there is none.</summary>
    public static string? FindPair(string letters) => Array.Find(_pairs, pair => letters.Contains(pair, StringComparison.OrdinalIgnoreCase));
}
