using MLNetTransfer.Modeling.Checkpoints.Hub;

namespace MLNetTransfer.Modeling.Tests.Checkpoints.Hub;

public sealed class HubSettingsTests
{
    private static HubSettings From(params (string Name, string Value)[] variables) =>
        HubSettings.From(name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault());

    [Fact]
    public void Folders_follow_the_variables_of_huggingface_hub()
    {
        var home = ("HOME", Path.GetFullPath("/home/ann"));
        string Under(params string[] parts) => Path.GetFullPath(Path.Combine([home.Item2, .. parts]));
        Assert.Equal(Under(".cache", "huggingface", "hub"), From(home).CacheFolder);
        Assert.Equal(Path.GetFullPath("/x/huggingface/hub"), From(home, ("XDG_CACHE_HOME", "/x")).CacheFolder);
        Assert.Equal(Path.GetFullPath("/hf/hub"), From(home, ("XDG_CACHE_HOME", "/x"), ("HF_HOME", "/hf")).CacheFolder);
        Assert.Equal(Path.GetFullPath("/h"), From(home, ("HF_HOME", "/hf"), ("HF_HUB_CACHE", "/h")).CacheFolder);
        Assert.Equal(Under("hf", "hub"), From(home, ("HF_HOME", "~/hf")).CacheFolder);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("ON", true)]
    [InlineData("yes", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Offline_is_read_as_Hugging_Face_reads_it(string value, bool offline) => Assert.Equal(offline, From(("HF_HUB_OFFLINE", value)).Offline);

    [Fact]
    public void The_endpoint_is_checked()
    {
        Assert.Equal(new Uri("https://huggingface.co"), From().Endpoint);
        Assert.Equal("https://mirror.example/hf", From(("HF_ENDPOINT", "https://mirror.example/hf/")).Endpoint.ToString());
        Assert.Contains("HF_ENDPOINT", Assert.Throws<ArgumentException>(() => From(("HF_ENDPOINT", "file:///etc"))).Message);
    }

    [Fact]
    public void The_token_comes_from_its_variable_before_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("token").FullName;
        File.WriteAllText(Path.Combine(folder, "token"), "from-file\n");
        Assert.Equal("from-file", From(("HF_HOME", folder)).Token);
        Assert.Equal("from-variable", From(("HF_HOME", folder), ("HF_TOKEN", "from-variable")).Token);
        Assert.Null(From(("HF_HOME", Path.Combine(folder, "none"))).Token);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Timeouts_are_checked()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.5), From(("HF_HUB_DOWNLOAD_TIMEOUT", "2.5")).ReadTimeout);
        Assert.Contains("HF_HUB_ETAG_TIMEOUT", Assert.Throws<ArgumentException>(() => From(("HF_HUB_ETAG_TIMEOUT", "soon"))).Message);
    }
}
