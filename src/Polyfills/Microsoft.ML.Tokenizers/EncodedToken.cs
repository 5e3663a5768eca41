namespace Microsoft.ML.Tokenizers;

/// <summary>A token, its id, and where it stands in the text.</summary>
public readonly struct EncodedToken : IEquatable<EncodedToken>
{
    public EncodedToken(int id, string value, Range offset)
    {
        Id = id;
        Value = value;
        Offset = offset;
    }

    public int Id { get; }

    public string Value { get; }

    public Range Offset { get; }

    public bool Equals(EncodedToken other) => Id == other.Id && Value == other.Value && Offset.Equals(other.Offset);

    public override bool Equals(object? obj) => obj is EncodedToken other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Id, Value, Offset);
}
