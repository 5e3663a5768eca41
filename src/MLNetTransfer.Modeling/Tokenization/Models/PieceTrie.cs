namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>
/// Pieces by their characters, for finding all pieces that begin at a place in one walk: a double array over UTF-16 units, renumbered so that frequent ones are near one another.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>The node that all walks start from.</summary>
    public const int Root = 0;

    private readonly ushort[] _codes;
    private readonly Node[] _nodes;

    /// <param name="pieces">Piece by id; of equal ones the last counts.</param>
    public PieceTrie(string[] pieces) => (_codes, _nodes) = new PieceTrieBuilder(pieces).Build();

    /// <summary>How many places the array has, free ones included.</summary>
    public int Size => _nodes.Length;

    /// <summary>Goes on to the next unit.</summary>
    /// <param name="node">The node so far, and afterwards the next.</param>
    /// <param name="c">The unit.</param>
    /// <returns>Whether any piece goes on so; where not, <paramref name="node"/> has no meaning.</returns>
    public bool TryStep(ref int node, char c)
    {
        // No code is 0 but that of units which no piece has, and no node has a child there.
        int next = _nodes[node].Base + _codes[c];
        bool found = _nodes[next].Parent == node;
        node = next;
        return found;
    }

    /// <summary>The id of the piece that ends at a node, or -1.</summary>
    public int IdAt(int node) => _nodes[node].Id;

    /// <summary>The id of a piece, or -1.</summary>
    public int Find(ReadOnlySpan<char> piece)
    {
        int node = Root;
        foreach (char c in piece)
            if (!TryStep(ref node, c)) return -1;
        return IdAt(node);
    }

    /// <summary>One place of the array.</summary>
    public struct Node
    {
        /// <summary>Where the children stand, less their codes.</summary>
        public int Base;

        /// <summary>The node that this is a child of; -1 for the root and free places.</summary>
        public int Parent;

        /// <summary>The piece that ends here, or -1.</summary>
        public int Id;
    }
}
