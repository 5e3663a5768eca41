using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

public class ElmoTests
{
    private static readonly string _golden = Path.Combine(AppContext.BaseDirectory, "Goldens", "elmo", "bilm");
    private static readonly IFamily _family = FamilyRegistry.Find("elmo");

    private static JsonObject Small(Action<JsonObject>? change = null)
    {
        var config = JsonNode.Parse("""
            { "model_type": "elmo", "lstm": { "use_skip_connections": true, "projection_dim": 6, "cell_clip": 3, "proj_clip": 3, "dim": 8, "n_layers": 2 },
              "char_cnn": { "activation": "relu", "filters": [[1, 4], [3, 5]], "n_highway": 2, "embedding": { "dim": 4 }, "n_characters": 262, "max_characters_per_token": 50 } }
            """)!.AsObject();
        change?.Invoke(config);
        return config;
    }

    private static T Initialized<T>(T network) where T : nn.Module
    {
        using var generator = new Generator(3);
        ParameterInitializer.Initialize(network, 0.5, generator);
        network.eval();
        return network;
    }

    private static RecurrentEncoder Encoder(Action<JsonObject>? change = null) => (RecurrentEncoder)Initialized(_family.CreateEncoder(_family.ReadConfig(Small(change)), pooler: false));

    private static TokenBatch Rows(params string[] sentences)
    {
        var tokenizer = new WordCharacterTokenizer();
        return TokenBatch.Create([.. sentences.Select(s => tokenizer.Tokenize(s.Split(' ')))], padId: 0, TestDevice.Current);
    }

    /// <summary>Sentences of three documents in batches, with TensorFlow's own states of the upper layer; the state goes on from sentence to sentence.</summary>
    [Fact]
    public void The_states_are_TensorFlows()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var checkpoint = Checkpoint.Open(_golden);
        using var encoder = Load(checkpoint);
        using var expected = SafetensorsFile.Open(Path.Combine(_golden, "golden.safetensors"));
        var documents = JsonNode.Parse(File.ReadAllText(Path.Combine(_golden, "sentences.json")))!.AsArray()
            .Select(d => d!.AsArray().Select(s => (string)s!).ToArray()).ToArray();

        RecurrentState? state = null;
        for (var s = 0; s < documents[0].Length; s++)
        {
            using var batch = Rows([.. documents.Select(d => d[s])]);
            var before = state;
            (var output, state) = encoder.EncodeNext(batch, before);
            before?.Dispose();
            for (var d = 0; d < documents.Length; d++)
            {
                var reference = expected.Read($"doc{d}.sent{s}");
                var words = output.LastHiddenState![d].narrow(0, 1, reference.shape[1]);
                Compare.Close($"doc{d}.sent{s}", cat([reference[0], reference[1]], 1), words, 1e-5);
            }
        }
        state!.Dispose();
    }

    [Fact]
    public void A_written_folder_is_the_one_read()
    {
        using var scope = torch.NewDisposeScope();
        using var folder = new TempFolder();
        using var read = Checkpoint.Open(_golden);
        using var encoder = Load(read);
        CheckpointWriter.Write(folder.Path, encoder.Config.Source, encoder, _family.NamesOf(encoder.Config));
        using var written = Checkpoint.Open(folder.Path);
        Assert.Equal(read.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        foreach (var key in read.Tensors.Keys) Compare.Close(key, read.Read(key), written.Read(key), 0);
        written.Config.Remove("torch_dtype");
        Assert.True(JsonNode.DeepEquals(read.Config, written.Config));
    }

    [Fact]
    public void A_row_in_a_batch_gives_the_states_of_a_row_alone()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var encoder = Encoder();
        using var both = Rows("a longer sentence than the other", "so short");
        using var alone = Rows("so short");
        Compare.Close("states", encoder.Encode(alone).LastHiddenState![0], encoder.Encode(both).LastHiddenState![1].narrow(0, 0, 4), 1e-6);
    }

    [Fact]
    public void Three_states_are_there_to_be_mixed()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var encoder = Encoder();
        using var batch = Rows("a longer sentence", "so short");
        var output = encoder.Encode(batch, EncoderOutputs.HiddenStates | EncoderOutputs.LastHiddenState);
        Assert.Equal([[2, 5, 12], [2, 5, 12], [2, 5, 12]], output.HiddenStates!.Select(s => s.shape));
        Compare.Close("the words twice", output.HiddenStates![0].narrow(2, 0, 6), output.HiddenStates[0].narrow(2, 6, 6), 0);
        using var mix = Initialized(new ScalarMix(3));
        Compare.Close("a new mixture", stack(output.HiddenStates, 0).mean(new long[] { 0 }), mix.Forward(output.HiddenStates, batch.AttentionMask), 1e-6);
    }

    [Fact]
    public void Layers_above_the_first_add_their_inputs_where_the_config_says_so()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var skips = Encoder();
        using var plain = Encoder(c => c["lstm"]!["use_skip_connections"] = false);
        using var batch = Rows("a longer sentence");
        var (with, without) = (skips.Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!, plain.Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!);
        Compare.Close("first layer", without[1], with[1], 0);
        Compare.Close("second layer", without[2] + without[1], with[2], 1e-6);
    }

    [Theory]
    [InlineData(HeadKind.SequenceClassification)]
    [InlineData(HeadKind.TokenClassification)]
    public void A_head_trains_all_parameters_and_leaves_no_tensor(HeadKind kind)
    {
        using var model = Initialized(_family.CreateModel(_family.ReadConfig(Small()), new(kind, OutputCount: 3)));
        model.to(TestDevice.Current);
        model.train();
        using var batch = Rows("a longer sentence", "so short");
        var names = _family.NamesOf(model.Encoder.Config);
        Assert.All(model.named_parameters(), p => Assert.Contains(p.name, names.AllFromCheckpoint(names.ToCheckpoint(p.name))));
        using (torch.NewDisposeScope()) model.Forward(batch).square().sum().backward();
        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad!.abs().sum().item<float>() > 0, p.name));
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var scope = torch.NewDisposeScope())
        {
            model.Forward(batch);
            Assert.Equal(1, scope.DisposablesCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Parameters_are_counted()
    {
        using var encoder = Encoder();
        Assert.Equal(encoder.parameters().Sum(p => p.numel()), encoder.Config.ParameterCount);
    }

    [Fact]
    public void Word_ids_in_place_of_characters_are_refused()
    {
        using var encoder = Encoder();
        using var batch = new TokenBatch(zeros(2, 3, dtype: ScalarType.Int64));
        Assert.Contains("reads [batch, sequence, 50]", Assert.Throws<ArgumentException>(() => encoder.Encode(batch)).Message);
    }

    [Theory]
    [InlineData("lstm", null, "'lstm' is missing")]
    [InlineData("char_cnn", """{ "n_characters": 261 }""", "'n_characters' is 261; expected 262")]
    [InlineData("char_cnn", """{ "embedding": { "dim": 4 }, "filters": [[1]] }""", "'filters' is not a list")]
    [InlineData("char_cnn", """{ "embedding": { "dim": 4 }, "filters": [[51, 2]] }""", "'filters' has one of width 51")]
    [InlineData("lstm", """{ "projection_dim": 9, "dim": 8, "n_layers": 2 }""", "'projection_dim' (9) must not be above 'dim' (8)")]
    public void A_wrong_value_is_named(string key, string? value, string message)
    {
        var config = Small(c => c[key] = value is null ? null : JsonNode.Parse(value));
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => _family.ReadConfig(config)).Message);
    }

    private static RecurrentEncoder Load(Checkpoint checkpoint)
    {
        var config = _family.ReadConfig(checkpoint.Config);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount));
        var encoder = (RecurrentEncoder)_family.CreateEncoder(config, pooler: false);
        Assert.Empty(checkpoint.LoadInto(encoder, _family.NamesOf(config)).Unexpected);
        encoder.to(TestDevice.Current);
        encoder.eval();
        return encoder;
    }
}
