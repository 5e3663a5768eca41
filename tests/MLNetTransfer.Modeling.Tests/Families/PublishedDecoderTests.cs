using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Generation;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Families;

/// <summary>GPTs that others trained, with what their own code makes of them.</summary>
public class PublishedDecoderTests
{
    private const string Shakespeare = "weights/tiny-shakespeare-gpt/hf", Sorter = "weights/gpt-nano-sort/hf", Random = "weights/hf-gpt2-random-fixture", Text = "data/tinyshakespeare/input.txt";

    [SharedFact(Shakespeare)]
    public void Characters_of_Shakespeare_get_the_references_scores()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(SharedFolder.PathOf(Shakespeare), "golden.safetensors"));
        using var model = Load(Shakespeare);
        using var batch = new TokenBatch(golden.Read("input_ids").to(TestDevice.Current));
        Compare.Close("logits", golden.Read("logits"), model.Forward(batch), 1e-4);

        // The golden text begins with its prompt.
        var expected = golden.Read("greedy_romeo").data<long>().ToArray();
        var prompt = "ROMEO:".Select(c => (long)Characters()[c.ToString()]!).ToArray();
        Assert.Equal(prompt, expected[..prompt.Length]);
        using var begun = new TokenBatch(tensor(prompt, device: TestDevice.Current).unsqueeze(0));
        var written = TokenGenerator.Generate(model, begun, new() { MaxNewTokens = 1000 });
        Assert.Equal(expected[prompt.Length..].Select(id => (int)id), written[0][0].TokenIds);
    }

    [SlowFact(Shakespeare, Text)]
    public void The_end_of_Shakespeare_is_as_likely_as_to_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var model = Load(Shakespeare);
        const int window = 64;
        var characters = Characters();
        var text = File.ReadAllText(SharedFolder.PathOf(Text));
        var ids = text[(int)(text.Length * 0.9)..].Select(c => (long)characters[c.ToString()]!).ToArray();
        double sum = 0;
        var count = 0;
        foreach (var windows in Enumerable.Range(0, (ids.Length - 1) / window).Chunk(64))
        {
            using var step = torch.NewDisposeScope();
            var rows = tensor(windows.SelectMany(w => ids[(w * window)..((w + 1) * window + 1)]).ToArray(), device: TestDevice.Current).view(-1, window + 1);
            using var batch = new TokenBatch(rows.narrow(1, 0, window));
            sum += Losses.Classes(model.Forward(batch), rows.narrow(1, 1, window)).item<float>() * windows.Length;
            count += windows.Length;
        }
        var reference = JsonNode.Parse(File.ReadAllText(Path.Combine(SharedFolder.PathOf(Shakespeare), "reference_loss.json")))!;
        Assert.Equal((double)reference["loss_per_char_last_10pct"]!, sum / count, 1e-3);
    }

    [SharedFact(Sorter)]
    public void A_sorter_gives_the_references_states()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var golden = SafetensorsFile.Open(Path.Combine(SharedFolder.PathOf(Sorter), "golden_partials.safetensors"));
        using var model = Load(Sorter);
        using var batch = new TokenBatch(golden.Read("idx").to(TestDevice.Current));
        var states = model.Encoder.Encode(batch, EncoderOutputs.HiddenStates).HiddenStates!;
        foreach (var (name, i) in new[] { "x", "block0", "block1", "ln_f" }.Select((name, i) => (name, i)))
            Compare.Close(name, golden.Read(name), states[i], 1e-4);
        Compare.Close("lm_head", golden.Read("lm_head"), model.Forward(batch), 1e-4);
        Compare.Close("probs", golden.Read("probs"), model.Forward(batch).softmax(-1), 1e-5);
    }

    [SharedFact(Random)]
    public void A_checkpoint_whose_end_token_lies_outside_the_vocabulary_generates()
    {
        using var scope = torch.NewDisposeScope();
        using var model = Load(Random);
        using var batch = new TokenBatch(zeros(2, 3, dtype: ScalarType.Int64, device: TestDevice.Current));
        var texts = TokenGenerator.Generate(model, batch, new() { MaxNewTokens = 5 });
        Assert.All(texts, row => Assert.Equal((5, false), (row[0].TokenIds.Count, row[0].Ended)));
    }

    private static JsonObject Characters() => JsonNode.Parse(File.ReadAllText(Path.Combine(SharedFolder.PathOf(Shakespeare), "char_vocab.json")))!.AsObject();

    private static CausalLanguageModel Load(string folder)
    {
        using var checkpoint = Checkpoint.Open(SharedFolder.PathOf(folder));
        var family = FamilyRegistry.Find(checkpoint.Config);
        var config = family.ReadConfig(checkpoint.Config);
        config.CheckStored(checkpoint.Tensors.Values.Sum(t => t.ElementCount), HeadKind.CausalLanguageModel);
        var model = (CausalLanguageModel)family.CreateModel(config, new(HeadKind.CausalLanguageModel));
        Assert.Empty(checkpoint.LoadInto(model, family.NamesOf(config), new() { MayBeMissing = _ => false }).Unexpected);
        model.to(TestDevice.Current);
        model.eval();
        return model;
    }
}
