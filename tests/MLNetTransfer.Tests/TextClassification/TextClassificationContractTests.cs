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
}
