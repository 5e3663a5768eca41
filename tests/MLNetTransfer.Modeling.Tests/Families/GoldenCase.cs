using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>A case of the golden files: a checkpoint, what its model was given, and what the reference made of it.</summary>
internal sealed class GoldenCase
{
    private static readonly string _root = Path.Combine(AppContext.BaseDirectory, "Goldens");

    public GoldenCase(string name)
    {
        Folder = Path.Combine(_root, name);
        Config = Json("config.json");
        Figures = Json("golden.json");
        using var figures = SafetensorsFile.Open(Path.Combine(Folder, "golden.safetensors"));
        Tensors = figures.Tensors.Keys.ToDictionary(key => key, key => figures.Read(key));
        Family = FamilyRegistry.Find(Config);
    }

    public string Folder { get; }

    public JsonObject Config { get; }

    public JsonObject Figures { get; }

    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    public IFamily Family { get; }

    public ParameterNames Names => Family.NamesOf(Family.ReadConfig(Config));

    /// <summary>How far hidden states and scores may be from the reference's.</summary>
    public double StateTolerance => (string)Config["model_type"]! is "t5" or "mt5" ? 5e-5 : 1e-5;

    /// <summary>The class of the reference without its family, such as <c>ForTokenClassification</c> or <c>Model</c>. An encoder with a decoder is here the model that writes.</summary>
    public string Head => (bool?)Config["is_encoder_decoder"] == true ? "ForConditionalGeneration" : ((string)Figures["class"]!) is var c && _heads.Select(h => c.IndexOf(h, StringComparison.Ordinal)).FirstOrDefault(i => i > 0) is > 0 and var at ? c[at..] : "Model";

    public double? Loss => (double?)Figures["loss"];

    public Tensor Input(string name) => Tensors["input." + name];

    public Tensor Label(string name) => Tensors["label." + name].to(TestDevice.Current);

    /// <summary>What the reference's model was given.</summary>
    public TokenBatch Batch()
    {
        var types = Tensors.GetValueOrDefault("input.token_type_ids");
        return new(Input("input_ids").to(TestDevice.Current), Input("attention_mask").ne(0).to(TestDevice.Current), types?.to(TestDevice.Current));
    }

    /// <summary>The cases in folders of the golden files, of one kind or of all.</summary>
    public static TheoryData<string> NamesIn(IEnumerable<string> folders, string? kind) =>
    [
        .. from folder in folders
           from path in Directory.GetDirectories(Path.Combine(_root, folder)).Order(StringComparer.Ordinal)
           where kind is null || (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(path, "golden.json")))!["kind"] == kind
           select $"{folder}/{Path.GetFileName(path)}",
    ];

    /// <summary>The reference's model of the case, with the checkpoint's weights.</summary>
    public nn.Module Network() => Head == "Model" ? BareEncoder() : Model();

    /// <summary>The bare encoder, with the checkpoint's weights.</summary>
    public Encoder BareEncoder() => Loaded(Family.CreateEncoder(Family.ReadConfig(Config), pooler: true));

    /// <summary>The model with the case's head, with the checkpoint's weights.</summary>
    public TaskModel Model() => Loaded(Family.CreateModel(Family.ReadConfig(Config), HeadOptions.Read(Kind(Head), Config)));

    /// <summary>The name that a stored tensor is saved under.</summary>
    public string Canonical(string stored)
    {
        if (Names.FromCheckpoint(stored) is not { } ours) return stored;
        return Names.ToCheckpoint(Head == "Model" ? ours["encoder.".Length..] : ours);
    }

    /// <summary>The reference's gradients by the names that their parameters are saved under: it lists a tied table under the name that it comes to first.</summary>
    public Dictionary<string, Tensor> Gradients() => Tensors.Where(t => t.Key.StartsWith("grad.", StringComparison.Ordinal))
        .Select(t => (Name: t.Key["grad.".Length..], t.Value))
        .ToDictionary(g => Names.IsIgnored(g.Name) ? Names.ToCheckpoint("encoder.embeddings.tokens.table.weight") : g.Name, g => g.Value);

    /// <summary>Whether a gradient cancels in a softmax, so that what is left of it is rounding.</summary>
    public bool GradientCancels(string name) => IsKeyBias(name) || (Head == "ForQuestionAnswering" && name.EndsWith(".bias", StringComparison.Ordinal)
        && (name == Names.ToCheckpoint("spans.bias") || name == LastNormBias()));

    public static bool IsKeyBias(string name) => _keyBiases.Any(b => name.EndsWith(b, StringComparison.Ordinal));

    /// <summary>Whether the middle third are biases of keys.</summary>
    public static bool HoldsKeyBiases(string name) => name.EndsWith(".c_attn.bias", StringComparison.Ordinal);

    private static readonly string[] _heads = ["For", "LMHead"];

    private static readonly string[] _keyBiases = [".key.bias", ".k_lin.bias", ".attn.k.bias", ".key_proj.bias"];

    private string LastNormBias() => Names.ToCheckpoint($"encoder.layers.{Family.ReadConfig(Config).LayerCount - 1}.feed_forward_norm.bias");

    private static HeadKind Kind(string head) => head switch
    {
        "ForSequenceClassification" => HeadKind.SequenceClassification,
        "ForTokenClassification" => HeadKind.TokenClassification,
        "ForQuestionAnswering" => HeadKind.QuestionAnswering,
        "ForMaskedLM" => HeadKind.MaskedLanguageModel,
        "ForPreTraining" => HeadKind.Pretraining,
        "ForConditionalGeneration" => HeadKind.ConditionalGeneration,
        "LMHeadModel" => HeadKind.CausalLanguageModel,
        _ => throw new NotSupportedException(head),
    };

    /// <summary>Every tensor of the output under the reference's names, the hidden states included, and the loss where there are labels.</summary>
    public (Dictionary<string, Tensor> Outputs, Tensor? Loss) Run(nn.Module network)
    {
        using var batch = Batch();
        var encoder = network as Encoder ?? ((TaskModel)network).Encoder;
        var all = EncoderOutputs.LastHiddenState | EncoderOutputs.HiddenStates | (encoder.HasPooler ? EncoderOutputs.Pooled : 0);
        var states = encoder.Encode(batch, all);
        var outputs = states.HiddenStates!.Select((t, i) => ("hidden_states." + i, t)).ToDictionary(e => e.Item1, e => e.t);
        switch (network)
        {
            case Encoder:
                outputs["last_hidden_state"] = states.LastHiddenState!;
                if (states.Pooled is not null) outputs["pooler_output"] = states.Pooled;
                return (outputs, null);
            case QuestionAnsweringModel model:
                var spans = model.Forward(batch);
                outputs["start_logits"] = spans.select(2, 0);
                outputs["end_logits"] = spans.select(2, 1);
                return (outputs, model.Loss(spans, Label("start_positions"), Label("end_positions")));
            case PretrainingModel model:
                var (pairs, pairLabels) = Tensors.ContainsKey("sop_logits") ? ("sop_logits", "sentence_order_label") : ("seq_relationship_logits", "next_sentence_label");
                (outputs["prediction_logits"], outputs[pairs]) = model.ForwardBoth(batch);
                return (outputs, model.Loss(outputs["prediction_logits"], outputs[pairs], Label("labels"), Label(pairLabels)));
            case ReplacedTokenModel model:
                outputs["logits"] = model.Forward(batch);
                return (outputs, model.Loss(outputs["logits"], Label("labels"), batch.AttentionMask));
            case ConditionalGenerationModel model:
                outputs = outputs.ToDictionary(o => "encoder_" + o.Key, o => o.Value);
                outputs["encoder_last_hidden_state"] = states.LastHiddenState!;
                var labels = Tensors.ContainsKey("label.labels") ? Label("labels") : null;
                var written = labels is null ? Input("decoder_input_ids").to(TestDevice.Current) : model.DecoderTokenIds(labels);
                var decoded = model.Decode(batch, written, EncoderOutputs.LastHiddenState | EncoderOutputs.HiddenStates);
                foreach (var (t, i) in decoded.HiddenStates!.Select((t, i) => (t, i))) outputs["decoder_hidden_states." + i] = t;
                outputs["last_hidden_state"] = decoded.LastHiddenState!;
                outputs["logits"] = model.Forward(batch, written);
                return (outputs, labels is null ? null : model.Loss(outputs["logits"], labels));
            case TaskModel model:
                var logits = outputs["logits"] = model.Forward(batch);
                return (outputs, model switch
                {
                    SequenceClassificationModel m => m.Loss(logits, Label("labels")),
                    TokenClassificationModel m => m.Loss(logits, Label("labels")),
                    CausalLanguageModel m => m.Loss(logits, Label("labels")),
                    _ => ((MaskedLanguageModel)model).Loss(logits, Label("labels")),
                });
            default: throw new NotSupportedException(network.GetName());
        }
    }

    private T Loaded<T>(T network) where T : nn.Module
    {
        using var checkpoint = Checkpoint.Open(Folder);
        var report = checkpoint.LoadInto(network, Names, new LoadOptions { MayBeMissing = _ => false });
        Assert.Empty(report.Unexpected);
        network.to(TestDevice.Current);
        network.eval();
        return network;
    }

    private JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();
}
