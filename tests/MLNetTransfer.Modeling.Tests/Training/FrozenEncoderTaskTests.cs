using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Training;

/// <summary>A head over vectors that were computed once learns what it learns over an encoder that is run in every step and never changed.</summary>
public sealed class FrozenEncoderTaskTests
{
    public static TheoryData<HeadOptions> Heads => new()
    {
        new HeadOptions(HeadKind.SequenceClassification, 3),
        new HeadOptions(HeadKind.SequenceClassification, 3) { Pooling = TokenPooling.Max, Dropout = 0 },
        new HeadOptions(HeadKind.SequenceClassification, 3) { HiddenSizes = [16, 8], Pooling = TokenPooling.Mean, Dropout = 0 },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void It_learns_what_the_whole_network_does_with_its_encoder_held_still(HeadOptions head)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenCase("bert/train");
        var rows = TextClassificationTaskTests.GoldenRows(golden);
        var options = TextClassificationTaskTests.GoldenOptions(golden);

        using var whole = Model(golden, head);
        foreach (var parameter in whole.Encoder.parameters()) parameter.requires_grad = false;
        using var expected = new TextClassificationTask(whole, rows, rows);
        var expectedReports = new TextClassificationTaskTests.Reports();
        new TrainingLoop().Run(expected, options, expectedReports);

        using var model = Model(golden, head);
        var before = model.Encoder.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());
        var vectors = new LabeledVectors(new RowScorer(model, forward: model.Read).Score(rows.Rows), rows.Labels);
        Assert.All(vectors.Rows, v => Assert.Equal(model.VectorSize, v.Length));
        using var task = new FrozenEncoderTask(model, vectors, vectors);
        var reports = new TextClassificationTaskTests.Reports();
        new TrainingLoop().Run(task, options, reports);

        Assert.Equal(expectedReports.Count, reports.Count);
        foreach (var (there, here) in expectedReports.Zip(reports))
        {
            Assert.Equal(there.Loss, here.Loss, 1e-5 * TestDevice.Slack);
            foreach (var (name, value) in there.Metrics!) Assert.Equal(value, here.Metrics![name], 1e-5 * TestDevice.Slack);
        }
        Assert.NotEqual(reports[0].Loss, reports[^1].Loss);
        foreach (var (name, parameter) in whole.named_parameters()) Compare.Close(name, parameter, model.named_parameters().Single(p => p.name == name).parameter, 1e-5 * TestDevice.Slack);
        Assert.All(model.Encoder.state_dict(), p => Assert.True(before[p.Key].eq(p.Value).all().item<bool>()));
    }

    [Fact]
    public void Vectors_of_another_size_and_labels_of_no_class_are_refused()
    {
        using var scope = NewDisposeScope();
        using var model = Model(new GoldenCase("bert/train"), new HeadOptions(HeadKind.SequenceClassification, 3));
        Assert.Contains("has 23 numbers; the head reads 24", Assert.Throws<ArgumentException>(() => new FrozenEncoderTask(model, new([new float[23]], [0]))).Message);
        Assert.Contains("has 3 classes", Assert.Throws<ArgumentException>(() => new FrozenEncoderTask(model, new([new float[24]], [3]))).Message);
    }

    private static SequenceClassificationModel Model(GoldenCase golden, HeadOptions head)
    {
        var model = (SequenceClassificationModel)golden.Family.CreateModel(golden.Family.ReadConfig(golden.Config), head);
        using var generator = new Generator(3);
        ParameterInitializer.Initialize(model, 0.2, generator);
        model.to(TestDevice.Current);
        return model;
    }
}
