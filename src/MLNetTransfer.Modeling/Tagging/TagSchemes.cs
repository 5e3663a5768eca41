namespace MLNetTransfer.Modeling.Tagging;

/// <summary>Which tags a scheme lets follow one another.</summary>
internal static class TagSchemes
{
    /// <summary>Whether tags mark entities by any of the schemes: those of parts of speech, for instance, do not.</summary>
    public static bool MarkEntities(IReadOnlyList<string> tags) =>
        tags.Any(t => t != "O") && tags.All(t => t == "O" || (t.Length > 0 && t[0] is 'B' or 'I' or 'E' or 'S' && (t.Length == 1 || t[1] == '-')));

    /// <exception cref="ArgumentException">The scheme has no such prefix.</exception>
    public static void Check(this TagScheme scheme, string tag)
    {
        var prefixes = scheme == TagScheme.Iobes ? "OBIES" : "OBI";
        if (!prefixes.Contains(WordTag.Parse(tag).Prefix))
            throw new ArgumentException($"The tag '{tag}' is none of the scheme {scheme}, whose tags begin with {string.Join(", ", prefixes.ToCharArray())}. Choose the scheme that the tags are written in.", nameof(tag));
    }

    /// <summary>Whether a tag may follow another; null stands for the beginning and for the end of a sentence.</summary>
    public static bool Allows(this TagScheme scheme, WordTag? before, WordTag? after)
    {
        var (left, right) = (before ?? WordTag.Outside, after ?? WordTag.Outside);
        var sameType = left.Type == right.Type;
        return scheme switch
        {
            TagScheme.Iob1 => right.Prefix != 'B' || (left.IsOpen && sameType),
            TagScheme.Iob2 => right.Prefix != 'I' || (left.IsOpen && sameType),
            _ => left.IsOpen ? right.Prefix is 'I' or 'E' && sameType : right.Prefix is 'O' or 'B' or 'S',
        };
    }

    /// <summary>What the scheme forbids, of tags in their order.</summary>
    /// <exception cref="ArgumentException">A tag is none of the scheme's.</exception>
    public static ForbiddenTransitions Forbidden(this TagScheme scheme, IReadOnlyList<string> tags)
    {
        foreach (var tag in tags) scheme.Check(tag);
        WordTag[] parsed = [.. tags.Select(WordTag.Parse)];
        return new(
            [.. parsed.Select(after => !scheme.Allows(null, after))],
            [.. parsed.Select(before => !scheme.Allows(before, null))],
            [.. parsed.SelectMany(before => parsed.Select(after => !scheme.Allows(before, after)))]);
    }
}

/// <summary>Tags that must not follow one another.</summary>
/// <param name="Start">Those that cannot be a sentence's first, <c>[tags]</c>.</param>
/// <param name="End">Those that cannot be its last, <c>[tags]</c>.</param>
/// <param name="Between">The second after the first, <c>[tags * tags]</c>, row by row.</param>
internal sealed record ForbiddenTransitions(bool[] Start, bool[] End, bool[] Between)
{
    /// <summary>The first word whose tag must not stand there; null where all may.</summary>
    public int? FirstBroken(ReadOnlySpan<int> tags)
    {
        if (tags.Length == 0) return null;
        if (Start[tags[0]]) return 0;
        for (var i = 1; i < tags.Length; i++)
            if (Between[tags[i - 1] * Start.Length + tags[i]]) return i;
        return End[tags[^1]] ? tags.Length - 1 : null;
    }
}
