using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MLNetTransfer.SurfaceStubs;

internal sealed partial class Surface
{
    private void AddMembersOf(Entry entry)
    {
        var (type, declaration, members) = entry;
        if (declaration.Tail.StartsWith("delegate ", StringComparison.Ordinal)) AddDelegate(type, declaration);
        else if (declaration.Kind == "enum") AddEnum(type, members);
        else
            foreach (var member in members)
            {
                var added = member.Key.Contains(" : event ") ? AddEvent(type, member)
                    : member.Key.IndexOf('(') is var open && open > 0 && (member.Key.IndexOf(" : ", StringComparison.Ordinal) is var colon && (colon < 0 || colon > open)) ? AddMethod(type, member)
                    : member.Tail.Length == 0 || member.Key.EndsWith('}') ? AddProperty(type, member)
                    : AddField(type, member);
                if (added) MemberCount++;
                else Skipped.Add(type.FullName + "." + member.Key);
            }
    }

    private void AddDelegate(TypeDefinition type, Declaration declaration)
    {
        var text = declaration.Tail["delegate ".Length..];
        var open = text.IndexOf('(');
        var constructor = new MethodDefinition(".ctor", MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, type.Module.TypeSystem.Void) { ImplAttributes = MethodImplAttributes.Runtime };
        constructor.Parameters.Add(new ParameterDefinition(type.Module.TypeSystem.Object));
        constructor.Parameters.Add(new ParameterDefinition(type.Module.TypeSystem.IntPtr));
        type.Methods.Add(constructor);
        var invoke = new MethodDefinition("Invoke", MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Virtual | MethodAttributes.NewSlot, type.Module.TypeSystem.Void) { ImplAttributes = MethodImplAttributes.Runtime };
        if (Signature(invoke, text[(open + 1)..text.LastIndexOf(')')], text[..open].Trim(), type)) type.Methods.Add(invoke);
        else Skipped.Add(type.FullName);
    }

    private void AddEnum(TypeDefinition type, List<Declaration> members)
    {
        var values = members.Select(m => m.Key.Split(" = ")).Select(p => (p[0], decimal.Parse(p[1], CultureInfo.InvariantCulture))).ToList();
        var underlying = values.All(v => v.Item2 is >= int.MinValue and <= int.MaxValue) ? type.Module.TypeSystem.Int32 : type.Module.TypeSystem.Int64;
        type.Fields.Add(new FieldDefinition("value__", FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName, underlying));
        foreach (var (name, value) in values)
            type.Fields.Add(new FieldDefinition(name, FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.Literal, type) { Constant = underlying.Name == "Int32" ? (object)(int)value : (long)value });
    }

    private bool AddField(TypeDefinition type, Declaration member)
    {
        var parts = member.Key.Split(" : ", 2);
        if (TryResolve(parts[1], new(type.Module, type, null)) is not { } fieldType) return false;
        var field = new FieldDefinition(parts[0], member.Has("public") ? FieldAttributes.Public : member.Has("protected") ? FieldAttributes.Family : FieldAttributes.Assembly, fieldType) { IsStatic = member.Has("static"), IsInitOnly = member.Has("readonly") };
        if (member.Tail.Split(" const = ", 2) is [_, var constant])
        {
            field.IsLiteral = true;
            field.Constant = Constant(constant, fieldType);
        }
        type.Fields.Add(field);
        return true;
    }

    private bool AddEvent(TypeDefinition type, Declaration member)
    {
        var parts = member.Key.Split(" : event ", 2);
        if (TryResolve(parts[1], new(type.Module, type, null)) is not { } handler) return false;
        var added = new EventDefinition(parts[0], EventAttributes.None, handler)
        {
            AddMethod = Accessor(type, "add_" + parts[0], member, type.Module.TypeSystem.Void, [handler]),
            RemoveMethod = Accessor(type, "remove_" + parts[0], member, type.Module.TypeSystem.Void, [handler]),
        };
        type.Events.Add(added);
        return true;
    }

    private bool AddProperty(TypeDefinition type, Declaration member)
    {
        var brace = member.Key.LastIndexOf('{');
        var colon = member.Key.LastIndexOf(" : ", brace, StringComparison.Ordinal);
        var (name, accessors) = (member.Key[..colon], member.Key[brace..]);
        var scope = new Scope(type.Module, type, null);
        if (TryResolve(member.Key[(colon + 3)..brace].Trim(), scope) is not { } propertyType) return false;
        var indexes = new List<TypeReference>();
        if (name.EndsWith(']'))
        {
            var open = name.IndexOf('[');
            foreach (var parameter in Declaration.SplitTop(name[(open + 1)..^1]))
            {
                if (TryResolve(parameter.Split(" = ")[0][..parameter.Split(" = ")[0].LastIndexOf(' ')], scope) is not { } index) return false;
                indexes.Add(index);
            }
            name = name[..open];
            if (type.CustomAttributes.All(a => a.AttributeType.Name != "DefaultMemberAttribute"))
            {
                var attribute = new CustomAttribute(type.Module.ImportReference(platform["System.Reflection.DefaultMemberAttribute"].Methods.First(m => m.IsConstructor)));
                attribute.ConstructorArguments.Add(new CustomAttributeArgument(type.Module.TypeSystem.String, name));
                type.CustomAttributes.Add(attribute);
            }
        }
        var property = new PropertyDefinition(name, PropertyAttributes.None, propertyType);
        if (accessors.Contains(" get;")) property.GetMethod = Accessor(type, "get_" + name, member, propertyType, indexes);
        if (accessors.Contains(" set;")) property.SetMethod = Accessor(type, "set_" + name, member, type.Module.TypeSystem.Void, [.. indexes, propertyType]);
        type.Properties.Add(property);
        return true;
    }

    private MethodDefinition Accessor(TypeDefinition type, string name, Declaration member, TypeReference returned, IEnumerable<TypeReference> parameters)
    {
        var method = new MethodDefinition(name, Access(member) | MethodAttributes.HideBySig | MethodAttributes.SpecialName, returned);
        foreach (var parameter in parameters) method.Parameters.Add(new ParameterDefinition("p" + method.Parameters.Count, 0, parameter));
        Finish(type, method, member);
        return method;
    }

    private bool AddMethod(TypeDefinition type, Declaration member)
    {
        var close = member.Key.LastIndexOf(") -> ", StringComparison.Ordinal);
        var returned = close < 0 ? "System.Void" : member.Key[(close + 5)..];
        var open = member.Key.IndexOf('(');
        var (name, generics) = SplitGeneric(member.Key[..open]);
        var method = new MethodDefinition(name == "ctor" ? ".ctor" : name, Access(member) | MethodAttributes.HideBySig, type.Module.TypeSystem.Void);
        if (name == "ctor") method.Attributes |= MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        if (name.StartsWith("op_", StringComparison.Ordinal)) method.Attributes |= MethodAttributes.SpecialName;
        foreach (var generic in generics) method.GenericParameters.Add(new GenericParameter(generic, method));
        Constrain(method, member, new(type.Module, type, method));
        if (!Signature(method, member.Key[(open + 1)..(close < 0 ? member.Key.LastIndexOf(')') : close)], returned, type)) return false;
        if (member.Has("extension")) method.CustomAttributes.Add(Marker(type.Module, "System.Runtime.CompilerServices.ExtensionAttribute"));
        Finish(type, method, member);
        return true;
    }

    private bool Signature(MethodDefinition method, string parameters, string returned, TypeDefinition type)
    {
        var scope = new Scope(type.Module, type, method);
        if (TryResolve(returned, scope) is not { } returnType) return false;
        method.ReturnType = returnType;
        foreach (var text in Declaration.SplitTop(parameters))
        {
            var parts = text.Split(" = ", 2);
            var isOut = parts[0].StartsWith("out ", StringComparison.Ordinal);
            var declared = isOut ? parts[0][4..] : parts[0];
            var space = declared.LastIndexOf(' ');
            if (TryResolve(declared[..space], scope) is not { } parameterType) return false;
            var parameter = new ParameterDefinition(declared[(space + 1)..], isOut ? ParameterAttributes.Out : 0, isOut ? new ByReferenceType(parameterType) : parameterType);
            if (parts.Length == 2)
            {
                parameter.IsOptional = true;
                parameter.Constant = Constant(parts[1], parameterType);
            }
            method.Parameters.Add(parameter);
        }
        // The lists do not tell `params`: allowed wherever it could stand.
        if (method.Parameters.LastOrDefault() is { IsOptional: false, ParameterType: ArrayType { Rank: 1 } } last)
            last.CustomAttributes.Add(Marker(type.Module, "System.ParamArrayAttribute"));
        return true;
    }

    private static MethodAttributes Access(Declaration member) => member.Tail.StartsWith("private protected", StringComparison.Ordinal) ? MethodAttributes.FamANDAssem
        : member.Has("public") || member.Tail == "" ? MethodAttributes.Public : member.Has("protected") ? MethodAttributes.Family : MethodAttributes.Assembly;

    private void Finish(TypeDefinition type, MethodDefinition method, Declaration member)
    {
        if (member.Has("static")) method.IsStatic = true;
        else method.HasThis = true;
        if (type.IsInterface || member.Has("abstract")) method.Attributes |= MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.NewSlot;
        else if (member.Has("virtual")) method.Attributes |= MethodAttributes.Virtual | (Overrides(type, method) ? 0 : MethodAttributes.NewSlot);
        if (!method.IsAbstract)
        {
            method.Body.GetILProcessor().Emit(OpCodes.Ldnull);
            method.Body.GetILProcessor().Emit(OpCodes.Throw);
        }
        type.Methods.Add(method);
    }

    private bool Overrides(TypeDefinition type, MethodDefinition method)
    {
        for (var above = BaseOf(type); above is not null; above = BaseOf(above))
            if (above.Methods.Any(m => m.Name == method.Name && m.IsVirtual && m.Parameters.Count == method.Parameters.Count)) return true;
        return false;
    }

    private static object? Constant(string text, TypeReference type)
    {
        if (text is "null" or "default") return null;
        if (text.StartsWith('"')) return text[1..^1];
        if (text.StartsWith('\'')) return text[1];
        if (text is "true" or "false") return text == "true";
        if (text.StartsWith('(')) text = text[(text.LastIndexOf(')') + 1)..];
        var target = type is GenericInstanceType { Name: "Nullable`1" } nullable ? nullable.GenericArguments[0] : type;
        var culture = CultureInfo.InvariantCulture;
        return target.FullName switch
        {
            "System.Single" => float.Parse(text.TrimEnd('f'), culture),
            "System.Double" => double.Parse(text, culture),
            "System.Int64" => long.Parse(text, culture),
            "System.UInt64" => ulong.Parse(text, culture),
            "System.UInt32" => uint.Parse(text, culture),
            "System.Int16" => short.Parse(text, culture),
            "System.UInt16" => ushort.Parse(text, culture),
            "System.Byte" => byte.Parse(text, culture),
            "System.SByte" => sbyte.Parse(text, culture),
            _ => int.TryParse(text, NumberStyles.Integer, culture, out var value) ? value : null,
        };
    }
}
