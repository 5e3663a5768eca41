namespace MLNetTransfer.Modeling.Families;

/// <summary>What the configs of the GPT families have in common.</summary>
internal static class GptSizes
{
    /// <summary>The number of heads, which must divide the width.</summary>
    public static int HeadCount(ConfigReader read, int hiddenSize)
    {
        var count = read.Integer("n_head", 1, ConfigReader.MaxSize);
        return hiddenSize % count == 0 ? count : throw ConfigReader.Conflict($"'n_embd' ({hiddenSize}) must be divisible by 'n_head' ({count}).");
    }

    /// <summary>The id that fills rows: published checkpoints have none, and since the mask says what is real, any will do.</summary>
    public static int PadTokenId(ConfigReader read, int vocabularySize)
    {
        var id = read.Integer("pad_token_id", 0, ConfigReader.MaxVocabulary, 0);
        return id < vocabularySize ? id : throw ConfigReader.Conflict($"'pad_token_id' ({id}) must lie below 'vocab_size' ({vocabularySize}).");
    }

    /// <summary>Parameters of tables and layers, without a last normalisation.</summary>
    public static long Parameters(EncoderConfig c, long innerSize)
    {
        long hidden = c.HiddenSize, norm = 2 * hidden;
        var attention = 4 * (hidden * hidden + hidden) + norm;
        var feedForward = 2 * hidden * innerSize + innerSize + hidden + norm;
        return (c.VocabularySize + (long)c.MaxPositions) * hidden + c.LayerCount * (attention + feedForward);
    }
}
