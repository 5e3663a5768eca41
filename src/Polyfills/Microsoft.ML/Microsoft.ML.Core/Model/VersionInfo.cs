using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What a class writes into a model's header, and checks when it reads one.</summary>
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string LoaderSignatureAlt;

    /// <param name="modelSignature">Eight characters below U+0100 that name the format.</param>
    /// <param name="verWrittenCur">The version that is written.</param>
    /// <param name="verReadableCur">The oldest version whose readers can read what is written.</param>
    /// <param name="verWeCanReadBack">The oldest version that can be read.</param>
    /// <param name="loaderAssemblyName">The assembly of the class that reads.</param>
    /// <param name="loaderSignature">The name that the class is found by: at most 24 characters.</param>
    /// <param name="loaderSignatureAlt">Another name for it.</param>
    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack, string loaderAssemblyName, string loaderSignature = null, string loaderSignatureAlt = null)
    {
        Contracts.Check(modelSignature?.Length == 8, "Model signature must be eight characters");
        ModelSignature = 0;
        for (var i = 0; i < modelSignature.Length; i++)
        {
            var c = modelSignature[i];
            Contracts.Check(c <= 0xFF, "Model signature must be of characters below U+0100");
            if (c != ' ')
                ModelSignature |= (ulong)c << (i * 8);
        }
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
