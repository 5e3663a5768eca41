using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.Gpt2;

/// <summary>GPT-2.</summary>
internal sealed class Gpt2Family : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["gpt2"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [HeadKind.SequenceClassification, HeadKind.TokenClassification, HeadKind.QuestionAnswering, HeadKind.CausalLanguageModel];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => Gpt2Config.Read(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => Gpt2ParameterNames.Of((Gpt2Config)config);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => Gpt2Encoder.Create((Gpt2Config)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head) => TaskModels.Create(this, config, head, new HeadDesign
    {
        Sentence = TokenPooling.LastToken,
        SentenceBias = false,
        SentenceDropout = 0,
        TokenDropout = ((Gpt2Config)config).ClassifierDropout,
    });
}
