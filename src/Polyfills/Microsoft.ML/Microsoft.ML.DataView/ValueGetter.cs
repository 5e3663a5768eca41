namespace Microsoft.ML;

/// <summary>Writes a column's value in the current row into <paramref name="value"/>, whose buffers it may reuse.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);
