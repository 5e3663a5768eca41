using System.Globalization;

namespace MLNetTransfer.Modeling.Checkpoints.Hub;

/// <summary>Where the hub and its cache are, as Hugging Face's environment variables say.</summary>
internal sealed record HubSettings
{
    /// <summary>The folder that holds `models--org--name` folders.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The hub's address, without a slash at its end.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>True: only the cache is used.</summary>
    public bool Offline { get; init; }

    /// <summary>The access token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>How long to wait for an answer to begin.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a download may stand still before it is taken up anew.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before an interrupted download is taken up again; doubled each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public static HubSettings FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <exception cref="ArgumentException">A variable has a value that cannot be used; the message names it.</exception>
    public static HubSettings From(Func<string, string?> variable)
    {
        string? Get(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                if (variable(name)?.Trim() is { Length: > 0 } value) return value;
            return null;
        }

        var userCache = Get("XDG_CACHE_HOME") ?? Path.Combine(UserFolder(variable), ".cache");
        var home = Expand(Get("HF_HOME") ?? Path.Combine(userCache, "huggingface"), variable);
        var endpoint = Get("HF_ENDPOINT") ?? "https://huggingface.co";
        if (!Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
            throw new ArgumentException($"HF_ENDPOINT should be an http or https address and is '{endpoint}'. Correct it or unset it.");
        return new HubSettings
        {
            CacheFolder = Path.GetFullPath(Expand(Get("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub"), variable)),
            Endpoint = uri,
            Offline = IsTrue(Get("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")),
            Token = Get("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") ?? ReadToken(Expand(Get("HF_TOKEN_PATH") ?? Path.Combine(home, "token"), variable)),
            AnswerTimeout = Seconds("HF_HUB_ETAG_TIMEOUT", Get("HF_HUB_ETAG_TIMEOUT")),
            ReadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT", Get("HF_HUB_DOWNLOAD_TIMEOUT")),
        };
    }

    private static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static string UserFolder(Func<string, string?> variable) =>
        variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Expand(string path, Func<string, string?> variable) =>
        path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder(variable) + path[1..] : path;

    private static string? ReadToken(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Public models need no token; where one is needed, the hub's refusal says so.
            return null;
        }
    }

    private static TimeSpan Seconds(string name, string? value)
    {
        if (value is null) return TimeSpan.FromSeconds(10);
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(seconds is > 0 and <= 86400))
            throw new ArgumentException($"{name} should be a number of seconds above 0 and is '{value}'. Correct it or unset it.");
        return TimeSpan.FromSeconds(seconds);
    }
}
