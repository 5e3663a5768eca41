using System.Text.Json.Nodes;
using MLNetTransfer.DataViews;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;
using TorchSharp;

namespace MLNetTransfer.SequenceTagging;

/// <summary>All that a tagger is besides its weights.</summary>
internal sealed record TaggerSettings(WordVectorsColumn Features, TaggerColumns Columns, SequenceTaggerDesign Design, TagScheme? Scheme)
{
    public const int MaxHiddenSize = 8192, MaxLayers = 8;

    private const int MaxBytes = 64 << 20, MaxTags = 1 << 16, MaxInputSize = 1 << 20;

    /// <summary>The network, without values.</summary>
    public SequenceTagger CreateNetwork() => new(Design, Scheme?.Forbidden(Columns.Values!.AsText));

    public void Write(EntryWriter entries, string name, SequenceTagger network)
    {
        var settings = new JsonObject
        {
            ["features"] = Features.Name,
            ["predictedLabel"] = Columns.PredictedLabelName,
            ["score"] = Columns.ScoreName,
            ["tagCount"] = Columns.TagCount,
            ["labelIsText"] = Columns.IsText,
            ["inputSize"] = Design.InputSize,
            ["hiddenSize"] = Design.HiddenSize,
            ["layerCount"] = Design.LayerCount,
            ["conditionalRandomField"] = Design.HasCrf,
            ["scheme"] = Scheme?.ToString(),
        };
        if (Columns.Values is { } values) SavedLabels.Write(settings, values);
        entries.Write(name, settings);
        entries.Write(CheckpointNames.Safetensors, stream => new SafetensorsWriter(CheckpointWriter.Collect(network, null)).Write(stream));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static (TaggerSettings Settings, SequenceTagger Network) Read(EntryReader entries, string name, Func<torch.Device> chooseDevice)
    {
        var saved = new SavedSettings(entries, name, MaxBytes);
        var count = saved.Integer("tagCount", 2, MaxTags);
        var labels = SavedLabels.Read(saved, entries, name, count);
        var isText = saved.Flag("labelIsText");
        if (isText && labels is not { IsText: true }) throw entries.Damaged(name, "its tags are text, and it has none");
        var design = new SequenceTaggerDesign(saved.Integer("inputSize", 1, MaxInputSize), saved.Integer("hiddenSize", 1, MaxHiddenSize), saved.Integer("layerCount", 1, MaxLayers), count, saved.Flag("conditionalRandomField"), Dropout: 0);
        TagScheme? scheme = saved.TextOrNull("scheme") is null ? null : saved.Enum<TagScheme>("scheme");
        if (scheme is not null && labels is null) throw entries.Damaged(name, "it has a scheme and no tags");
        var settings = new TaggerSettings(new(saved.Text("features")), new(saved.Text("predictedLabel"), saved.Text("score"), count, labels, isText), design, scheme);

        SequenceTagger? network = null;
        try
        {
            entries.Read(CheckpointNames.Safetensors, (stream, length) =>
            {
                using var weights = SafetensorsFile.Open(stream, length);
                // Before anything is allocated for what the settings claim.
                var stored = weights.Tensors.Values.Sum(t => t.ElementCount);
                if (stored != design.ParameterCount) throw entries.Damaged(CheckpointNames.Safetensors, $"it has {stored} numbers, and the tagger of '{name}' has {design.ParameterCount}");
                network = saved.Checked("labels", settings.CreateNetwork);
                ModuleLoader.Load(weights, $"entry '{CheckpointNames.Safetensors}'", network, null, new LoadOptions { MayBeMissing = _ => false });
            });
            network!.to(chooseDevice());
            return (settings, network!);
        }
        catch
        {
            network?.Dispose();
            throw;
        }
    }
}
