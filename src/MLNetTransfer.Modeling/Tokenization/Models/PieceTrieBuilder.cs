namespace MLNetTransfer.Modeling.Tokenization.Models;

/// <summary>Lays out the nodes of a <see cref="PieceTrie"/> so that the children of all of them fit between one another.</summary>
internal sealed class PieceTrieBuilder(string[] pieces)
{
    private const int None = -1;

    /// <summary>How many free places are tried for a node's children before they are put behind everything; nodes of one child fill the gaps.</summary>
    private const int Tries = 24;

    private const int UnitsInBeginning = 4;

    private readonly ushort[] _codes = new ushort[char.MaxValue + 1];
    private readonly List<(int Code, int First, int Last)> _children = [];
    private PieceTrie.Node[] _nodes = [];

    // The free places, linked in both directions; place 0 is the root's and their beginning and end.
    private int[] _nextFree = [];
    private int[] _lastFree = [];
    private int _largestCode;
    private int _used = 1;

    public (ushort[] Codes, PieceTrie.Node[] Nodes) Build()
    {
        NumberUnits();
        int[] ids = SortPieces();
        Grow(1024);
        var open = new Stack<(int Node, int Depth, int First, int Last)>();
        open.Push((PieceTrie.Root, 0, 0, ids.Length));
        while (open.TryPop(out (int Node, int Depth, int First, int Last) at))
        {
            int first = at.First;
            // Of equal pieces the last one stays.
            for (; first < at.Last && pieces[ids[first]].Length == at.Depth; first++) _nodes[at.Node].Id = ids[first];
            if (first == at.Last) continue;
            FindChildren(ids, at.Depth, first, at.Last);
            int start = FindRoom();
            _nodes[at.Node].Base = start;
            foreach ((int code, int from, int to) in _children)
            {
                Take(start + code, at.Node);
                open.Push((start + code, at.Depth + 1, from, to));
            }
        }

        // Any node's base with any code stays within the array.
        Array.Resize(ref _nodes, _used + _largestCode);
        return (_codes, _nodes);
    }

    private void NumberUnits()
    {
        var counts = new int[char.MaxValue + 1];
        foreach (string piece in pieces)
            foreach (char c in piece) counts[c]++;
        int[] units = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] > 0).OrderByDescending(c => counts[c])];
        for (int i = 0; i < units.Length; i++) _codes[units[i]] = (ushort)(i + 1);
        _largestCode = units.Length;
    }

    /// <summary>The ids in the order of the pieces; of equal ones in their own.</summary>
    private int[] SortPieces()
    {
        var ids = new int[pieces.Length];
        var beginnings = new ulong[pieces.Length];
        for (int id = 0; id < ids.Length; id++)
        {
            ids[id] = id;
            for (int i = 0; i < UnitsInBeginning; i++) beginnings[id] = (beginnings[id] << 16) | (i < pieces[id].Length ? pieces[id][i] : 0u);
        }

        // By their first units, which are quick to compare, and then those that are equal so far.
        Array.Sort(beginnings, ids);
        for (int first = 0; first < ids.Length;)
        {
            int last = first + 1;
            while (last < ids.Length && beginnings[last] == beginnings[first]) last++;
            if (last - first > 1) ids.AsSpan(first, last - first).Sort((a, b) => string.CompareOrdinal(pieces[a], pieces[b]) is var order and not 0 ? order : a - b);
            first = last;
        }

        return ids;
    }

    private void FindChildren(int[] ids, int depth, int first, int last)
    {
        _children.Clear();
        while (first < last)
        {
            int from = first;
            char c = pieces[ids[first]][depth];
            while (first < last && pieces[ids[first]][depth] == c) first++;
            _children.Add((_codes[c], from, first));
        }

        if (_children.Count > 1) _children.Sort(static (a, b) => a.Code - b.Code);
    }

    private int FindRoom()
    {
        int smallest = _children[0].Code;
        int free = _nextFree[0];
        for (int tries = 0; tries < Tries && free != 0; tries++, free = _nextFree[free])
        {
            int start = free - smallest;
            if (start < 0) continue;
            EnsureLength(start + _children[^1].Code + 1);
            if (Fits(start)) return start;
        }

        int behind = Math.Max(0, _used - smallest);
        EnsureLength(behind + _children[^1].Code + 1);
        return behind;
    }

    private bool Fits(int start)
    {
        foreach ((int code, _, _) in _children)
            if (_nodes[start + code].Parent != None) return false;
        return true;
    }

    private void Take(int place, int parent)
    {
        _nodes[place].Parent = parent;
        _nextFree[_lastFree[place]] = _nextFree[place];
        _lastFree[_nextFree[place]] = _lastFree[place];
        _used = Math.Max(_used, place + 1);
    }

    private void EnsureLength(int length)
    {
        if (length > _nodes.Length) Grow(Math.Max(length, _nodes.Length * 2));
    }

    private void Grow(int length)
    {
        int start = _nodes.Length;
        Array.Resize(ref _nodes, length);
        Array.Resize(ref _nextFree, length);
        Array.Resize(ref _lastFree, length);
        _nodes.AsSpan(start).Fill(new PieceTrie.Node { Parent = None, Id = None });
        for (int place = Math.Max(1, start); place < length; place++)
        {
            int last = _lastFree[0];
            (_nextFree[last], _lastFree[place]) = (place, last);
            (_nextFree[place], _lastFree[0]) = (0, place);
        }
    }
}
