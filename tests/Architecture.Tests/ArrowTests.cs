using Mono.Cecil;

namespace MLNetTransfer.Architecture.Tests;

/// <summary>Who may know whom. Read off the compiled assemblies, so no `using` can hide a dependency.</summary>
public class ArrowTests
{
    private static readonly string[] _notTaskFolders = ["Catalog", "Engine", "DataViews", "Schema", "Persistence"];

    [Fact]
    public void Modeling_does_not_know_MLNet()
    {
        var references = Assembly("MLNetTransfer.Modeling").AssemblyReferences.Select(r => r.Name).Where(n => n.StartsWith("Microsoft.ML", StringComparison.Ordinal));
        Assert.All(references, name => Assert.Equal("Microsoft.ML.Tokenizers", name));
    }

    [Theory]
    [InlineData("Layers", "Families", "Heads", "Checkpoints", "Tokenization", "Features", "Adapters", "Generation", "Pretraining", "Training")]
    [InlineData("Tokenization", "Layers", "Families", "Heads", "Checkpoints", "Features", "Adapters", "Generation", "Pretraining", "Training")]
    [InlineData("Checkpoints", "Heads", "Tokenization", "Features", "Adapters", "Generation", "Pretraining", "Training")]
    [InlineData("Families", "Training", "Pretraining", "Features", "Generation")]
    [InlineData("Training", "Pretraining", "Features", "Generation")]
    [InlineData("Heads", "Training", "Pretraining", "Features", "Generation", "Checkpoints")]
    public void A_room_of_Modeling_does_not_know_the_rooms_above_it(string room, params string[] above)
    {
        const string root = "MLNetTransfer.Modeling.";
        var broken = from type in Types(Assembly("MLNetTransfer.Modeling"))
                     where Room(type.FullName, root) == room
                     from used in Used(type)
                     where above.Contains(Room(used, root))
                     select $"{type.FullName} -> {used}";
        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void The_loop_and_the_features_know_no_family_by_name()
    {
        const string root = "MLNetTransfer.Modeling.";
        var broken = from type in Types(Assembly("MLNetTransfer.Modeling"))
                     where Room(type.FullName, root) is "Training" or "Features" or "Generation" or "Pretraining" or "Heads" or "Layers"
                     from used in Used(type)
                     where used.StartsWith(root + "Families.", StringComparison.Ordinal) && used[(root.Length + "Families.".Length)..].Contains('.')
                     select $"{type.FullName} -> {used}";
        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void Task_folders_do_not_know_each_other_or_the_catalog()
    {
        const string root = "MLNetTransfer.";
        bool IsTask(string room) => room.Length > 0 && !_notTaskFolders.Contains(room);
        var broken = from type in Types(Assembly("MLNetTransfer"))
                     let room = Room(type.FullName, root)
                     from used in Used(type)
                     where !used.StartsWith("MLNetTransfer.Modeling.", StringComparison.Ordinal)
                     let other = Room(used, root)
                     where IsTask(room) && other != room && (IsTask(other) || other == "Catalog") || room is "Engine" or "DataViews" or "Schema" or "Persistence" && (IsTask(other) || other == "Catalog")
                     select $"{type.FullName} -> {used}";
        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void Only_Persistence_touches_internals_of_MLNet()
    {
        var internals = Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.ML.*.dll").Where(f => Path.GetFileName(f) is "Microsoft.ML.Core.dll" or "Microsoft.ML.Data.dll")
            .SelectMany(f => Types(ModuleDefinition.ReadModule(f))).Where(t => !IsVisible(t) && !t.FullName.StartsWith('<')).Select(t => t.FullName).ToHashSet();
        var broken = from type in Types(Assembly("MLNetTransfer"))
                     where Room(type.FullName, "MLNetTransfer.") is not "Persistence"
                     from used in Used(type)
                     where internals.Contains(used)
                     select $"{type.FullName} -> {used}";
        Assert.Empty(broken.Distinct());
    }

    private static ModuleDefinition Assembly(string name) => ModuleDefinition.ReadModule(Repository.Output(name));

    private static IEnumerable<TypeDefinition> Types(ModuleDefinition module) => module.GetTypes().Where(t => t.Name != "<Module>");

    private static bool IsVisible(TypeDefinition type) => type.IsNested ? type.IsNestedPublic && IsVisible(type.DeclaringType) : type.IsPublic;

    private static string Room(string fullName, string root)
    {
        if (!fullName.StartsWith(root, StringComparison.Ordinal)) return "";
        var rest = fullName[root.Length..];
        return rest.Split('/')[0].Contains('.') ? rest.Split('.')[0] : "";
    }

    /// <summary>Every type that a type's declaration or code names.</summary>
    private static IEnumerable<string> Used(TypeDefinition type)
    {
        var found = new List<TypeReference?> { type.BaseType };
        found.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        found.AddRange(type.Fields.Select(f => f.FieldType));
        found.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        foreach (var method in type.Methods)
        {
            found.Add(method.ReturnType);
            found.AddRange(method.Parameters.Select(p => p.ParameterType));
            if (!method.HasBody) continue;
            found.AddRange(method.Body.Variables.Select(v => v.VariableType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                if (operand is TypeReference t) found.Add(t);
                else if (operand is MemberReference m) found.Add(m.DeclaringType);
                if (operand is GenericInstanceMethod g) found.AddRange(g.GenericArguments);
            }
        }
        return found.Where(t => t is not null).SelectMany(t => Parts(t!));
    }

    private static IEnumerable<string> Parts(TypeReference type)
    {
        yield return type.GetElementType().FullName;
        if (type is GenericInstanceType instance)
            foreach (var part in instance.GenericArguments.SelectMany(Parts)) yield return part;
    }
}
