namespace MLNetTransfer.Persistence;

/// <summary>Entries lie side by side in one folder of the zip: their names are plain file names.</summary>
internal static class EntryNames
{
    private const int MaxLength = 100;

    public static void Check(string name)
    {
        if (name.Length is 0 or > MaxLength || name.StartsWith('.') || name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')))
            throw new FormatException($"'{name}' is no name of an entry: expected letters, digits, '.', '_' and '-', at most {MaxLength}.");
    }
}
