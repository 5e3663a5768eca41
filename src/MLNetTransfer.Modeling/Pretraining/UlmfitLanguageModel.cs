using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>What the first two stages of <see cref="Ulmfit"/> give: a language model with its tokenizer, in one direction. Owns the model.</summary>
public sealed class UlmfitLanguageModel : IDisposable
{
    internal const string BackwardKey = "backwards", DropoutKey = "drop_mult";

    internal UlmfitLanguageModel(RecurrentLanguageModel model, TextTokenizer tokenizer, TrainingResult? training)
    {
        Model = model;
        Tokenizer = tokenizer;
        Training = training;
        Backward = (bool?)Config[BackwardKey] ?? false;
    }

    /// <summary>The network.</summary>
    public RecurrentLanguageModel Model { get; }

    /// <summary>The tokenizer of the network's vocabulary.</summary>
    public TextTokenizer Tokenizer { get; }

    /// <summary>Whether it reads texts from their ends.</summary>
    public bool Backward { get; }

    /// <summary>The training that made it; null where it was opened.</summary>
    public TrainingResult? Training { get; }

    internal JsonObject Config => Model.Encoder.Config.Source;

    /// <summary>Reads a folder that <see cref="Save"/> wrote, or that holds a fastai language model with its vocabulary (<c>itos.json</c>) and a config.json.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The model, the caller's to dispose.</returns>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the folder holds another model.</exception>
    public static UlmfitLanguageModel Open(string folder)
    {
        TextTokenizer tokenizer = TextTokenizer.Load(folder);
        TaskModel model = LanguageModels.Open(folder, HeadKind.CausalLanguageModel);
        if (model is RecurrentLanguageModel recurrent) return new UlmfitLanguageModel(recurrent, tokenizer, training: null);
        using (model) throw new InvalidDataException($"'{folder}' holds a {model.Encoder.Config.ModelType}; ULMFiT needs a recurrent language model, awd-lstm.");
    }

    /// <summary>Writes the model and its tokenizer.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string folder) => LanguageModels.Save(folder, Model, HeadKind.CausalLanguageModel, Tokenizer);

    /// <summary>Frees the network.</summary>
    public void Dispose() => Model.Dispose();
}
