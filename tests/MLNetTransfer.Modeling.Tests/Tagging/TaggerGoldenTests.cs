using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tagging;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Tagging;

/// <summary>The tagger against PyTorch's LSTM and pytorch-crf: states, scores, log-likelihoods, gradients, best paths.</summary>
public class TaggerGoldenTests
{
    public static TheoryData<string> Cases => ["crf", "forbidden", "unsorted"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_the_reference(string name)
    {
        using var scope = NewDisposeScope();
        var golden = new Golden(name);
        using var network = golden.Network(forbidden: null);
        var (lengths, figures) = (golden.Lengths, golden.Tensors);
        using var batch = golden.Batch();
        var mask = batch.Mask!.to(ScalarType.Int64);
        Compare.CloseTokens("states", figures["states"], network.States(batch), mask, 1e-5);
        var emissions = network.Forward(batch);
        Compare.CloseTokens("emissions", figures["emissions"], emissions, mask, 1e-5);

        var tags = batch.Tags(golden.Tags);
        var crf = (ConditionalRandomField)network.named_children().Single(c => c.name == "crf").module;
        Compare.Close("log_likelihood", figures["log_likelihood"], crf.LogLikelihood(emissions, tags, batch.Mask), 1e-4);
        var loss = network.Loss(emissions, tags, batch.Mask);
        Assert.Equal((double)golden.Figures["loss"]!, loss.item<float>(), 1e-4);
        loss.backward();
        foreach (var (ours, parameter) in network.named_parameters())
            Compare.Close("grad." + ours, figures["grad." + Golden.Theirs(ours)], parameter.grad!, 1e-4 * Math.Max(1e-2, figures["grad." + Golden.Theirs(ours)].abs().max().item<float>()));

        var scores = Compare.Values(emissions);
        var decoder = network.Decoder();
        var width = scores.Length / lengths.Length;
        int[][] paths = [.. lengths.Select((words, row) => decoder.BestPath(scores.AsSpan(row * width, words * 5)))];
        Assert.Equal(golden.Paths, paths);
        Compare.Close("path_log_likelihood", figures["path_log_likelihood"], crf.LogLikelihood(emissions, batch.Tags(paths), batch.Mask), 1e-4);
    }

    [Fact]
    public void Forbidding_by_the_scheme_gives_the_forbidden_case()
    {
        using var scope = NewDisposeScope();
        var (free, golden) = (new Golden("crf"), new Golden("forbidden"));
        using var network = free.Network(TagScheme.Iob2.Forbidden([.. free.Config["labels"]!.AsArray().Select(l => (string)l!)]));
        using var batch = golden.Batch();
        var emissions = network.Forward(batch);
        Assert.Equal((double)golden.Figures["loss"]!, network.Loss(emissions, batch.Tags(golden.Tags), batch.Mask).item<float>(), 1e-4);
        var scores = Compare.Values(emissions);
        var decoder = network.Decoder();
        Assert.Equal(golden.Paths, golden.Lengths.Select((words, row) => decoder.BestPath(scores.AsSpan(row * 35, words * 5))));
    }

    [Fact]
    public void Probabilities_and_the_partition_are_those_of_all_sequences_counted_one_by_one()
    {
        var random = new Random(3);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 4 - 2)];
        var (start, end, between, emissions) = (Numbers(3), Numbers(3), Numbers(9), Numbers(12));
        var decoder = new TagDecoder(start, end, between);
        var sums = new double[12];
        double all = 0, best = double.NegativeInfinity;
        int[] bestPath = [];
        for (var number = 0; number < 81; number++)
        {
            int[] path = [number / 27, number / 9 % 3, number / 3 % 3, number % 3];
            var score = start[path[0]] + end[path[3]] + Enumerable.Range(0, 4).Sum(i => emissions[i * 3 + path[i]]) + Enumerable.Range(1, 3).Sum(i => between[path[i - 1] * 3 + path[i]]);
            if (score > best) (best, bestPath) = (score, path);
            all += Math.Exp(score);
            for (var i = 0; i < 4; i++) sums[i * 3 + path[i]] += Math.Exp(score);
        }
        Assert.Equal(bestPath, decoder.BestPath(emissions));
        var found = decoder.Probabilities(emissions);
        for (var i = 0; i < 12; i++) Assert.Equal(sums[i] / all, found[i], 1e-6);
        Assert.Empty(decoder.BestPath([]));
    }

    [Fact]
    public void The_number_of_weights_is_known_before_they_are_made()
    {
        foreach (var crf in new[] { false, true })
        {
            var design = new SequenceTaggerDesign(7, 5, 3, 4, crf, 0);
            using var network = new SequenceTagger(design);
            Assert.Equal(network.parameters().Sum(p => p.numel()), design.ParameterCount);
        }
    }

    private sealed class Golden(string name)
    {
        private readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Goldens", "tagger", name);
        private IReadOnlyDictionary<string, Tensor>? _tensors;

        public JsonObject Config => Json("config.json");

        public JsonObject Figures => Json("golden.json");

        public IReadOnlyDictionary<string, Tensor> Tensors => _tensors ??= Read("golden.safetensors");

        public int[] Lengths => [.. Tensors["input.lengths"].data<long>().ToArray().Select(l => (int)l)];

        public int[][] Tags => [.. Lengths.Select((length, row) => Tensors["label.tags"].data<long>().ToArray().Skip(row * 7).Take(length).Select(t => (int)t).ToArray())];

        public int[][] Paths => [.. Figures["paths"]!.AsArray().Select(p => p!.AsArray().Select(t => (int)t!).ToArray())];

        public WordVectorBatch Batch()
        {
            var vectors = Compare.Values(Tensors["input.vectors"]);
            return WordVectorBatch.Create([.. Lengths.Select((length, row) => vectors.AsSpan(row * 56, length * 8).ToArray())], 8, TestDevice.Current);
        }

        public SequenceTagger Network(ForbiddenTransitions? forbidden)
        {
            var network = new SequenceTagger(new(8, 6, 1, 5, HasCrf: true, Dropout: 0.5), forbidden);
            var stored = Read("model.safetensors");
            using (no_grad())
                foreach (var (ours, parameter) in network.named_parameters()) parameter.copy_(stored[Theirs(ours)]);
            network.to(TestDevice.Current);
            network.eval();
            return network;
        }

        public static string Theirs(string ours) => ours.Split('.') switch
        {
            [var direction, _, var weight] when direction is "forward_0" or "backward_0" => $"lstm.{weight.Replace("_raw", "")}{(direction == "backward_0" ? "_reverse" : "")}",
            _ => ours,
        };

        private Dictionary<string, Tensor> Read(string file)
        {
            using var stored = SafetensorsFile.Open(Path.Combine(_folder, file));
            return stored.Tensors.Keys.ToDictionary(key => key, key => stored.Read(key));
        }

        private JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, file)))!.AsObject();
    }
}
