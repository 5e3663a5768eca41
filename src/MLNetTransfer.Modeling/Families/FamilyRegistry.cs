using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families.Albert;
using MLNetTransfer.Modeling.Families.AwdLstm;
using MLNetTransfer.Modeling.Families.Bert;
using MLNetTransfer.Modeling.Families.DebertaV2;
using MLNetTransfer.Modeling.Families.DistilBert;
using MLNetTransfer.Modeling.Families.Electra;
using MLNetTransfer.Modeling.Families.Elmo;
using MLNetTransfer.Modeling.Families.Gpt2;
using MLNetTransfer.Modeling.Families.ModernBert;
using MLNetTransfer.Modeling.Families.MPNet;
using MLNetTransfer.Modeling.Families.OpenAiGpt;
using MLNetTransfer.Modeling.Families.Roberta;
using MLNetTransfer.Modeling.Families.T5;

namespace MLNetTransfer.Modeling.Families;

/// <summary>All families of models.</summary>
public static class FamilyRegistry
{
    private static readonly IFamily[] _families =
    [
        new AlbertFamily(),
        new AwdLstmFamily(),
        new BertFamily(),
        new DebertaV2Family(),
        new DistilBertFamily(),
        new ElectraFamily(),
        new ElmoFamily(),
        new Gpt2Family(),
        new ModernBertFamily(),
        new MPNetFamily(),
        new OpenAiGptFamily(),
        new RobertaFamily(),
        new T5Family(),
    ];

    /// <summary>Every <c>model_type</c> that can be loaded.</summary>
    public static IReadOnlyList<string> ModelTypes { get; } = [.. _families.SelectMany(f => f.ModelTypes).Order(StringComparer.Ordinal)];

    /// <summary>The family of a <c>model_type</c>.</summary>
    /// <exception cref="NotSupportedException">There is none; the message lists those there are.</exception>
    public static IFamily Find(string modelType) =>
        _families.FirstOrDefault(f => f.ModelTypes.Contains(modelType, StringComparer.Ordinal))
        ?? throw new NotSupportedException($"config.json's model_type '{modelType}' is not supported; supported are: {string.Join(", ", ModelTypes)}.");

    /// <summary>The family that config.json names.</summary>
    /// <exception cref="InvalidDataException">config.json has no <c>model_type</c>.</exception>
    /// <exception cref="NotSupportedException">Its <c>model_type</c> has no family here.</exception>
    public static IFamily Find(JsonObject config) =>
        config.TryGetPropertyValue("model_type", out var value) && value is JsonValue text && text.TryGetValue(out string? modelType)
            ? Find(modelType)
            : throw new InvalidDataException($"config.json: 'model_type' is missing; expected one of {string.Join(", ", ModelTypes)}.");
}
