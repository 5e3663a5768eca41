using Mono.Cecil;

namespace MLNetTransfer.SurfaceStubs;

internal sealed partial class Surface
{
    /// <summary>Where a type's name is read: its module, and the generic parameters in sight.</summary>
    private sealed record Scope(ModuleDefinition Module, TypeDefinition Type, MethodDefinition? Method)
    {
        public GenericParameter? Parameter(string name) => Method?.GenericParameters.FirstOrDefault(p => p.Name == name) ?? Type.GenericParameters.FirstOrDefault(p => p.Name == name);
    }

    /// <summary>null where neither the lists nor the platform have the type.</summary>
    private TypeReference? TryResolve(string text, Scope scope)
    {
        if (text.StartsWith("ref ", StringComparison.Ordinal)) return TryResolve(text[4..], scope) is { } e ? new ByReferenceType(e) : null;
        if (text.EndsWith('*')) return TryResolve(text[..^1], scope) is { } e ? new PointerType(e) : null;
        if (text.EndsWith(']'))
        {
            var open = text.LastIndexOf('[');
            if (TryResolve(text[..open], scope) is not { } element) return null;
            var rank = text.Length - open - 1;
            return rank == 1 ? new ArrayType(element) : new ArrayType(element, rank);
        }
        if (scope.Parameter(text) is { } parameter) return parameter;
        var (name, arguments) = SplitGeneric(text);
        if (Named(name, arguments.Length, scope.Module) is not { } type) return null;
        if (arguments.Length == 0) return type;
        var instance = new GenericInstanceType(type);
        foreach (var argument in arguments)
        {
            if (TryResolve(argument, scope) is not { } resolved) return null;
            instance.GenericArguments.Add(resolved);
        }
        return instance;
    }

    private TypeReference? Named(string name, int arity, ModuleDefinition module)
    {
        if (_byName.TryGetValue(NameKey(name, arity), out var own)) return own.Module == module ? own : module.ImportReference(own);
        if (arity == 0 && Primitive(name, module.TypeSystem) is { } primitive) return primitive;
        return platform.Find(name, arity) is { } type ? module.ImportReference(type) : null;
    }

    private static TypeReference? Primitive(string name, TypeSystem system) => name switch
    {
        "System.Void" => system.Void,
        "System.Object" => system.Object,
        "System.String" => system.String,
        "System.Boolean" => system.Boolean,
        "System.Char" => system.Char,
        "System.SByte" => system.SByte,
        "System.Byte" => system.Byte,
        "System.Int16" => system.Int16,
        "System.UInt16" => system.UInt16,
        "System.Int32" => system.Int32,
        "System.UInt32" => system.UInt32,
        "System.Int64" => system.Int64,
        "System.UInt64" => system.UInt64,
        "System.Single" => system.Single,
        "System.Double" => system.Double,
        "System.IntPtr" => system.IntPtr,
        "System.UIntPtr" => system.UIntPtr,
        _ => null,
    };
}
