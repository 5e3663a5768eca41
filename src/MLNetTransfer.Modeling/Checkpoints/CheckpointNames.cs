namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>File names of Hugging Face's checkpoint layout, and the check of names that a file itself gives.</summary>
internal static class CheckpointNames
{
    public const string Config = "config.json";
    public const string Safetensors = "model.safetensors";
    public const string SafetensorsIndex = "model.safetensors.index.json";
    public const string Pickle = "pytorch_model.bin";
    /// <summary>fastai's, which saves a model as <c>models/&lt;name&gt;.pth</c>.</summary>
    public const string FastaiPickle = "model.pth";
    public const string PickleIndex = "pytorch_model.bin.index.json";

    /// <summary>True of a plain file name: no folder, no parent, no drive, no control characters.</summary>
    public static bool IsPlainFileName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && name.AsSpan().Trim(" .").Length > 0
        && name.AsSpan().IndexOfAny("/\\:*?\"<>|") < 0 && !name.Any(char.IsControl);

    /// <summary>True of a relative path whose every part is a plain file name, `/` between them.</summary>
    public static bool IsPlainRelativePath(string path) => path.Length <= 1024 && path.Split('/').All(IsPlainFileName);

    /// <summary>True of a file that can be opened; <see cref="File.Exists"/> is also true of a link that leads nowhere, as a cleaned cache leaves.</summary>
    public static bool Exists(string path) => File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
}
