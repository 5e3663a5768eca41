using System.Text;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Checkpoints.Hub;

namespace MLNetTransfer.Modeling.Tests.Checkpoints.Hub;

public sealed class ModelLocatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub").FullName;
    private readonly FakeHub _hub = new() { ContentServer = new FakeHub() };
    private readonly byte[] _weights = new byte[300_000];

    public ModelLocatorTests()
    {
        new Random(1).NextBytes(_weights);
        _hub.Files["config.json"] = "{\"model_type\":\"bert\"}"u8.ToArray();
        _hub.Files["vocab.txt"] = "[PAD]\n"u8.ToArray();
        _hub.Files["model.safetensors"] = _weights;
        _hub.Large.Add("model.safetensors");
    }

    public void Dispose()
    {
        _hub.Dispose();
        Directory.Delete(_folder, true);
    }

    private string CacheOfModel => Path.Combine(_folder, "models--org--tiny");

    private string Snapshot => Path.Combine(CacheOfModel, "snapshots", FakeHub.Commit);

    private HubSettings Settings() => new()
    {
        CacheFolder = _folder,
        Endpoint = new Uri(_hub.Address),
        RetryDelay = TimeSpan.FromMilliseconds(5),
    };

    private string Resolve(string model = "org/tiny", Func<HubSettings, HubSettings>? change = null, CancellationToken cancellationToken = default) =>
        ModelLocator.Resolve(model, () => (change ?? (s => s))(Settings()), null, cancellationToken);

    [Fact]
    public void Downloads_into_the_layout_of_huggingface_hub()
    {
        Assert.Equal(Snapshot, Resolve());
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(Snapshot, "model.safetensors")));
        Assert.Equal(_hub.Files["vocab.txt"], File.ReadAllBytes(Path.Combine(Snapshot, "vocab.txt")));
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(CacheOfModel, "refs", "main")));
        Assert.True(File.Exists(Path.Combine(CacheOfModel, "blobs", FakeHub.Sha256(_weights))));
        Assert.True(File.Exists(Path.Combine(CacheOfModel, "blobs", FakeHub.GitHash(_hub.Files["config.json"]))));
        Assert.Empty(Directory.GetFiles(CacheOfModel, "*.incomplete", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
            Assert.Equal($"../../blobs/{FakeHub.Sha256(_weights)}", new FileInfo(Path.Combine(Snapshot, "model.safetensors")).LinkTarget);
    }

    [Fact]
    public void Uses_the_cache_without_a_request()
    {
        Resolve();
        _hub.Requests.Clear();
        Assert.Equal(Snapshot, Resolve());
        Assert.Equal(Snapshot, Resolve("org/tiny@" + FakeHub.Commit));
        Assert.Equal(Snapshot, Resolve(change: s => s with { Offline = true }));
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public void Revisions_may_contain_slashes()
    {
        Assert.Equal(Snapshot, Resolve("org/tiny@refs/pr/1"));
        Assert.Equal(FakeHub.Commit, File.ReadAllText(Path.Combine(CacheOfModel, "refs", "refs", "pr", "1")));
    }

    [Fact]
    public void Brings_shards_and_the_modules_of_sentence_transformers()
    {
        _hub.Files.Remove("model.safetensors", out _);
        _hub.Files["model.safetensors.index.json"] = """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"""u8.ToArray();
        _hub.Files["model-00001-of-00002.safetensors"] = [1];
        _hub.Files["model-00002-of-00002.safetensors"] = [2];
        _hub.Files["modules.json"] = """[{"path":""},{"path":"1_Pooling"},{"path":"2_Dense"}]"""u8.ToArray();
        _hub.Files["1_Pooling/config.json"] = "{}"u8.ToArray();
        _hub.Files["2_Dense/config.json"] = "{ }"u8.ToArray();
        _hub.Files["2_Dense/pytorch_model.bin"] = [3];
        var folder = Resolve();
        Assert.Equal([2], File.ReadAllBytes(Path.Combine(folder, "model-00002-of-00002.safetensors")));
        Assert.Equal([3], File.ReadAllBytes(Path.Combine(folder, "2_Dense", "pytorch_model.bin")));
        Assert.True(File.Exists(Path.Combine(folder, "1_Pooling", "config.json")));
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../../../evil"}}""", null)]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", null)]
    [InlineData(null, """[{"path":"../.."}]""")]
    public void Names_that_lead_out_of_the_folder_are_refused(string? index, string? modules)
    {
        if (index is not null)
        {
            _hub.Files.Remove("model.safetensors", out _);
            _hub.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes(index);
        }
        if (modules is not null) _hub.Files["modules.json"] = Encoding.UTF8.GetBytes(modules);
        Assert.Throws<InvalidDataException>(() => Resolve());
    }

    [Fact]
    public void An_interrupted_download_is_continued_where_it_broke_off()
    {
        var cuts = new Queue<int>([100_000, 1, 50_000]);
        _hub.ContentServer!.Override = request => cuts.TryDequeue(out var cut) ? _hub.ContentServer.Usual(request) with { BreakAfter = cut } : null;
        Resolve();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(Snapshot, "model.safetensors")));
        Assert.Equal([null, "bytes=100000-", "bytes=100001-", "bytes=150001-"], _hub.ContentServer.Requests.Select(r => r.Header("Range")));
    }

    [Fact]
    public void A_second_run_continues_what_a_first_one_left()
    {
        var dead = false;
        _hub.ContentServer!.Override = request =>
        {
            if (dead) return new HubAnswer(500, []);
            dead = true;
            return _hub.ContentServer.Usual(request) with { BreakAfter = 120_000 };
        };
        var error = Assert.Throws<IOException>(() => Resolve());
        Assert.Contains("model.safetensors", error.Message);
        Assert.Contains("Run again", error.Message);
        Assert.Equal(120_000, new FileInfo(Path.Combine(CacheOfModel, "blobs", FakeHub.Sha256(_weights) + ".incomplete")).Length);

        _hub.ContentServer.Override = null;
        _hub.ContentServer.Requests.Clear();
        Resolve();
        Assert.Equal("bytes=120000-", Assert.Single(_hub.ContentServer.Requests).Header("Range"));
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(Snapshot, "model.safetensors")));
    }

    [Fact]
    public void A_server_that_ignores_the_range_starts_anew()
    {
        var blob = Path.Combine(CacheOfModel, "blobs", FakeHub.Sha256(_weights));
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        File.WriteAllBytes(blob + ".incomplete", [9, 9, 9]);
        _hub.ContentServer!.Override = _ => new HubAnswer(200, _weights);
        Resolve();
        Assert.Equal(_weights, File.ReadAllBytes(blob));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public void A_wrong_checksum_is_refused_and_nothing_is_kept(string file)
    {
        FakeHub server = file == "config.json" ? _hub : _hub.ContentServer!;
        server.Override = request =>
        {
            if (request.Method == "HEAD" || file == "config.json" && !request.Path.EndsWith(file, StringComparison.Ordinal)) return null;
            var usual = server.Usual(request);
            return usual with { Body = [.. usual.Body[..^1], (byte)(usual.Body[^1] ^ 1)] };
        };
        var error = Assert.Throws<InvalidDataException>(() => Resolve());
        Assert.Contains(file, error.Message);
        Assert.Contains("hash", error.Message);
        Assert.Empty(Directory.GetFiles(CacheOfModel, "*.incomplete", SearchOption.AllDirectories));
        Assert.False(File.Exists(Path.Combine(Snapshot, file)));
        server.Override = null;
        Resolve();
    }

    [Fact]
    public void The_token_goes_to_the_hub_and_nowhere_else()
    {
        Resolve(change: s => s with { Token = "hf_secret" });
        Assert.All(_hub.Requests, r => Assert.Equal("Bearer hf_secret", r.Header("Authorization")));
        Assert.NotEmpty(_hub.ContentServer!.Requests);
        Assert.All(_hub.ContentServer.Requests, r => Assert.Null(r.Header("Authorization")));
    }

    [Fact]
    public void A_renamed_model_is_followed()
    {
        _hub.Override = r => r.Path.StartsWith("/old/", StringComparison.Ordinal) ? new HubAnswer(307, [], ("Location", "/org/tiny/" + r.Path.Split('/', 4)[3])) : null;
        var folder = Resolve("old/name");
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
    }

    [Fact]
    public void Endless_redirects_end()
    {
        _hub.Override = r => new HubAnswer(302, [], ("Location", r.Path));
        Assert.Contains("redirects", Assert.Throws<IOException>(() => Resolve()).Message);
    }

    [Theory]
    [InlineData(401, "RepoNotFound", typeof(UnauthorizedAccessException), "HF_TOKEN")]
    [InlineData(401, "GatedRepo", typeof(UnauthorizedAccessException), "gated")]
    [InlineData(403, "GatedRepo", typeof(UnauthorizedAccessException), "gated")]
    [InlineData(403, null, typeof(UnauthorizedAccessException), "token")]
    [InlineData(404, "RevisionNotFound", typeof(FileNotFoundException), "revision")]
    [InlineData(404, "EntryNotFound", typeof(FileNotFoundException), "config.json")]
    [InlineData(429, null, typeof(IOException), "429")]
    [InlineData(503, null, typeof(IOException), "503")]
    public void Refusals_are_told_apart(int status, string? code, Type type, string says)
    {
        _hub.Override = _ => code is null ? new HubAnswer(status, []) : new HubAnswer(status, [], ("X-Error-Code", code));
        var error = Record.Exception(() => Resolve());
        Assert.IsType(type, error);
        Assert.Contains(says, error.Message);
    }

    [Theory]
    [InlineData("X-Repo-Commit", "../../../../evil")]
    [InlineData("ETag", "\"../evil\"")]
    [InlineData("ETag", "\"\"")]
    public void Answers_that_would_lead_out_of_the_cache_are_refused(string header, string value)
    {
        _hub.Override = r =>
        {
            var usual = _hub.Usual(r);
            return usual with { Headers = [.. usual.Headers.Where(h => h.Name != header), (header, value)] };
        };
        Assert.Contains("HF_ENDPOINT", Assert.Throws<InvalidDataException>(() => Resolve()).Message);
    }

    [Fact]
    public void More_bytes_than_announced_are_refused()
    {
        _hub.ContentServer!.Override = _ => new HubAnswer(200, [.. _weights, 1]);
        Assert.Throws<InvalidDataException>(() => Resolve());
    }

    [Fact]
    public void Offline_and_unreachable_say_what_to_do()
    {
        var offline = Assert.Throws<IOException>(() => Resolve(change: s => s with { Offline = true }));
        Assert.Contains("HF_HUB_OFFLINE", offline.Message);
        Assert.Contains("org/tiny", offline.Message);
        Assert.Empty(_hub.Requests);
        var gone = new FakeHub();
        var address = gone.Address;
        gone.Dispose();
        Assert.Contains("cannot be reached", Assert.Throws<IOException>(() => Resolve(change: s => s with { Endpoint = new Uri(address) })).Message);
    }

    [Fact]
    public void A_silent_server_is_given_up()
    {
        _hub.Override = _ => { Thread.Sleep(2000); return null; };
        Assert.Contains("did not answer", Assert.Throws<IOException>(() => Resolve(change: s => s with { AnswerTimeout = TimeSpan.FromMilliseconds(100) })).Message);
    }

    [Fact]
    public void Cancelling_keeps_what_has_arrived()
    {
        using var cancel = new CancellationTokenSource();
        _hub.ContentServer!.Override = r => { cancel.CancelAfter(100); return _hub.ContentServer.Usual(r) with { BreakAfter = 100_000 }; };
        Assert.ThrowsAny<OperationCanceledException>(() => Resolve(change: s => s with { RetryDelay = TimeSpan.FromSeconds(5) }, cancellationToken: cancel.Token));
        Assert.Single(Directory.GetFiles(CacheOfModel, "*.incomplete", SearchOption.AllDirectories));
    }

    [Fact]
    public void Two_at_once_download_each_file_once()
    {
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Resolve());
        Assert.Single(_hub.ContentServer!.Requests, r => r.Method == "GET");
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(Snapshot, "model.safetensors")));
    }

    [Fact]
    public void A_cache_that_lacks_the_tokenizer_is_completed()
    {
        Resolve();
        File.Delete(Path.Combine(Snapshot, "vocab.txt"));
        Assert.Equal(Snapshot, Resolve(change: s => s with { Offline = true }));
        Resolve();
        Assert.True(File.Exists(Path.Combine(Snapshot, "vocab.txt")));
    }

    [Fact]
    public void A_dangling_link_is_replaced()
    {
        Resolve();
        File.Delete(Path.Combine(CacheOfModel, "blobs", FakeHub.Sha256(_weights)));
        Resolve();
        Assert.Equal(_weights, File.ReadAllBytes(Path.Combine(Snapshot, "model.safetensors")));
    }

    [Fact]
    public void A_folder_stays_what_it_is()
    {
        Assert.Equal(_folder, Resolve(_folder));
        Assert.Empty(_hub.Requests);
    }

    [Theory]
    [InlineData("./missing", typeof(DirectoryNotFoundException))]
    [InlineData("/missing/model", typeof(DirectoryNotFoundException))]
    [InlineData("a/b/c", typeof(DirectoryNotFoundException))]
    [InlineData("a\\b", typeof(DirectoryNotFoundException))]
    [InlineData("a b", typeof(ArgumentException))]
    [InlineData("a--b/c", typeof(ArgumentException))]
    [InlineData("org/na..me", typeof(ArgumentException))]
    [InlineData("org/name@", typeof(ArgumentException))]
    [InlineData("org/name@../../x", typeof(ArgumentException))]
    [InlineData(" ", typeof(ArgumentException))]
    public void What_is_neither_folder_nor_id_is_refused(string model, Type type)
    {
        Assert.IsType(type, Record.Exception(() => Resolve(model)));
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public void A_file_is_refused()
    {
        var file = Path.Combine(_folder, "model.safetensors");
        File.WriteAllText(file, "");
        Assert.Contains("folder", Assert.Throws<ArgumentException>(() => Resolve(file)).Message);
    }
}
