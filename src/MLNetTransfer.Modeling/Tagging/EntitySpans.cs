namespace MLNetTransfer.Modeling.Tagging;

/// <summary>An entity that tags mark.</summary>
/// <param name="Type">Its type, such as PER; <c>_</c> where tags name none.</param>
/// <param name="First">Its first word, from 0.</param>
/// <param name="Last">Its last word.</param>
public readonly record struct EntitySpan(string Type, int First, int Last);

/// <summary>Reads entities off the tags of a sentence.</summary>
public static class EntitySpans
{
    /// <summary>As the CoNLL tasks' script reads tags, and seqeval by default: whatever their scheme, and where they break it, an entity begins all the same.</summary>
    /// <param name="tags">The tags of a sentence's words.</param>
    /// <exception cref="ArgumentException">A tag is empty.</exception>
    public static IReadOnlyList<EntitySpan> Read(IReadOnlyList<string> tags)
    {
        var spans = new List<EntitySpan>();
        var (before, first) = (WordTag.Outside, 0);
        for (var i = 0; i <= tags.Count; i++)
        {
            var tag = i < tags.Count ? WordTag.Parse(tags[i]) : WordTag.Outside;
            var otherType = tag.Type != before.Type;
            if (!before.IsOutside && (before.Prefix is 'E' or 'S' || otherType || (before.IsOpen && tag.Prefix is 'B' or 'S' or 'O'))) spans.Add(new(before.Type, first, i - 1));
            if (!tag.IsOutside && (tag.Prefix is 'B' or 'S' || otherType || (tag.Prefix is 'I' or 'E' && before.Prefix is 'E' or 'S' or 'O'))) first = i;
            before = tag;
        }
        return spans;
    }

    /// <summary>As a scheme has it to the letter, which is seqeval's strict mode: what breaks the scheme is no entity.</summary>
    /// <param name="tags">The tags of a sentence's words.</param>
    /// <param name="scheme">The scheme.</param>
    /// <exception cref="ArgumentException">A tag is empty, or none of the scheme.</exception>
    public static IReadOnlyList<EntitySpan> Read(IReadOnlyList<string> tags, TagScheme scheme)
    {
        foreach (var tag in tags) scheme.Check(tag);
        WordTag[] words = [.. tags.Select(WordTag.Parse)];
        var spans = new List<EntitySpan>();
        for (int first = 0, next; first < words.Length; first = next)
        {
            next = first + 1;
            if (!Begins(scheme, first == 0 ? WordTag.Outside : words[first - 1], words[first])) continue;
            while (next < words.Length && GoesOn(scheme, words[next - 1], words[next])) next++;
            if (Ends(scheme, words[next - 1], next < words.Length ? words[next] : WordTag.Outside)) spans.Add(new(words[first].Type, first, next - 1));
        }
        return spans;
    }

    private static bool Begins(TagScheme scheme, WordTag before, WordTag tag) => scheme switch
    {
        TagScheme.Iob1 => tag.Prefix == 'I' ? before.Prefix is 'O' or 'B' || before.Type != tag.Type : tag.Prefix == 'B' && before.IsOpen && before.Type == tag.Type,
        TagScheme.Iob2 => tag.Prefix == 'B',
        _ => tag.Prefix is 'B' or 'S',
    };

    private static bool GoesOn(TagScheme scheme, WordTag before, WordTag tag) =>
        before.IsOpen && before.Type == tag.Type && (tag.Prefix == 'I' || (tag.Prefix == 'E' && scheme == TagScheme.Iobes));

    // Asked only where the entity does not go on.
    private static bool Ends(TagScheme scheme, WordTag last, WordTag after) => scheme switch
    {
        TagScheme.Iob1 => last.Prefix == 'I' || after.Prefix != 'B' || last.Type == after.Type,
        TagScheme.Iob2 => true,
        _ => last.Prefix is 'E' or 'S',
    };
}
