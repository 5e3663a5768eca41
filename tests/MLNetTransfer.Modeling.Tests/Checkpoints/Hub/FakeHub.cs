using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace MLNetTransfer.Modeling.Tests.Checkpoints.Hub;

/// <summary>One request that a <see cref="FakeHub"/> heard.</summary>
internal sealed record HubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name.ToLowerInvariant());
}

/// <summary>What a <see cref="FakeHub"/> answers. The body may be cut short of what its headers announce, as a broken connection does.</summary>
internal sealed record HubAnswer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    public int? BreakAfter { get; init; }
}

/// <summary>A server on this machine that speaks the hub's `resolve` paths for one model, large files at a content server of their own.</summary>
internal sealed class FakeHub : IDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public FakeHub(string model = "org/tiny")
    {
        Model = model;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public string Model { get; }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Files served as LFS content is: by a redirect to this other server.</summary>
    public HashSet<string> Large { get; } = [];

    public FakeHub? ContentServer { get; init; }

    public ConcurrentQueue<HubRequest> Requests { get; } = new();

    /// <summary>Answers in place of the usual ones; null leaves a request to them.</summary>
    public Func<HubRequest, HubAnswer?>? Override { get; set; }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string GitHash(byte[] content) => Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public HubAnswer Usual(HubRequest request)
    {
        if (request.Path.StartsWith("/content/", StringComparison.Ordinal)) return Content(request, Files[request.Path["/content/".Length..]]);
        var parts = request.Path.TrimStart('/').Split("/resolve/", 2);
        if (parts.Length < 2 || parts[0] != Model) return new(401, [], ("X-Error-Code", "RepoNotFound"));
        var (revision, file) = (parts[1].Split('/')[0], parts[1][(parts[1].IndexOf('/') + 1)..]);
        if (Uri.UnescapeDataString(revision) is not ("main" or Commit or "refs/pr/1")) return new(404, [], ("X-Error-Code", "RevisionNotFound"));
        if (!Files.TryGetValue(file, out var content)) return new(404, [], ("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", Commit));
        if (Large.Contains(file))
        {
            ContentServer!.Files[Sha256(content)] = content;
            return new(302, [], ("Location", $"{ContentServer.Address}/content/{Sha256(content)}"), ("X-Linked-ETag", $"\"{Sha256(content)}\""),
                ("X-Linked-Size", content.Length.ToString(CultureInfo.InvariantCulture)), ("X-Repo-Commit", Commit), ("ETag", "\"another\""));
        }
        var answer = Content(request, content);
        return answer with { Headers = [.. answer.Headers, ("ETag", $"W/\"{GitHash(content)}\""), ("X-Repo-Commit", Commit)] };
    }

    private static HubAnswer Content(HubRequest request, byte[] content)
    {
        if (request.Header("Range") is not { } range) return new(200, content);
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= content.Length ? new(416, []) : new(206, content[from..], ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"));
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => Serve(client));
        }
    }

    private void Serve(TcpClient client)
    {
        using var _ = client;
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
        try
        {
            if (reader.ReadLine() is not { } line) return;
            var headers = new Dictionary<string, string>();
            while (reader.ReadLine() is { Length: > 0 } header)
            {
                var colon = header.IndexOf(':');
                headers[header[..colon].ToLowerInvariant()] = header[(colon + 1)..].Trim();
            }
            var request = new HubRequest(line.Split(' ')[0], line.Split(' ')[1], headers);
            Requests.Enqueue(request);
            var answer = Override?.Invoke(request) ?? Usual(request);
            var head = new StringBuilder($"HTTP/1.1 {answer.Status} X\r\nContent-Length: {answer.Body.Length}\r\nConnection: close\r\n");
            foreach (var (name, value) in answer.Headers) head.Append($"{name}: {value}\r\n");
            stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            if (request.Method != "HEAD") stream.Write(answer.Body, 0, answer.BreakAfter ?? answer.Body.Length);
        }
        catch (IOException)
        {
            // The client left; the test looks at its side.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        ContentServer?.Dispose();
    }
}
