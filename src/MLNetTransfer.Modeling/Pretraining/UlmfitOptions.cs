using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>How the three stages of <see cref="Ulmfit"/> are gone through: Howard and Ruder's choices where nothing else is said.</summary>
public sealed class UlmfitOptions
{
    /// <summary>Width of the embeddings, and of the last layer; at least 1.</summary>
    /// <value>Default: 400.</value>
    public int EmbeddingSize { get; set; } = 400;

    /// <summary>Width of the other layers; at least 1.</summary>
    /// <value>Default: 1,152.</value>
    public int HiddenSize { get; set; } = 1_152;

    /// <summary>LSTM layers; at least 1.</summary>
    /// <value>Default: 3.</value>
    public int LayerCount { get; set; } = 3;

    /// <summary>Whether the models read texts from their ends.</summary>
    /// <value>Default: false.</value>
    public bool Backward { get; set; }

    /// <summary>What fastai's dropouts are multiplied by in the first stage; at least 0.</summary>
    /// <value>Default: 1.</value>
    public double PretrainingDropout { get; set; } = 1;

    /// <summary>The same in the second stage.</summary>
    /// <value>Default: 1.</value>
    public double AdaptationDropout { get; set; } = 1;

    /// <summary>The same in the third stage, but for the head's inner layers.</summary>
    /// <value>Default: 1.</value>
    public double ClassifierDropout { get; set; } = 1;

    /// <summary>How the first two stages read text. Its direction is <see cref="Backward"/>'s.</summary>
    public RecurrentTextOptions Text { get; set; } = new();

    /// <summary>Tokens of a text that the classifier reads, from its beginning; at least 1, and at most 1,440, which is what fastai's pools over.</summary>
    /// <value>Default: 1,440.</value>
    public int MaxTokens { get; set; } = 1_440;

    /// <summary>The training of the first stage.</summary>
    public TrainingOptions Pretraining { get; set; } = Slanted(new() { Epochs = 10, LearningRate = 4e-3, WeightDecay = 0.01 });

    /// <summary>The training of the second stage: discriminative rates.</summary>
    public TrainingOptions Adaptation { get; set; } = Slanted(new() { Epochs = 15, LearningRate = 4e-3, DiscriminativeRatio = 2.6 });

    /// <summary>The training of the third stage: discriminative rates and gradual unfreezing.</summary>
    public TrainingOptions Classification { get; set; } = Slanted(new() { Epochs = 10, LearningRate = 0.01, DiscriminativeRatio = 2.6, GradualUnfreezing = true, BatchSize = 64, MaxTokensPerBatch = null });

    /// <summary>Where the models are.</summary>
    /// <value>Default: the CPU.</value>
    public torch.Device Device { get; set; } = torch.CPU;

    /// <summary>config.json of a model of these sizes.</summary>
    internal JsonObject Config(int vocabularySize) => new()
    {
        ["model_type"] = "awd-lstm",
        ["vocab_sz"] = vocabularySize,
        ["emb_sz"] = EmbeddingSize,
        ["n_hid"] = HiddenSize,
        ["n_layers"] = LayerCount,
        ["bptt"] = Text.WindowSize,
        [UlmfitLanguageModel.BackwardKey] = Backward,
        [UlmfitLanguageModel.DropoutKey] = PretrainingDropout,
    };

    // Slanted triangles and a short memory of gradients, as in the paper.
    private static TrainingOptions Slanted(TrainingOptions options)
    {
        (options.Schedule, options.WarmupRatio, options.SlantRatio, options.Beta1, options.Beta2) = (LearningRateSchedule.SlantedTriangular, 0.1, 32, 0.7, 0.99);
        return options;
    }
}
