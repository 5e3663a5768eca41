using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Families.Bert;

namespace MLNetTransfer.Modeling.Tests.Families;

public class ParameterNamesTests
{
    private static readonly ParameterNames _names = BertParameterNames.Table;

    [Theory]
    [InlineData("bert.encoder.layer.11.attention.self.query.weight", "encoder.layers.11.attention.query.weight")]
    [InlineData("encoder.layer.11.attention.self.query.weight", "encoder.layers.11.attention.query.weight")]
    [InlineData("embeddings.LayerNorm.gamma", "encoder.embeddings.norm.weight")]
    [InlineData("bert.encoder.layer.0.output.LayerNorm.beta", "encoder.layers.0.feed_forward_norm.bias")]
    [InlineData("cls.predictions.transform.LayerNorm.gamma", "tokens.transform.norm.weight")]
    [InlineData("cls.predictions.bias", "tokens.bias")]
    [InlineData("classifier.weight", "classifier.weight")]
    [InlineData("bert.encoder.layer.x.output.dense.weight", null)]
    [InlineData("bert.encoder.layer.0.output.dense", null)]
    [InlineData("optimizer.step", null)]
    public void A_stored_name_leads_to_ours(string stored, string? expected) => Assert.Equal(expected, _names.FromCheckpoint(stored));

    [Fact]
    public void A_bare_encoders_names_have_no_prefix()
    {
        Assert.Equal("embeddings.word_embeddings.weight", _names.ToCheckpoint("embeddings.tokens.table.weight"));
        Assert.Equal("bert.embeddings.word_embeddings.weight", _names.ToCheckpoint("encoder.embeddings.tokens.table.weight"));
        Assert.Contains("'lstm.weight'", Assert.Throws<ArgumentException>(() => _names.ToCheckpoint("lstm.weight")).Message);
    }

    [Theory]
    [InlineData("bert.embeddings.position_ids", true)]
    [InlineData("embeddings.position_ids", true)]
    [InlineData("cls.predictions.decoder.weight", true)]
    [InlineData("cls.predictions.bias", false)]
    public void Buffers_and_copies_of_tied_weights_are_no_parameters(string name, bool ignored) => Assert.Equal(ignored, _names.IsIgnored(name));
}
