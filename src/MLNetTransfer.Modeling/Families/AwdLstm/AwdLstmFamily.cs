using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.AwdLstm;

/// <summary>AWD-LSTM, as fastai builds it for ULMFiT: a language model, and a text classifier on the same encoder.</summary>
internal sealed class AwdLstmFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["awd-lstm"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [HeadKind.SequenceClassification, HeadKind.CausalLanguageModel];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => AwdLstmConfig.Read(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => AwdLstmParameterNames.LanguageModel;

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config, HeadKind head) =>
        head == HeadKind.SequenceClassification ? AwdLstmParameterNames.Classifier((AwdLstmConfig)config) : AwdLstmParameterNames.LanguageModel;

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => new AwdLstmEncoder((AwdLstmConfig)config, ((AwdLstmConfig)config).Classifier);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head)
    {
        var c = (AwdLstmConfig)config;
        TaskModels.Check(this, c, head);
        if (head is { Kind: HeadKind.SequenceClassification, HasOwnShape: true }) return TaskModels.WithOwnHead(this, c, head, TokenPooling.Mean, c.ClassifierDropouts[0]);
        return head.Kind == HeadKind.SequenceClassification
            ? new SequenceClassificationModel(new AwdLstmEncoder(c, c.Classifier), head, new ConcatPoolingHead(c.HiddenSize, c.ClassifierSizes, head.OutputCount, [.. c.ClassifierDropouts.Select(rate => head.Dropout ?? rate)]))
            : new RecurrentLanguageModel(new AwdLstmEncoder(c, c.LanguageModel), c.LanguageModel.Output);
    }
}
