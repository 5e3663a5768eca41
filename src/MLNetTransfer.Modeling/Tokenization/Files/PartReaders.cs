using System.Collections;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>All supported parts of one kind, by the type that tokenizer.json names, with what reads each.</summary>
internal sealed class PartReaders<T> : IEnumerable<string>
{
    private readonly SortedDictionary<string, Func<JsonPart, T>> _readers = new(StringComparer.Ordinal);

    public void Add(string type, Func<JsonPart, T> reader) => _readers.Add(type, reader);

    public T Read(JsonPart part) => Read(part, part.String("type") ?? "(none)");

    public T Read(JsonPart part, string type)
        => _readers.TryGetValue(type, out Func<JsonPart, T>? reader) ? reader(part)
            : throw new NotSupportedException($"{part.File}: {part.Place} is of the type {type}, which is not supported. Supported here: {string.Join(", ", _readers.Keys)}.");

    public IEnumerator<string> GetEnumerator() => _readers.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
