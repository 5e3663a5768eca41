using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>The heads that an encoder can carry.</summary>
public enum HeadKind
{
    /// <summary>Scores a whole text or pair: classes, a number, or several labels.</summary>
    SequenceClassification,
    /// <summary>Scores the tags of every token.</summary>
    TokenClassification,
    /// <summary>Scores every token as an answer's first and last.</summary>
    QuestionAnswering,
    /// <summary>Scores the vocabulary at every token.</summary>
    MaskedLanguageModel,
    /// <summary>A masked language model that also tells whether the second text follows the first.</summary>
    Pretraining,
    /// <summary>Scores, at every token, the vocabulary as the next one.</summary>
    CausalLanguageModel,
    /// <summary>Writes a text in answer to another.</summary>
    ConditionalGeneration,
}

/// <summary>What the outputs of a sequence classification head mean, and so its loss.</summary>
public enum ClassificationProblem
{
    /// <summary>One class of several: softmax cross-entropy.</summary>
    SingleLabel,
    /// <summary>Numbers: mean squared error.</summary>
    Regression,
    /// <summary>Any of several labels: a sigmoid cross-entropy each.</summary>
    MultiLabel,
}

/// <summary>Which head a model gets.</summary>
/// <param name="Kind">The head.</param>
/// <param name="OutputCount">Classes, numbers, labels or tags; the other heads' sizes follow from the encoder, and they do not read it.</param>
/// <param name="Problem">What the outputs of a sequence classification mean.</param>
public sealed record HeadOptions(HeadKind Kind, int OutputCount = 2, ClassificationProblem Problem = ClassificationProblem.SingleLabel)
{
    private const int MaxOutputs = 1 << 20;

    /// <summary>The head as config.json describes it: outputs by <c>id2label</c>, else <c>num_labels</c>, else 2; the problem by <c>problem_type</c>, else regression where there is one output.</summary>
    /// <exception cref="InvalidDataException">A value is not what it must be; the message names it.</exception>
    public static HeadOptions Read(HeadKind kind, JsonObject config)
    {
        var count = config["id2label"] is JsonObject names ? names.Count : Number(config["num_labels"]) ?? 2;
        if (count is < 1 or > MaxOutputs) throw new InvalidDataException($"config.json: {count} labels; expected 1 to {MaxOutputs}.");
        var problem = config["problem_type"] switch
        {
            null => count == 1 ? ClassificationProblem.Regression : ClassificationProblem.SingleLabel,
            JsonValue v when v.TryGetValue(out string? text) && text == "single_label_classification" => ClassificationProblem.SingleLabel,
            JsonValue v when v.TryGetValue(out string? text) && text == "multi_label_classification" => ClassificationProblem.MultiLabel,
            JsonValue v when v.TryGetValue(out string? text) && text == "regression" => ClassificationProblem.Regression,
            var other => throw new InvalidDataException($"config.json: 'problem_type' is {other.ToJsonString()}; expected \"single_label_classification\", \"multi_label_classification\" or \"regression\"."),
        };
        return new(kind, count, problem);

        static int? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out int number) ? number : null;
    }
}
