namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>Before which pieces Metaspace puts its character.</summary>
internal enum PrependScheme
{
    /// <summary>Before all.</summary>
    Always,

    /// <summary>Before the one at the text's beginning.</summary>
    First,

    /// <summary>Before none.</summary>
    Never,
}
