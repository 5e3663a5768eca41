using System.Net;
using System.Net.Http.Headers;

namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>What the hub says of a file before it is downloaded.</summary>
/// <param name="Commit">The commit that the revision stands for.</param>
/// <param name="ETag">The content's name: sha256 of large files, git's blob hash of others.</param>
/// <param name="Size">Bytes of the content, or null where the hub did not say.</param>
internal sealed record HubFileInfo(string Commit, string ETag, long? Size);

/// <summary>The requests that the hub answers: what a file is, and its content from some byte on.</summary>
internal sealed class HubClient(HubSettings settings)
{
    private const int MaxRedirects = 10;

    // One pool of connections for the process, as HttpClient wants it. Redirects are followed here, so that the token stays with the hub.
    private static readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private string Hub => settings.Endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Asks for a file's commit, hash and size; null where the model has no such file.</summary>
    public HubFileInfo? Find(HubModelId id, string revision, string file, CancellationToken cancellationToken)
    {
        using var response = Send(HttpMethod.Head, Address(id, revision, file), 0, followAway: false, cancellationToken);
        // Plain mirrors of a hub give no code.
        if (response.StatusCode == HttpStatusCode.NotFound && ErrorCode(response) is (null or "EntryNotFound")) return null;
        ThrowIfRefused(response, id, file);
        var commit = Header(response, "X-Repo-Commit");
        var etag = Normalize(Header(response, "X-Linked-ETag") ?? Header(response, "ETag"));
        // Both become names of files in the cache.
        if (commit is null || !HubModelId.IsCommit(commit) || etag is null || !IsSafeETag(etag))
            throw new InvalidDataException($"{Hub} does not answer like a Hugging Face hub (commit '{commit}', ETag '{etag}' of '{file}' in '{id}'). Check HF_ENDPOINT and the proxy.");
        long? size = long.TryParse(Header(response, "X-Linked-Size"), out var linked) ? linked
            : (int)response.StatusCode is >= 300 and < 400 ? null : response.Content.Headers.ContentLength;
        if (size < 0) throw new InvalidDataException($"{Hub} gives '{file}' of '{id}' a size of {size} bytes. Check HF_ENDPOINT and the proxy.");
        return new HubFileInfo(commit, etag, size);
    }

    /// <summary>Opens a file's content from a byte on. The caller looks at the status: 206 begins there, 200 at the file's start, 416 has nothing left.</summary>
    public HttpResponseMessage Open(HubModelId id, string revision, string file, long from, CancellationToken cancellationToken)
    {
        var response = Send(HttpMethod.Get, Address(id, revision, file), from, followAway: true, cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
        try
        {
            ThrowIfRefused(response, id, file);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private Uri Address(HubModelId id, string revision, string file) =>
        new($"{Hub}/{id.Name}/resolve/{Uri.EscapeDataString(revision)}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    private HttpResponseMessage Send(HttpMethod method, Uri address, long from, bool followAway, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MLNetTransfer", "0.1"));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (settings.Token is not null && SameServer(address, settings.Endpoint)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
            if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);

            var response = Answer(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location) return response;
            var next = location.IsAbsoluteUri ? location : new Uri(address, location);
            // A redirect within the hub is a renamed model; one that leads away goes to the content, and its headers are already the answer.
            if (!followAway && !SameServer(next, address)) return response;
            response.Dispose();
            if (redirects == MaxRedirects) throw new IOException($"{address} redirects more than {MaxRedirects} times. Try again later.");
            if (next.Scheme != "https" && next.Scheme != address.Scheme) throw new IOException($"{address} redirects to {next.Scheme}, which is less safe. Check HF_ENDPOINT and the proxy.");
            address = next;
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(settings.AnswerTimeout);
        try
        {
            return _http.Send(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{request.RequestUri!.Host} did not answer within {settings.AnswerTimeout.TotalSeconds:0.#} seconds. Check the connection, or give a local folder as the model.");
        }
        catch (HttpRequestException e)
        {
            throw new IOException($"{request.RequestUri!.Host} cannot be reached: {e.Message} Check the connection, HF_ENDPOINT and the proxy, or give a local folder as the model.", e);
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response, HubModelId id, string file)
    {
        var status = (int)response.StatusCode;
        if (status < 400) return;
        var code = ErrorCode(response);
        throw (status, code) switch
        {
            (_, "GatedRepo") => new UnauthorizedAccessException($"'{id}' is gated: accept its conditions at {Hub}/{id.Name} and set HF_TOKEN to a token of that account."),
            (404, "RevisionNotFound") => new FileNotFoundException($"'{id.Name}' has no revision '{id.Revision}' at {Hub}. Check the text after '@'."),
            // To those without a token, the hub does not tell a private model from one that is not there.
            (401, _) or (_, "RepoNotFound") => Missing(),
            (403, _) => new UnauthorizedAccessException($"{Hub} does not let this token read '{id}'. Set HF_TOKEN to a token with access to it."),
            (404, _) => new FileNotFoundException($"'{id}' has no file '{file}' at {Hub}. Check the model's name; models without it cannot be used."),
            (429, _) => new IOException($"{Hub} refuses more requests for now (429). Try again later, or set HF_TOKEN."),
            _ => new IOException($"{Hub} answered {status} for '{file}' of '{id}'. Try again later."),
        };

        Exception Missing() => settings.Token is null
            ? new UnauthorizedAccessException($"{Hub} has no model '{id}', or it is private. Check the name; for a private model set HF_TOKEN.")
            : new FileNotFoundException($"{Hub} has no model '{id}', or the token in HF_TOKEN may not read it. Check both.");
    }

    private static bool SameServer(Uri a, Uri b) => a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.Host, b.Host, StringComparison.OrdinalIgnoreCase);

    private static string? ErrorCode(HttpResponseMessage response) => Header(response, "X-Error-Code");

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values.FirstOrDefault() : null;

    private static string? Normalize(string? etag)
    {
        if (etag is null) return null;
        if (etag.StartsWith("W/", StringComparison.Ordinal)) etag = etag[2..];
        return etag.Trim('"');
    }

    private static bool IsSafeETag(string etag) => etag.Length is > 0 and <= 128 && etag[0] != '.' && etag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
