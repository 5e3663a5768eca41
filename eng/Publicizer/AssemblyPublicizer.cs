using Mono.Cecil;

namespace MLNetTransfer.Publicizer;

/// <summary>Makes the listed types and members of one assembly public, in a copy that compilers read and nobody runs.</summary>
internal sealed class AssemblyPublicizer(ModuleDefinition module, string listPath)
{
    public static void Write(string source, string target, IEnumerable<InternalEntry> entries, string listPath)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Path.GetFullPath(source))!);
        using var module = ModuleDefinition.ReadModule(source, new ReaderParameters { AssemblyResolver = resolver, ReadingMode = ReadingMode.Deferred });
        var publicizer = new AssemblyPublicizer(module, listPath);
        foreach (var entry in entries) publicizer.Open(entry);
        module.Write(target);
    }

    private void Open(InternalEntry entry)
    {
        var type = module.GetType(entry.Type.Replace('+', '/')) ?? throw Missing(entry, $"{entry.Assembly} has no type '{entry.Type}'");
        for (var t = type; t is not null; t = t.DeclaringType) Open(t);
        foreach (var member in entry.Members)
        {
            var methods = type.Methods.Where(m => m.Name == member).ToList();
            var fields = type.Fields.Where(f => f.Name == member).ToList();
            var properties = type.Properties.Where(p => p.Name == member).ToList();
            if (methods.Count + fields.Count + properties.Count == 0) throw Missing(entry, $"'{entry.Type}' has no member '{member}'");
            foreach (var field in fields) field.IsPublic = true;
            foreach (var method in methods.Concat(properties.SelectMany(Accessors))) method.IsPublic = true;
        }
    }

    private static void Open(TypeDefinition type)
    {
        if (type.IsNested) type.IsNestedPublic = true;
        else type.IsPublic = true;
    }

    private static IEnumerable<MethodDefinition> Accessors(PropertyDefinition property) =>
        new[] { property.GetMethod, property.SetMethod }.Where(a => a is not null);

    private PublicizerException Missing(InternalEntry entry, string what) => new(
        $"{listPath}({entry.Line}): {what}. Its internals have changed in version {module.Assembly.Name.Version}: change the list and the code of the same folder that uses it.");
}
