// publicizer LIST OUT ASSEMBLY...: writes OUT/<name>.dll for each assembly given, with the internals that LIST names made public.
using MLNetTransfer.Publicizer;

if (args.Length < 3)
{
    Console.Error.WriteLine("Usage: publicizer LIST OUT ASSEMBLY...");
    return 2;
}

try
{
    var entries = InternalsList.Read(args[0]);
    Directory.CreateDirectory(args[1]);
    foreach (var assembly in args[2..])
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        AssemblyPublicizer.Write(assembly, Path.Combine(args[1], name + ".dll"), entries.Where(e => e.Assembly == name), args[0]);
    }
    return 0;
}
catch (Exception e) when (e is PublicizerException or IOException or BadImageFormatException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
