using System.Collections;

namespace Microsoft.ML.Internal.Utilities;

/// <summary>A string of a pool, and its number there.</summary>
internal sealed class NormStr
{
    public readonly ReadOnlyMemory<char> Value;
    public readonly int Id;

    private NormStr(ReadOnlyMemory<char> value, int id)
    {
        Value = value;
        Id = id;
    }

    /// <summary>Different strings, numbered from 0 in the order they were added.</summary>
    public sealed class Pool : IEnumerable<NormStr>
    {
        private readonly List<NormStr> _all = [];
        private readonly Dictionary<string, NormStr> _byValue = [];

        public int Count => _all.Count;

        /// <summary>The string's entry, new or old.</summary>
        public NormStr Add(string str)
        {
            if (!_byValue.TryGetValue(str, out var entry))
            {
                entry = new NormStr(str.AsMemory(), _all.Count);
                _all.Add(entry);
                _byValue.Add(str, entry);
            }
            return entry;
        }

        /// <inheritdoc cref="Add(string)"/>
        public NormStr Add(ReadOnlyMemory<char> str) => Add(str.ToString());

        public IEnumerator<NormStr> GetEnumerator() => _all.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
