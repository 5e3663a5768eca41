using System.Text.Json;

namespace Polyfills.MicrosoftML.Tests;

/// <summary>What the real package does, as read off it.</summary>
internal static class Goldens
{
    public static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", name + ".json"))).RootElement;

    /// <summary>Checks that the action fails, or not, as the real one does.</summary>
    public static void AssertError(string what, Action action)
    {
        var expected = Read("errors").EnumerateArray().Single(e => e.GetProperty("what").GetString() == what);
        var error = Record.Exception(action);
        Assert.Equal(expected.GetProperty("type").GetString(), error?.GetType().FullName ?? "none");
        Assert.Equal(expected.GetProperty("message").GetString(), error?.Message.Replace(Environment.CurrentDirectory + Path.DirectorySeparatorChar, "") ?? "");
    }
}
