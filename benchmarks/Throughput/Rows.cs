using System.Globalization;

namespace MLNetTransfer.Benchmarks;

/// <summary>The peers' file of rows: the label, a tab, the token ids with the special ones, separated by spaces.</summary>
internal static class Rows
{
    public static List<(int Label, int[] Ids)> Read(string path) => [.. File.ReadLines(path).Select(line =>
    {
        var parts = line.Split('\t');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1].Split(' ').Select(i => int.Parse(i, CultureInfo.InvariantCulture)).ToArray());
    })];

    public static void Write(string path, IEnumerable<(int Label, int[] Ids)> rows) => File.WriteAllLines(path, rows.Select(r => $"{r.Label}\t{string.Join(' ', r.Ids)}"));
}
