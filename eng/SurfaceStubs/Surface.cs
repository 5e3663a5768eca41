using Mono.Cecil;

namespace MLNetTransfer.SurfaceStubs;

/// <summary>Assemblies under construction: first every type is declared, then bases and members, which may name any of them.</summary>
internal sealed partial class Surface(PlatformTypes platform) : IAssemblyResolver
{
    private sealed record Entry(TypeDefinition Type, Declaration Declaration, List<Declaration> Members);

    private readonly Dictionary<string, AssemblyDefinition> _assemblies = [];
    private readonly Dictionary<string, Entry> _byText = [];
    private readonly Dictionary<string, TypeDefinition> _byName = [];

    public List<string> Skipped { get; } = [];

    public int MemberCount { get; private set; }

    public void Declare(string assembly, string[] visible, string[] hidden)
    {
        var definition = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition(assembly, new Version(1, 0, 0, 0)), assembly, new ModuleParameters { Kind = ModuleKind.Dll, AssemblyResolver = this });
        // Cecil would otherwise name its own host's core library.
        definition.MainModule.AssemblyReferences.Clear();
        _assemblies[assembly] = definition;
        var declarations = visible.Select(l => (Declaration.Parse(l), true)).Concat(hidden.Except(visible).Select(l => (Declaration.Parse(l), false))).ToList();
        foreach (var (declaration, isPublic) in declarations.Where(d => d.Item1.IsType).OrderBy(d => d.Item1.Key.Length))
            DeclareType(definition.MainModule, declaration, isPublic);
        foreach (var (declaration, _) in declarations.Where(d => !d.Item1.IsType))
        {
            var isEnumValue = declaration.Tail == "" && declaration.Key.Contains(" = ");
            var dot = Declaration.LastDot(isEnumValue ? declaration.Key.Split(" = ")[0] : declaration.Key);
            if (dot > 0 && _byText.TryGetValue(declaration.Key[..dot], out var entry)) entry.Members.Add(declaration with { Key = declaration.Key[(dot + 1)..] });
            else Skipped.Add(declaration.Key);
        }
    }

    private void DeclareType(ModuleDefinition module, Declaration declaration, bool isPublic)
    {
        if (_byText.ContainsKey(declaration.Key)) return;
        var (name, parameters) = SplitGeneric(declaration.Key);
        var dot = name.LastIndexOf('.');
        var outer = dot > 0 ? Outer(name[..dot], parameters.Length) : null;
        var inherited = outer?.GenericParameters.Count ?? 0;
        var own = parameters.Length - inherited;
        var simple = name[(dot + 1)..] + (own > 0 ? $"`{own}" : "");
        var type = new TypeDefinition(outer is null ? name[..Math.Max(dot, 0)] : "", simple, Attributes(declaration, outer is not null, isPublic));
        foreach (var parameter in parameters) type.GenericParameters.Add(new GenericParameter(parameter, type));
        if (outer is null) module.Types.Add(type);
        else outer.NestedTypes.Add(type);
        _byText[declaration.Key] = new(type, declaration, []);
        _byName.TryAdd(NameKey(name, parameters.Length), type);
    }

    private TypeDefinition? Outer(string name, int arity)
    {
        for (var a = arity; a >= 0; a--) if (_byName.TryGetValue(NameKey(name, a), out var type)) return type;
        return null;
    }

    private static TypeAttributes Attributes(Declaration declaration, bool nested, bool isPublic)
    {
        var access = (nested, isPublic) switch { (true, true) => TypeAttributes.NestedPublic, (true, false) => TypeAttributes.NestedAssembly, (false, true) => TypeAttributes.Public, _ => TypeAttributes.NotPublic };
        return access | declaration.Kind switch
        {
            "interface" => TypeAttributes.Interface | TypeAttributes.Abstract,
            "static class" => TypeAttributes.Abstract | TypeAttributes.Sealed,
            "abstract class" => TypeAttributes.Abstract,
            "class" => 0,
            _ => TypeAttributes.Sealed, // sealed classes, structs, enums, delegates
        };
    }

    public void AddMembers()
    {
        foreach (var entry in _byText.Values) AddBases(entry);
        foreach (var entry in _byText.Values.OrderBy(e => Depth(e.Type))) AddMembersOf(entry);
    }

    private int Depth(TypeDefinition type) => BaseOf(type) is { } above ? 1 + Depth(above) : 0;

    /// <summary>The base class where it is one of the lists' types, of any assembly.</summary>
    private TypeDefinition? BaseOf(TypeDefinition type) => type.BaseType?.GetElementType() is { } element
        ? element as TypeDefinition ?? _byName.GetValueOrDefault(NameKey(System.Text.RegularExpressions.Regex.Replace(element.FullName, "`\\d+", "").Replace('/', '.'), element.GenericParameters.Count))
        : null;

    private void AddBases(Entry entry)
    {
        var (type, declaration, _) = entry;
        var scope = new Scope(type.Module, type, null);
        var root = declaration.Kind switch { "interface" => null, "enum" => "System.Enum", "struct" => "System.ValueType", var k when k.StartsWith("delegate", StringComparison.Ordinal) => "System.MulticastDelegate", _ => "System.Object" };
        if (root is not null) type.BaseType = type.Module.ImportReference(platform[root]);
        if (declaration.Kind.StartsWith("delegate", StringComparison.Ordinal)) return;
        Constrain(type, declaration, scope);
        foreach (var text in declaration.Bases)
        {
            if (TryResolve(text, scope) is not { } reference) Skipped.Add($"{declaration.Key} : {text}");
            else if (IsInterface(reference)) type.Interfaces.Add(new InterfaceImplementation(reference));
            else type.BaseType = reference;
        }
    }

    private bool IsInterface(TypeReference reference)
    {
        var element = reference.GetElementType();
        return (element as TypeDefinition ?? platform.Find(element.FullName.Replace('/', '.').Split('`')[0], element.GenericParameters.Count))?.IsInterface
            ?? element.Name is ['I', >= 'A' and <= 'Z', ..];
    }

    private void Constrain(IGenericParameterProvider provider, Declaration declaration, Scope scope)
    {
        foreach (var (name, constraints) in declaration.Constraints)
        {
            if (provider.GenericParameters.FirstOrDefault(p => p.Name == name) is not { } parameter) continue;
            foreach (var constraint in constraints)
            {
                if (constraint == "class") parameter.HasReferenceTypeConstraint = true;
                else if (constraint == "struct") parameter.HasNotNullableValueTypeConstraint = parameter.HasDefaultConstructorConstraint = true;
                else if (constraint == "new()") parameter.HasDefaultConstructorConstraint = true;
                else if (TryResolve(constraint, scope) is { } type) parameter.Constraints.Add(new GenericParameterConstraint(type));
            }
        }
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => _assemblies.GetValueOrDefault(name.Name) ?? platform.Assemblies.First(a => a.Name.Name == name.Name);

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose() { }

    public byte[] Write(string assembly)
    {
        var definition = _assemblies[assembly];
        foreach (var type in definition.MainModule.Types.SelectMany(Nested).Where(t => t.Methods.Any(m => m.CustomAttributes.Any(a => a.AttributeType.Name == "ExtensionAttribute")))) type.CustomAttributes.Add(Marker(definition.MainModule, "System.Runtime.CompilerServices.ExtensionAttribute"));
        definition.CustomAttributes.Add(Marker(definition.MainModule, "System.Runtime.CompilerServices.ExtensionAttribute"));
        using var stream = new MemoryStream();
        definition.Write(stream);
        return stream.ToArray();

        static IEnumerable<TypeDefinition> Nested(TypeDefinition t) => t.NestedTypes.SelectMany(Nested).Prepend(t);
    }

    private CustomAttribute Marker(ModuleDefinition module, string name) => new(module.ImportReference(platform[name].Methods.First(m => m.IsConstructor && !m.HasParameters)));

    private static string NameKey(string name, int arity) => $"{name}`{arity}";

    private static (string Name, string[] Parameters) SplitGeneric(string text)
    {
        var open = text.IndexOf('<');
        return open < 0 ? (text, []) : (text[..open], [.. Declaration.SplitTop(text[(open + 1)..^1])]);
    }
}
