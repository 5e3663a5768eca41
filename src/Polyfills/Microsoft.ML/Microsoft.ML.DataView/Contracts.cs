namespace Microsoft.ML.Internal.DataView;

/// <summary>The checks of this assembly, which stands below the one with the full set.</summary>
internal static class Contracts
{
    public static void CheckParam(bool condition, string paramName)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(paramName);
    }

    public static void CheckParam(bool condition, string paramName, string message)
    {
        if (!condition)
            throw new ArgumentOutOfRangeException(paramName, message);
    }

    public static void CheckNonEmpty(string value, string paramName)
    {
        if (string.IsNullOrEmpty(value))
            throw new ArgumentNullException(paramName);
    }
}
