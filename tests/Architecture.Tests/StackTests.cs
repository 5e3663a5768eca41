using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Architecture.Tests;

/// <summary>The polyfills declare nothing that the real packages lack; and the packages stack resolves, compiles and packs.</summary>
public class StackTests
{
    private static readonly string[] _polyfills = ["Microsoft.ML.DataView", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.StandardTrainers", "Microsoft.ML.Tokenizers", "TorchSharp"];

    [SharedFact("tools/apicheck", "api")]
    public void Polyfills_declare_only_what_the_real_packages_declare()
    {
        using var temp = new TempFolder();
        foreach (var file in Directory.GetFiles(SharedFolder.PathOf("tools/apicheck")).Where(f => Path.GetExtension(f) is ".cs" or ".csproj")) File.Copy(file, Path.Combine(temp.Path, Path.GetFileName(file)));
        var build = Repository.Dotnet(temp.Path, ["build", "-v", "q", "--nologo", "-o", Path.Combine(temp.Path, "out")]);
        Assert.True(build.ExitCode == 0, build.Output);
        var assemblies = _polyfills.Where(IsPolyfill).Select(Repository.Output).ToList();
        Assert.NotEmpty(assemblies);
        var check = Repository.Dotnet(temp.Path, [Path.Combine(temp.Path, "out", "apicheck.dll"), "check", SharedFolder.PathOf("api"), .. assemblies, "--with", .. _polyfills.Select(Repository.Output)]);
        Assert.True(check.ExitCode == 0, check.Output);
    }

    [Theory]
    [InlineData("src/MLNetTransfer.Modeling", "Microsoft.ML.Tokenizers, TorchSharp")]
    [InlineData("src/MLNetTransfer", "Microsoft.ML, Microsoft.ML.Tokenizers, System.Numerics.Tensors, TorchSharp")]
    public void The_packages_stack_references_the_real_packages(string project, string expected)
    {
        var asked = Repository.Dotnet(Repository.PathOf(project), ["msbuild", "-p:MLNetStack=packages", "-getItem:PackageReference", "-getItem:ProjectReference"]);
        Assert.True(asked.ExitCode == 0, asked.Output);
        var items = JsonDocument.Parse(asked.Output).RootElement.GetProperty("Items");
        Assert.Equal(expected, string.Join(", ", items.GetProperty("PackageReference").EnumerateArray().Select(i => i.GetProperty("Identity").GetString()).Order()));
        Assert.DoesNotContain(items.GetProperty("ProjectReference").EnumerateArray(), i => i.GetProperty("Identity").GetString()!.Contains("Polyfills"));
    }

    [Fact]
    public void The_polyfill_stack_refuses_to_pack()
    {
        using var temp = new TempFolder();
        var pack = Repository.Dotnet(Repository.PathOf("src/MLNetTransfer.Modeling"), ["pack", "--nologo", "-p:MLNetStack=polyfill", "--artifacts-path", temp.Path]);
        Assert.NotEqual(0, pack.ExitCode);
        Assert.Contains("packs on the packages stack only", pack.Output);
    }

    /// <summary>Against packages that hold the real ones' surface and no code (eng/SurfaceStubs), since those may not restore here.</summary>
    [SharedFact("api")]
    public void The_packages_stack_compiles_and_packs_against_the_real_surface()
    {
        using var temp = new TempFolder();
        var stubs = Path.Combine(temp.Path, "stubs");
        var made = Repository.Dotnet(Repository.Root, [Repository.PathOf("eng", "SurfaceStubs", "bin", Repository.Built("Configuration"), "net10.0", "SurfaceStubs.dll"), SharedFolder.PathOf("api"), stubs]);
        Assert.True(made.ExitCode == 0, made.Output);

        // A package cache of its own: the stubs must never be taken for the real packages afterwards.
        var environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(temp.Path, "cache") };
        foreach (var project in new[] { "MLNetTransfer.Modeling", "MLNetTransfer" })
        {
            var pack = Repository.Dotnet(Repository.PathOf("src", project), ["pack", "-v", "q", "--nologo", "-p:MLNetStack=packages", $"-p:RestoreAdditionalProjectSources={stubs}",
                $"-p:RestoreFallbackFolders={PackageCache}", "--artifacts-path", Path.Combine(temp.Path, "artifacts"), "-o", Path.Combine(temp.Path, "packed")], environment);
            Assert.True(pack.ExitCode == 0, pack.Output);
        }

        var version = new DirectoryInfo(Path.Combine(temp.Path, "packed")).GetFiles("MLNetTransfer.Modeling.*.nupkg").Single().Name["MLNetTransfer.Modeling.".Length..^".nupkg".Length];
        Assert.Equal(["Microsoft.ML.Tokenizers 2.0.0", "TorchSharp 0.107.0"], Dependencies(Path.Combine(temp.Path, "packed", $"MLNetTransfer.Modeling.{version}.nupkg")));
        Assert.Equal(["MLNetTransfer.Modeling " + version, "Microsoft.ML 5.0.0", "Microsoft.ML.Tokenizers 2.0.0", "System.Numerics.Tensors 10.0.0", "TorchSharp 0.107.0"], Dependencies(Path.Combine(temp.Path, "packed", $"MLNetTransfer.{version}.nupkg")));
    }

    private static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static bool IsPolyfill(string assembly) => Repository.Built(assembly switch { "TorchSharp" => "TorchSharpStack", "Microsoft.ML.Tokenizers" => "TokenizersStack", _ => "MicrosoftMLStack" }) == "polyfill";

    private static IEnumerable<string> Dependencies(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        using var stream = zip.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return [.. XDocument.Load(stream).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => $"{e.Attribute("id")!.Value} {e.Attribute("version")!.Value}").Order(StringComparer.Ordinal)];
    }
}
