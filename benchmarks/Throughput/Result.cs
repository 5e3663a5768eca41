using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetTransfer.Benchmarks;

/// <summary>What one run prints, as the peers print it: one JSON line.</summary>
internal sealed record Result
{
    public required string Peer { get; init; }

    public required string What { get; init; }

    public string Recipe { get; init; } = "";

    public int Threads { get; init; }

    public double Seconds { get; init; }

    public double RowsPerS { get; init; }

    public double TokensPerS { get; init; }

    public double Padding { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Loss { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Accuracy { get; init; }

    public double PeakMb { get; init; }

    private static readonly JsonSerializerOptions _snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string ToJson() => JsonSerializer.Serialize(this, _snake);

    public static Result Parse(string json) => JsonSerializer.Deserialize<Result>(json, _snake) ?? throw new InvalidDataException("A run printed no result.");
}
