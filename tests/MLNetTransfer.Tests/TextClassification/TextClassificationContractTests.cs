namespace MLNetTransfer.Tests.TextClassification;

public class TextClassificationContractTests
{
    private static readonly string[] _outputs = ["PredictedLabel", "Score"];

    [Fact]
    public void One_text() => EstimatorContract.Verify(ml => TinyBert.Trainer(ml), texts: ["Text"], target: "Label", _outputs);

    [Fact]
    public void Pairs_of_texts()
    {
        var options = TinyBert.Options();
        options.SecondTextColumnName = "SecondText";
        EstimatorContract.Verify(ml => TinyBert.Trainer(ml, options), texts: ["Text", "SecondText"], target: "Label", _outputs);
    }

    [Theory]
    [InlineData("awd-lstm")]
    [InlineData("roberta")]
    [InlineData("distilbert")]
    [InlineData("electra")]
    [InlineData("albert")]
    [InlineData("mpnet")]
    [InlineData("deberta-v2")]
    [InlineData("deberta-v2-conv")]
    [InlineData("modernbert")]
    [InlineData("gpt2")]
    [InlineData("openai-gpt")]
    [InlineData("t5")]
    public void Every_family(string family)
    {
        var options = TinyBert.Options();
        options.Model = TinyModels.Folder(family);
        EstimatorContract.Verify(ml => TinyBert.Trainer(ml, options), texts: ["Text"], target: "Label", _outputs);
    }
}
