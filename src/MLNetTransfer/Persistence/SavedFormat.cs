namespace MLNetTransfer.Persistence;

/// <summary>How one kind of transformer is known inside a saved model.</summary>
/// <param name="Signature">Exactly 8 characters.</param>
/// <param name="LoaderName">At most 24 characters; Model.Load finds the type by it.</param>
/// <param name="Version">The format written, counted up when what is written changes.</param>
/// <param name="OldestReader">The oldest format version whose readers understand what is written now.</param>
internal sealed record SavedFormat(string Signature, string LoaderName, uint Version = 1, uint OldestReader = 1);
