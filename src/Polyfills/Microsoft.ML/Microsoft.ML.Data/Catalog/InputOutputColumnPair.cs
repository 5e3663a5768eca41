using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A column and the column that it is made of.</summary>
public sealed class InputOutputColumnPair
{
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">What it is made of; the column of the same name where left out.</param>
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null)
    {
        OutputColumnName = Contracts.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        InputColumnName = inputColumnName ?? outputColumnName;
    }

    public string OutputColumnName { get; }

    public string InputColumnName { get; }
}
