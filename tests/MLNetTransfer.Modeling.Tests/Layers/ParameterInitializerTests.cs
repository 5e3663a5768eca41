using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Layers;

public class ParameterInitializerTests
{
    private static TaskModel Create(HeadKind kind = HeadKind.Pretraining)
    {
        var golden = new GoldenCase("bert/base");
        return golden.Family.CreateModel(golden.Family.ReadConfig(golden.Config), new(kind));
    }

    [Fact]
    public void A_seed_gives_the_same_model_again()
    {
        using var scope = torch.NewDisposeScope();
        using TaskModel one = Create(), two = Create(), other = Create();
        ParameterInitializer.Initialize(one, 0.02, new Generator(7));
        ParameterInitializer.Initialize(two, 0.02, new Generator(7));
        ParameterInitializer.Initialize(other, 0.02, new Generator(8));
        Assert.Equal(All(one), All(two));
        Assert.NotEqual(All(one), All(other));

        static float[] All(TaskModel model) => [.. model.parameters().SelectMany(Compare.Values)];
    }

    [Fact]
    public void Parameters_start_as_Hugging_Faces_do()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Create();
        ParameterInitializer.Initialize(model, 0.02, new Generator(1));
        foreach (var (name, parameter) in model.named_parameters())
        {
            var values = Compare.Values(parameter);
            if (name.EndsWith("norm.weight", StringComparison.Ordinal)) Assert.All(values, v => Assert.Equal(1, v));
            else if (name.EndsWith("bias", StringComparison.Ordinal)) Assert.All(values, v => Assert.Equal(0, v));
            else
            {
                var deviation = Math.Sqrt(values.Average(v => (double)v * v));
                // Five standard errors of a sample's deviation.
                Assert.InRange(deviation, 0.02 * (1 - 5 / Math.Sqrt(2.0 * values.Length)), 0.02 * (1 + 5 / Math.Sqrt(2.0 * values.Length)));
            }
        }
        Assert.All(Compare.Values(model.Encoder.TokenWeight.select(0, 0)), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Only_what_is_named_changes()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Create(HeadKind.SequenceClassification);
        using (torch.no_grad())
            foreach (var parameter in model.parameters()) parameter.fill_(5);
        ParameterInitializer.Initialize(model, 0.02, new Generator(1), new HashSet<string> { "classifier.weight", "classifier.bias" });
        foreach (var (name, parameter) in model.named_parameters())
            Assert.Equal(!name.StartsWith("classifier.", StringComparison.Ordinal), Compare.Values(parameter).All(v => v == 5));
    }

    [Fact]
    public void A_table_of_sines_is_not_trained()
    {
        using var scope = torch.NewDisposeScope();
        using var table = new EmbeddingTable(3, 4, sinusoidal: true);
        ParameterInitializer.Initialize(table, 0.02, null);
        Assert.False(table.parameters().Single().requires_grad);
        Compare.Close("sines", torch.tensor(new[] { 0, 1, 0, 1, 0.84147098f, 0.54030231f, 0.00999983f, 0.99995000f, 0.90929743f, -0.41614684f, 0.01999867f, 0.99980001f }, new long[] { 3, 4 }), table.Weight, 1e-7);
    }
}
