namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>
/// Writes one text's changed form into another, character by character, as the reference keeps track of where they came from: a character put in the place of another
/// takes over its stretch, an added one has that of the character which stood before it in the text read.
/// </summary>
internal struct AlignedWriter(AlignedText from, AlignedText into)
{
    private int _at;

    /// <summary>Whether all characters have been replaced or removed.</summary>
    public readonly bool AtEnd => _at == from.Length;

    /// <summary>The unit of the text read that comes next.</summary>
    public readonly int Position => _at;

    /// <summary>The character that comes next.</summary>
    public readonly int Next => from.ScalarAt(_at, out _);

    /// <summary>Writes a character in the place of the next one.</summary>
    public void Replace(int scalar)
    {
        into.Append(scalar, from.Starts[_at], from.Ends[_at]);
        _at += from.WidthAt(_at);
    }

    /// <summary>Writes a character in no character's place.</summary>
    public readonly void Add(int scalar)
    {
        if (_at > 0) into.Append(scalar, from.Starts[_at - 1], from.Ends[_at - 1]);
        else into.Append(scalar, from.Origin, from.Origin);
    }

    /// <summary>Writes the next character as it is.</summary>
    public void Keep() => Replace(Next);

    /// <summary>Leaves out the next character.</summary>
    public void Remove() => _at += from.WidthAt(_at);

    /// <summary>Writes all characters before a unit as they are.</summary>
    public void KeepTo(int end)
    {
        into.Append(from, _at, end);
        _at = end;
    }

    /// <summary>Leaves out all characters before a unit.</summary>
    public void RemoveTo(int end) => _at = end;
}
