using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

public class AwdLstmTests
{
    private static readonly IFamily _family = FamilyRegistry.Find("awd-lstm");

    private static JsonObject Small(Action<JsonObject>? change = null)
    {
        var config = JsonNode.Parse("""{ "model_type": "awd-lstm", "vocab_sz": 30, "emb_sz": 6, "n_hid": 10, "n_layers": 2, "bptt": 4, "embed_p": 0, "input_p": 0, "hidden_p": 0, "weight_p": 0, "output_p": 0 }""")!.AsObject();
        change?.Invoke(config);
        return config;
    }

    private static TaskModel Model(HeadKind kind, Action<JsonObject>? change = null)
    {
        var config = _family.ReadConfig(Small(change));
        var model = _family.CreateModel(config, new(kind, OutputCount: 3));
        using var generator = new Generator(5);
        ParameterInitializer.Initialize(model, config.InitializerRange, generator);
        model.eval();
        return model;
    }

    private static TokenBatch Rows(params int[][] rows) => TokenBatch.Create([.. rows.Select(r => new TokenRow(r))], padId: 1, CPU);

    [Fact]
    public void A_row_in_two_batches_gives_the_states_of_one()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(HeadKind.CausalLanguageModel);
        var encoder = (RecurrentEncoder)model.Encoder;
        using var whole = Rows([2, 3, 4, 5, 6], [7, 8, 9, 1, 1]);
        // The second row pauses: its padding must not move its state.
        using var first = Rows([2, 3, 4], [7, 8]);
        using var second = Rows([5, 6], [9]);

        var expected = encoder.Encode(whole).LastHiddenState!;
        var (_, state) = encoder.EncodeNext(first, null);
        var (output, after) = encoder.EncodeNext(second, state);
        Compare.Close("first row", expected[0].narrow(0, 3, 2), output.LastHiddenState![0], 1e-6);
        Compare.Close("second row", expected[1].narrow(0, 2, 1), output.LastHiddenState![1].narrow(0, 0, 1), 1e-6);
        state.Dispose();
        after.Dispose();
    }

    [Fact]
    public void Windows_do_not_show_in_the_states()
    {
        using var scope = torch.NewDisposeScope();
        using var windows = Model(HeadKind.SequenceClassification);
        using var whole = Model(HeadKind.SequenceClassification, c => c["bptt"] = 100);
        using var batch = Rows([2, 3, 4, 5, 6, 7, 8, 9, 10], [11, 12, 13]);
        Compare.Close("logits", whole.Forward(batch), windows.Forward(batch), 1e-6);
    }

    [Fact]
    public void Hidden_states_are_as_wide_as_their_layers()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(HeadKind.SequenceClassification);
        using var batch = Rows([2, 3, 4, 5, 6], [11, 12, 13]);
        var output = model.Encoder.Encode(batch, EncoderOutputs.HiddenStates | EncoderOutputs.LastHiddenState | EncoderOutputs.FirstToken);
        Assert.Equal([[2, 5, 6], [2, 5, 10], [2, 5, 6]], output.HiddenStates!.Select(s => s.shape));
        Compare.Close("last", output.HiddenStates![2], output.LastHiddenState!, 0);
        Compare.Close("first token", output.LastHiddenState![TensorIndex.Colon, 0], output.FirstToken!, 0);
        Assert.Contains("no pooler", Assert.Throws<ArgumentException>(() => model.Encoder.Encode(batch, EncoderOutputs.Pooled)).Message);
    }

    [Fact]
    public void A_state_of_other_rows_is_refused()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Model(HeadKind.CausalLanguageModel);
        using var two = Rows([2, 3], [4, 5]);
        using var one = Rows([[2, 3]]);
        var (_, state) = ((RecurrentEncoder)model.Encoder).EncodeNext(two, null);
        using var owned = state;
        Assert.Contains("The state is that of 2 rows and the batch has 1", Assert.Throws<ArgumentException>(() => ((RecurrentEncoder)model.Encoder).EncodeNext(one, state)).Message);
    }

    [Theory]
    [InlineData("embed_p")]
    [InlineData("input_p")]
    [InlineData("hidden_p")]
    [InlineData("weight_p")]
    [InlineData("output_p")]
    public void Each_dropout_acts_in_training_only(string key)
    {
        using var scope = torch.NewDisposeScope();
        using var plain = Model(HeadKind.CausalLanguageModel);
        using var model = Model(HeadKind.CausalLanguageModel, c => c[key] = 0.5);
        using var batch = Rows([2, 3, 4, 5, 6], [11, 12, 13, 14, 15]);
        Compare.Close("in evaluation", plain.Forward(batch), model.Forward(batch), 0);
        model.train();
        Assert.NotEqual(Compare.Values(plain.Forward(batch)), Compare.Values(model.Forward(batch)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_tensor_outlives_the_callers_scope(bool training)
    {
        using var model = (SequenceClassificationModel)Model(HeadKind.SequenceClassification, c => { c["weight_p"] = 0.2; c["embed_p"] = 0.1; });
        using var language = (RecurrentLanguageModel)Model(HeadKind.CausalLanguageModel);
        model.train(training);
        language.train(training);
        using var batch = Rows([2, 3, 4, 5, 6], [11, 12, 13]);
        Run();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Run()
        {
            using var scope = torch.NewDisposeScope();
            model.Forward(batch);
            var (_, state) = language.ForwardNext(batch, null);
            Assert.Equal(2, scope.DisposablesCount);
            state.Dispose();
        }
    }

    [Theory]
    [InlineData("vocab_sz", null, "'vocab_sz' is missing")]
    [InlineData("bidir", "true", "'bidir' is true; expected false")]
    [InlineData("tie_weights", "false", "'tie_weights' is false; expected true")]
    [InlineData("pad_token", "30", "'pad_token' (30) must lie below 'vocab_sz' (30)")]
    [InlineData("lin_ftrs", "[50, 0]", "'lin_ftrs' is [50,0]; expected a list of integers from 1")]
    [InlineData("ps", "[0.1, 0.2]", "'ps' has 2 dropouts and 'lin_ftrs' 1 layers")]
    [InlineData("ps", "0.1", "'ps' is 0.1; expected a list of numbers from 0 to 1")]
    public void A_wrong_value_is_named(string key, string? value, string message)
    {
        var config = Small(c => { if (value is null) c.Remove(key); else c[key] = JsonNode.Parse(value); });
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => _family.ReadConfig(config)).Message);
    }

    /// <summary>fastai leaves dropout of rate 0 out of a block, so the dense layer's place tells the rate.</summary>
    [Theory]
    [InlineData(0.0, "1.layers.0.1.weight")]
    [InlineData(0.4, "1.layers.0.2.weight")]
    public void A_dense_layers_place_depends_on_its_dropout(double rate, string expected)
    {
        var names = _family.NamesOf(_family.ReadConfig(Small(c => c["output_p"] = rate)), HeadKind.SequenceClassification);
        Assert.Equal(expected, names.ToCheckpoint("classifier.0.dense.weight"));
        Assert.All(["1.layers.0.1.weight", "1.layers.0.2.weight"], stored => Assert.Equal("classifier.0.dense.weight", names.FromCheckpoint(stored)));
    }

    [Fact]
    public void Parameters_are_counted()
    {
        using var encoder = _family.CreateEncoder(_family.ReadConfig(Small()), pooler: false);
        Assert.Equal(encoder.parameters().Sum(p => p.numel()), encoder.Config.ParameterCount);
    }
}
