using Mono.Cecil;

namespace MLNetTransfer.SurfaceStubs;

/// <summary>The types of .NET's own reference assemblies, by full name with arity (`System.Action`2`).</summary>
internal sealed class PlatformTypes
{
    private readonly Dictionary<string, TypeDefinition> _types = [];

    public List<AssemblyDefinition> Assemblies { get; } = [];

    public PlatformTypes()
    {
        var root = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../packs/Microsoft.NETCore.App.Ref"));
        var pack = Directory.GetDirectories(root).OrderBy(d => d, StringComparer.Ordinal).Last();
        foreach (var file in Directory.GetFiles(Directory.GetDirectories(Path.Combine(pack, "ref")).Single(), "*.dll"))
        {
            Assemblies.Add(AssemblyDefinition.ReadAssembly(file));
            foreach (var type in Assemblies[^1].MainModule.Types)
                if (type.IsPublic) Add(type);
        }
    }

    public TypeDefinition? Find(string name, int arity) => _types.GetValueOrDefault(Key(name, arity));

    public TypeDefinition this[string name] => Find(name, 0) ?? throw new InvalidOperationException($"The platform has no {name}.");

    private void Add(TypeDefinition type)
    {
        _types.TryAdd(Key(type.FullName.Replace('/', '.').Split('`')[0], type.GenericParameters.Count), type);
        foreach (var nested in type.NestedTypes) if (nested.IsNestedPublic && type.GenericParameters.Count == 0) Add(nested);
    }

    private static string Key(string name, int arity) => arity == 0 ? name : $"{name}`{arity}";
}
