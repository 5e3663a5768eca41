using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.Persistence;
using TorchSharp;

namespace MLNetTransfer.Engine;

/// <summary>A <see cref="TextModel"/> inside a saved model: config.json, weights and tokenizer files as in a Hugging Face folder, and how texts are cut.</summary>
internal static class TextModelEntries
{
    private const string SettingsEntry = "text-model.json";
    private const int MaxSettingsBytes = 1 << 20;
    private const int MaxConfigBytes = 256 << 20;
    private const int MaxTokenizerBytes = 256 << 20;
    private const int MaxTokenizerFiles = 16;

    public static void Write(EntryWriter entries, TextModel model)
    {
        entries.Write(SettingsEntry, new JsonObject
        {
            ["precision"] = model.Precision.ToString(),
            ["maxTokens"] = model.Truncation.MaxTokens,
            ["truncation"] = model.Truncation.Strategy.ToString(),
            ["headTokens"] = model.Truncation.HeadTokens,
            ["tokenizer"] = new JsonArray([.. model.Tokenizer.Files.Keys.Select(name => JsonValue.Create(name))]),
        });
        entries.Write(CheckpointNames.Config, model.Network.Encoder.Config.Source);
        foreach (var (name, content) in model.Tokenizer.Files) entries.Write(name, content);
        entries.Write(CheckpointNames.Safetensors, stream => new SafetensorsWriter(CheckpointWriter.Collect(model.Stored, model.Names)).Write(stream));
    }

    /// <param name="entries">The saved model.</param>
    /// <param name="designOf">From config.json to what is put on the encoder.</param>
    /// <param name="chooseDevice">Asked when all is read: it needs libtorch, which may still be loading.</param>
    public static TextModel Read(EntryReader entries, Func<JsonObject, NetworkDesign> designOf, Func<torch.Device> chooseDevice)
    {
        var settings = new SavedSettings(entries, SettingsEntry, MaxSettingsBytes);
        var names = settings.Texts("tokenizer");
        if (names.Count > MaxTokenizerFiles) throw entries.Damaged(SettingsEntry, $"it names {names.Count} tokenizer files; at most {MaxTokenizerFiles} are expected");
        var truncation = new TruncationOptions { MaxTokens = settings.Integer("maxTokens", 1, int.MaxValue), Strategy = settings.Enum<TextTruncation>("truncation"), HeadTokens = settings.Integer("headTokens", 0, int.MaxValue) };
        var tokenizer = TextTokenizer.Load(names.ToDictionary(name => name, name => entries.ReadBytes(name, MaxTokenizerBytes)));

        var source = entries.ReadJson(CheckpointNames.Config, MaxConfigBytes);
        var family = FamilyRegistry.Find(source);
        var config = family.ReadConfig(source);
        var design = designOf(source);
        if (tokenizer.VocabularySize > config.VocabularySize) throw entries.Damaged(CheckpointNames.Config, $"the network has {config.VocabularySize} tokens and the tokenizer {tokenizer.VocabularySize}");
        if (truncation.MaxTokens > config.MaxPositions) throw entries.Damaged(SettingsEntry, $"rows have up to {truncation.MaxTokens} tokens, of which the network reads {config.MaxPositions}");

        TaskModel? network = null;
        try
        {
            entries.Read(CheckpointNames.Safetensors, (stream, length) =>
            {
                using var weights = SafetensorsFile.Open(stream, length);
                // Before anything is allocated for what config.json claims.
                config.CheckStored(weights.Tensors.Values.Sum(t => t.ElementCount) - design.OwnParameterCount(config), design.Head);
                network = design.Create(family, config);
                ModuleLoader.Load(weights, $"entry '{CheckpointNames.Safetensors}'", design.Stored(network), design.Names(family, config), new LoadOptions { MayBeMissing = _ => false });
            });
            var precision = settings.Enum<TrainingPrecision>("precision");
            return settings.Checked("truncation", () => new TextModel(family, network!, design, tokenizer, truncation, precision, chooseDevice()));
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }
}
