// Writes packages that hold the public surface of the real Microsoft.ML, Microsoft.ML.Tokenizers and TorchSharp, and no code, out of lists of
// their declarations: what compiles and packs against them compiles and packs against the real ones. They serve where those do not restore.
//
//   SurfaceStubs LISTS OUT        LISTS: <assembly>.txt, one declaration a line; LISTS/internal/: internal ones. OUT gets the .nupkg files.
//
// They never run: keep them in a folder and a package cache of their own (MLNETTRANSFER_PACKAGES and NUGET_PACKAGES).
using MLNetTransfer.SurfaceStubs;

if (args is not [var lists, var output] || !Directory.Exists(lists))
{
    Console.Error.WriteLine("usage: SurfaceStubs LISTS OUT");
    return 2;
}
Directory.CreateDirectory(output);
string[] names = ["Microsoft.ML.DataView", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.Transforms", "Microsoft.ML.StandardTrainers", "Microsoft.ML.Tokenizers", "TorchSharp"];
using var surface = new Surface(new PlatformTypes());
foreach (var name in names)
    surface.Declare(name, Lines(Path.Combine(lists, name + ".txt")), Lines(Path.Combine(lists, "internal", name + ".txt")));
surface.AddMembers();
foreach (var skipped in surface.Skipped) Console.WriteLine("left out: " + skipped);
Console.WriteLine($"{surface.MemberCount} members, {surface.Skipped.Count} left out");

byte[] Bytes(string name) => surface.Write(name);
StubPackage.Write(output, "Microsoft.ML", "5.0.0", names[..5].ToDictionary(n => n + ".dll", Bytes));
StubPackage.Write(output, "Microsoft.ML.Tokenizers", "2.0.0", new() { ["Microsoft.ML.Tokenizers.dll"] = Bytes("Microsoft.ML.Tokenizers") });
StubPackage.Write(output, "TorchSharp", "0.107.0", new() { ["TorchSharp.dll"] = Bytes("TorchSharp") });
foreach (var backend in new[] { "TorchSharp-cpu", "TorchSharp-cuda-linux", "TorchSharp-cuda-windows" }) StubPackage.Write(output, backend, "0.107.0", []);
return 0;

static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
