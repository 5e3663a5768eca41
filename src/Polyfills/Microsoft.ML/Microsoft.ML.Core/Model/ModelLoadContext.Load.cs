using System.Reflection;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

internal sealed partial class ModelLoadContext
{
    /// <summary>Whether the folder <paramref name="name"/> holds a component.</summary>
    public bool ContainsModel(string name)
    {
        if (!InRepository || string.IsNullOrEmpty(name))
            return false;
        using var entry = Repository.OpenEntryOrNull(PathOf(name), ModelStreamName);
        return entry != null;
    }

    /// <summary>Reads a component out of a folder of the zip; false where the folder holds none.</summary>
    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(rep, nameof(rep));
        result = null;
        using var entry = rep.OpenEntryOrNull(dir, ModelStreamName);
        if (entry == null)
            return false;
        LoadModel<TRes, TSig>(env, out result, rep, entry, dir, extra);
        return true;
    }

    /// <summary>Reads a component out of a folder of the zip.</summary>
    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, string dir, params object[] extra)
        where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, rep, dir, extra))
            throw env.ExceptDecode("Corrupt model file");
    }

    /// <summary>Reads a component out of an entry of the zip.</summary>
    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader rep, Repository.Entry ent, string dir, params object[] extra)
        where TRes : class
    {
        Contracts.CheckValue(env, nameof(env));
        using var ctx = new ModelLoadContext(rep, ent, dir);
        if (!ctx.TryLoadModelCore<TRes, TSig>(env, out result, extra))
            throw env.ExceptDecode("Couldn't load model: '{0}'", dir);
    }

    /// <summary>Reads a component out of the folder <paramref name="name"/>; false where it holds none.</summary>
    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class
    {
        CheckInRepository();
        return LoadModelOrNull<TRes, TSig>(env, out result, Repository, PathOf(name), extra);
    }

    /// <summary>Reads a component out of the folder <paramref name="name"/>.</summary>
    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra)
        where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, name, extra))
            throw _ectx.ExceptDecode("Corrupt model file");
    }

    /// <summary>Reads a further stream with a header, in the folder <paramref name="dir"/>; false where there is none.</summary>
    public bool TryProcessSubModel(string dir, Action<ModelLoadContext> action)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(dir, nameof(dir));
        using var entry = Repository.OpenEntryOrNull(PathOf(dir), ModelStreamName);
        if (entry == null)
            return false;
        using var ctx = new ModelLoadContext(Repository, entry, PathOf(dir));
        action(ctx);
        return true;
    }

    /// <summary>Reads a stream of bytes beside the model; false where there is none.</summary>
    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry == null)
            return false;
        using var reader = new BinaryReader(entry.Stream, Encoding.UTF8, leaveOpen: true);
        action(reader);
        return true;
    }

    /// <summary>Reads a stream of text beside the model; false where there is none.</summary>
    public bool TryLoadTextStream(string name, Action<TextReader> action)
    {
        CheckInRepository();
        _ectx.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry == null)
            return false;
        using var reader = new StreamReader(entry.Stream);
        action(reader);
        return true;
    }

    private bool TryLoadModelCore<TRes, TSig>(IHostEnvironment env, out TRes result, params object[] extra)
        where TRes : class
    {
        // The header names the assembly of the class, so that programs which never named it can read the model.
        if (!string.IsNullOrEmpty(LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(Assembly.Load(LoaderAssemblyName));
        object[] args = [this, .. extra];
        foreach (var signature in new[] { ModelHeader.GetLoaderSig(ref Header), ModelHeader.GetLoaderSigAlt(ref Header) })
        {
            if (string.IsNullOrWhiteSpace(signature) || !ComponentCatalog.TryCreateInstance<object, TSig>(env, out var instance, signature, "", args))
                continue;
            result = instance as TRes;
            if (result != null)
            {
                Done();
                return true;
            }
        }
        Reader.BaseStream.Position = FpMin;
        result = null;
        return false;
    }

    private void CheckInRepository() => _ectx.Check(InRepository, "Can't Load a sub-model when reading from a single stream");
}
