using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Heads;

namespace MLNetTransfer.Modeling.Families.OpenAiGpt;

/// <summary>The first GPT.</summary>
internal sealed class OpenAiGptFamily : IFamily
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ModelTypes => ["openai-gpt"];

    /// <inheritdoc/>
    public IReadOnlyList<HeadKind> Heads => [HeadKind.SequenceClassification, HeadKind.CausalLanguageModel];

    /// <inheritdoc/>
    public EncoderConfig ReadConfig(JsonObject source) => OpenAiGptConfig.Read(source);

    /// <inheritdoc/>
    public ParameterNames NamesOf(EncoderConfig config) => OpenAiGptParameterNames.Of((OpenAiGptConfig)config);

    /// <inheritdoc/>
    public Encoder CreateEncoder(EncoderConfig config, bool pooler) => OpenAiGptEncoder.Create((OpenAiGptConfig)config);

    /// <inheritdoc/>
    public TaskModel CreateModel(EncoderConfig config, HeadOptions head) => TaskModels.Create(this, config, head, new HeadDesign
    {
        Sentence = TokenPooling.LastToken,
        SentenceBias = false,
        SentenceDropout = 0,
        TokenDropout = 0,
    });
}
