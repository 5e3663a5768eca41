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
    /// <summary>Where config.json and checkpoints keep a head of the user's own shape.</summary>
    internal const string OwnName = "text_head";

    private const int MaxOutputs = 1 << 20, MaxLayers = 16, MaxLayerSize = 1 << 16;

    /// <summary>For sequence classification: the widths of layers with ReLU between the text's vector and the outputs.</summary>
    /// <value>Default: none, the outputs are linear in the vector, or as the family has it.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [];

    /// <summary>For sequence classification: how a text's tokens become the vector that the head reads.</summary>
    /// <value>Default: null, as the family does.</value>
    public TokenPooling? Pooling { get; init; }

    /// <summary>For sequence classification: the head's dropout, from 0, below 1.</summary>
    /// <value>Default: null, as config.json or the family says.</value>
    public double? Dropout { get; init; }

    /// <summary>Whether sequence classification has another head than the family's.</summary>
    internal bool HasOwnShape => HiddenSizes.Count > 0 || Pooling is not null;

    /// <summary>Writes the shape into config.json, where <see cref="Read"/> finds it; one that is the family's is not written.</summary>
    public void WriteShape(JsonObject config)
    {
        config.Remove(OwnName);
        if (!HasOwnShape) return;
        var shape = new JsonObject { ["hidden_sizes"] = new JsonArray([.. HiddenSizes.Select(size => JsonValue.Create(size))]) };
        if (Pooling is { } pooling) shape["pooling"] = pooling.ToString();
        if (Dropout is { } dropout) shape["dropout"] = dropout;
        config[OwnName] = shape;
    }

    /// <summary>Checks the shape; the message of what is thrown names the value.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void CheckShape()
    {
        if (HiddenSizes.Count > MaxLayers || HiddenSizes.Any(size => size is < 1 or > MaxLayerSize))
            throw new ArgumentException($"{nameof(HiddenSizes)} is {string.Join(", ", HiddenSizes)}; expected up to {MaxLayers} widths from 1 to {MaxLayerSize:N0}.");
        if (Pooling is { } pooling && !Enum.IsDefined(pooling)) throw new ArgumentException($"{nameof(Pooling)} is {pooling}; expected one of {string.Join(", ", Enum.GetNames<TokenPooling>())}.");
        if (Dropout is not (null or (>= 0 and < 1))) throw new ArgumentException($"{nameof(Dropout)} is {Dropout}; it must be from 0 and below 1, or null.");
    }

    /// <summary>How many numbers a head of the user's own shape holds; 0 where it is the family's.</summary>
    internal long OwnParameterCount(int vectorSize)
    {
        if (!HasOwnShape) return 0;
        int[] sizes = [vectorSize, .. HiddenSizes, OutputCount];
        return sizes.Skip(1).Select((size, i) => (sizes[i] + 1L) * size).Sum();
    }

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
        return Shaped(new(kind, count, problem), config[OwnName]);

        static int? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue(out int number) ? number : null;
    }

    private static HeadOptions Shaped(HeadOptions plain, JsonNode? shape)
    {
        if (shape is null) return plain;
        try
        {
            var head = plain with
            {
                HiddenSizes = [.. shape["hidden_sizes"]?.AsArray().Select(size => (size ?? throw new FormatException("A size is null.")).GetValue<int>()) ?? []],
                Pooling = shape["pooling"] is { } pooling ? Enum.Parse<TokenPooling>(pooling.GetValue<string>()) : null,
                Dropout = shape["dropout"]?.GetValue<double>(),
            };
            head.CheckShape();
            return head;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"config.json: '{OwnName}' is {shape.ToJsonString()}; expected an object with 'hidden_sizes' and 'pooling', as this library writes it. {e.Message}", e);
        }
    }
}
