namespace MLNetTransfer.Publicizer;

/// <summary>The list cannot be followed: it is malformed, or the assembly lacks what it names.</summary>
internal sealed class PublicizerException(string message) : Exception(message);
