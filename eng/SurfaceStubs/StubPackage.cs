using System.IO.Compression;

namespace MLNetTransfer.SurfaceStubs;

/// <summary>The least that NuGet takes for a package.</summary>
internal static class StubPackage
{
    public static void Write(string folder, string id, string version, Dictionary<string, byte[]> assemblies)
    {
        var path = Path.Combine(folder, $"{id}.{version}.nupkg");
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Entry(zip, id + ".nuspec", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id><version>{version}</version><authors>stub</authors><description>Surface only; does not run.</description>
                <dependencies><group targetFramework="netstandard2.0" /></dependencies>
              </metadata>
            </package>
            """);
        Entry(zip, "lib/netstandard2.0/_._", "");
        foreach (var (name, bytes) in assemblies) Entry(zip, "lib/netstandard2.0/" + name, bytes);
    }

    private static void Entry(ZipArchive zip, string name, string content) => Entry(zip, name, System.Text.Encoding.UTF8.GetBytes(content));

    private static void Entry(ZipArchive zip, string name, byte[] content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
