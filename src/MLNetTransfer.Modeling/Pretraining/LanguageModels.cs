using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Models to pretrain: made of a config alone, or read from a folder to be trained further; and written as a folder that Hugging Face's transformers loads.</summary>
public static class LanguageModels
{
    /// <summary>A model with random weights.</summary>
    /// <param name="config">What config.json would say: <c>model_type</c>, <c>vocab_size</c> and the sizes of the network.</param>
    /// <param name="head">What the objective needs.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>The model, the caller's to dispose.</returns>
    /// <exception cref="InvalidDataException">A value of the config is missing, out of range or not supported.</exception>
    /// <exception cref="NotSupportedException">The family has no such head, or there is no such family.</exception>
    public static TaskModel Create(JsonObject config, HeadKind head, long seed = 42)
    {
        ArgumentNullException.ThrowIfNull(config);
        IFamily family = FamilyRegistry.Find(config);
        EncoderConfig read = family.ReadConfig(config);
        TaskModel model = family.CreateModel(read, new HeadOptions(head));
        using var generator = new Generator((ulong)seed);
        ParameterInitializer.Initialize(model, read.InitializerRange, generator);
        return model;
    }

    /// <summary>The model of a folder. A head that the folder has no weights of begins with random ones.</summary>
    /// <param name="folder">A checkpoint's folder.</param>
    /// <param name="head">What the objective needs.</param>
    /// <param name="seed">Decides the weights of a new head.</param>
    /// <returns>The model, the caller's to dispose.</returns>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    /// <exception cref="NotSupportedException">The family has no such head, or there is no such family.</exception>
    public static TaskModel Open(string folder, HeadKind head, long seed = 42)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        return Open(checkpoint, head, seed);
    }

    /// <summary>The model of a checkpoint. A head that it has no weights of begins with random ones.</summary>
    /// <param name="checkpoint">The checkpoint, which stays open.</param>
    /// <param name="head">What the objective needs.</param>
    /// <param name="seed">Decides the weights of a new head.</param>
    /// <returns>The model, the caller's to dispose.</returns>
    /// <exception cref="InvalidDataException">A file is damaged, or the files do not go together.</exception>
    /// <exception cref="NotSupportedException">The family has no such head, or there is no such family.</exception>
    public static TaskModel Open(Checkpoint checkpoint, HeadKind head, long seed = 42)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        IFamily family = FamilyRegistry.Find(checkpoint.Config);
        EncoderConfig config = family.ReadConfig(checkpoint.Config);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        TaskModel model = family.CreateModel(config, new HeadOptions(head));
        try
        {
            // A pooler belongs to the objective it was trained for: masked tokens alone leave it out.
            LoadReport report = checkpoint.LoadInto(model, family.NamesOf(config, head), new LoadOptions { MayBeMissing = n => !n.StartsWith("encoder.", StringComparison.Ordinal) || n.Contains(".pooler.", StringComparison.Ordinal) });
            using var generator = new Generator((ulong)seed);
            ParameterInitializer.Initialize(model, config.InitializerRange, generator, report.NotLoaded);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes the model and its tokenizer.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <param name="model">A model of <see cref="Create"/> or of a folder.</param>
    /// <param name="head">The model's head.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="options">How numbers are stored; null: as they are.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Save(string folder, TaskModel model, HeadKind head, TextTokenizer tokenizer, CheckpointWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        EncoderConfig config = model.Encoder.Config;
        tokenizer.Save(folder);
        CheckpointWriter.Write(folder, config.Source, model, FamilyRegistry.Find(config.Source).NamesOf(config, head), options);
    }
}
