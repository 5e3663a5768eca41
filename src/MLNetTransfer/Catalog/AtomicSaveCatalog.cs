namespace Microsoft.ML;

/// <summary>Saving that an interruption cannot turn into a loss.</summary>
public static class AtomicSaveCatalog
{
    /// <summary>
    /// Saves like <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/>, which empties the file before it writes: this writes a new file
    /// beside it, brings it to the disk and renames it, so that whatever happens meanwhile the old model stays whole until the new one is.
    /// </summary>
    /// <param name="catalog">mlContext.Model.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="inputSchema">The schema of the model's input; null where it is not to be saved.</param>
    /// <param name="filePath">The .zip file to write or to replace.</param>
    /// <exception cref="ArgumentException"><paramref name="filePath"/> is empty.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    public static void SaveAtomic(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(filePath);
        MLNetTransfer.Modeling.Checkpoints.AtomicFile.Write(filePath, stream => catalog.Save(model, inputSchema, stream));
    }
}
