using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Engine;

/// <summary>The small English encoder that ships in this assembly; <c>pretraining/</c> in the repository says how it was made.</summary>
internal sealed class EmbeddedEncoder : ModelSource
{
    private static readonly string[] _tokenizerFiles = ["tokenizer.json", "tokenizer_config.json"];

    public override string Name => "the encoder in the package";

    public override JsonObject ReadConfig() => JsonNode.Parse(Read(CheckpointNames.Config))!.AsObject();

    public override TextTokenizer LoadTokenizer() => TextTokenizer.Load(_tokenizerFiles.ToDictionary(name => name, Read));

    public override Checkpoint OpenWeights() => Checkpoint.Open(Name, ReadConfig(), Read(CheckpointNames.Safetensors));

    private static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedEncoder).Assembly.GetManifestResourceStream($"encoder/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
