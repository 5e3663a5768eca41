using System.Reflection;
using System.Text;

namespace MLNetTransfer.Architecture.Tests;

/// <summary>The public surface as approved texts: it changes on purpose only. MLNETTRANSFER_APPROVE=1 writes what is there now.</summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("MLNetTransfer")]
    [InlineData("MLNetTransfer.Modeling")]
    public void The_public_surface_is_the_approved_one(string assembly)
    {
        var approvedPath = Repository.PathOf("tests", "Architecture.Tests", "Approved", assembly + ".txt");
        var actual = Surface(System.Reflection.Assembly.LoadFrom(Repository.Output(assembly)));
        if (Environment.GetEnvironmentVariable("MLNETTRANSFER_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approvedPath)!);
            File.WriteAllText(approvedPath, actual);
        }
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath) : "";
        var lines = (actual.Split('\n'), approved.Split('\n'));
        var difference = lines.Item1.Except(lines.Item2).Select(l => "+ " + l).Concat(lines.Item2.Except(lines.Item1).Select(l => "- " + l));
        Assert.True(actual == approved, $"{assembly}'s public surface has changed. Meant? Then run the test with MLNETTRANSFER_APPROVE=1 and commit {approvedPath}.\n{string.Join('\n', difference.Take(40))}");
    }

    private static string Surface(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Name(type)).Append(" | ").Append(Kind(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        static bool Visible(MethodBase? m) => m is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type)) yield return $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}";
            yield break;
        }
        foreach (var constructor in type.GetConstructors(declared).Where(Visible)) yield return $"new({Parameters(constructor)})";
        foreach (var property in type.GetProperties(declared).Where(p => Visible(p.GetMethod) || Visible(p.SetMethod)))
            yield return $"{Static(property.GetMethod ?? property.SetMethod!)}{property.Name} : {Name(property.PropertyType)} {{{(Visible(property.GetMethod) ? " get;" : "")}{(Visible(property.SetMethod) ? " set;" : "")} }}";
        foreach (var field in type.GetFields(declared).Where(f => f.IsPublic || f.IsFamily)) yield return $"{(field.IsStatic ? "static " : "")}{field.Name} : {Name(field.FieldType)}";
        foreach (var @event in type.GetEvents(declared).Where(e => Visible(e.AddMethod))) yield return $"event {@event.Name} : {Name(@event.EventHandlerType!)}";
        foreach (var method in type.GetMethods(declared).Where(m => Visible(m) && !m.Name.Contains('<') && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))))
            yield return $"{Static(method)}{method.Name}{(method.IsGenericMethod ? "<" + string.Join(", ", method.GetGenericArguments().Select(Name)) + ">" : "")}({Parameters(method)}) -> {Name(method.ReturnType)}";
    }

    private static string Static(MethodBase method) => (method.IsStatic ? "static " : "") + (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "null") : "")}"));

    private static string Kind(Type type) => type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.HasElementType) return Name(type.GetElementType()!) + (type.IsArray ? "[]" : type.IsByRef ? "&" : "*");
        var name = (type.IsNested ? Name(type.DeclaringType!) + "." : type.Namespace is { } n && n.StartsWith("MLNetTransfer", StringComparison.Ordinal) ? n + "." : "") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
