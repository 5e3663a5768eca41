namespace MLNetTransfer.Modeling.Tokenization.Unicode;

/// <summary>Puts decomposed characters together again, and takes compatibility characters apart.</summary>
internal static class Composition
{
    private const int FirstLead = 0x1100, FirstVowel = 0x1161, FirstTrail = 0x11A7, FirstSyllable = 0xAC00;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28;

    private static readonly CharacterLists _compatible = new(UnicodeData.CompatibilityDecompositions);
    private static readonly Dictionary<(int, int), int> _composites = MakeComposites();

    /// <summary>The full compatibility decomposition of a character that has one other than its canonical one.</summary>
    public static bool TryDecomposeCompatible(int scalar, out ReadOnlySpan<int> parts) => _compatible.TryFind(scalar, out parts);

    /// <summary>What two characters become together; negative where they stay two.</summary>
    public static int Compose(int first, int second)
    {
        if (first is >= FirstLead and < FirstLead + LeadCount && second is >= FirstVowel and < FirstVowel + VowelCount)
            return FirstSyllable + ((((first - FirstLead) * VowelCount) + (second - FirstVowel)) * TrailCount);
        if (first is >= FirstSyllable and < FirstSyllable + (LeadCount * VowelCount * TrailCount) && second is > FirstTrail and < FirstTrail + TrailCount && (first - FirstSyllable) % TrailCount == 0)
            return first + (second - FirstTrail);
        return _composites.TryGetValue((first, second), out int composite) ? composite : -1;
    }

    // The tables hold full decompositions: a character of more than two parts is made of the one that all but the last make, and the last.
    private static Dictionary<(int, int), int> MakeComposites()
    {
        CharacterSet never = CharacterSet.Read(UnicodeData.NotComposed);
        var decompositions = new CharacterLists(UnicodeData.Decompositions);
        var composites = new Dictionary<(int, int), int>();
        for (int length = 2; length <= 4; length++)
        {
            for (int i = 0; i < decompositions.Count; i++)
            {
                ReadOnlySpan<int> parts = decompositions.ListAt(i);
                int composite = decompositions.CharacterAt(i);
                if (parts.Length != length || never.Contains(composite)) continue;
                int first = parts[0];
                foreach (int part in parts[1..^1]) first = composites[(first, part)];
                composites[(first, parts[^1])] = composite;
            }
        }

        return composites;
    }
}
