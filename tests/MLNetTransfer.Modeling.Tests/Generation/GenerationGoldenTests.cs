using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Generation;
using MLNetTransfer.Modeling.Tests.Families;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Generation;

/// <summary>Every generation case: the reference's token ids, exactly.</summary>
public class GenerationGoldenTests
{
    private const int End = 1;

    private static readonly string[] _cases = ["gpt2/generate", "t5/generate", "t5-v1.1/generate", "mt5/generate"];

    public static TheoryData<string, string> Searches()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in _cases)
            foreach (var search in new[] { "greedy", "greedy-no-repeat", "beam", "beam-early" }) data.Add(name, search);
        return data;
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_gives_the_references_texts(string name, string search)
    {
        using var scope = torch.NewDisposeScope();
        var golden = new GoldenCase(name);
        using var model = golden.Model();
        using var batch = golden.Batch();
        var options = Options(golden.Figures["settings"]![search]!);

        var texts = TokenGenerator.Generate(model, batch, options);

        var sequences = golden.Tensors["sequences." + search];
        var before = (bool?)golden.Config["is_encoder_decoder"] == true ? 1 : batch.SequenceLength;
        var expected = sequences.data<long>().ToArray().Chunk((int)sequences.shape[1]).Select(row => row[before..]).Chunk(options.TextCount).ToArray();
        Assert.Equal(expected.Length, texts.Count);
        foreach (var (theirs, ours) in expected.SelectMany(row => row).Zip(texts.SelectMany(row => row)))
        {
            // What follows the end fills the batch.
            Assert.Equal(theirs.TakeWhile(id => id != End).Select(id => (int)id), ours.TokenIds);
            Assert.Equal(theirs.Contains(End), ours.Ended);
        }
    }

    private static GenerationOptions Options(JsonNode settings) => new()
    {
        MaxNewTokens = (int)settings["max_new_tokens"]!,
        RepetitionPenalty = (double?)settings["repetition_penalty"] ?? 1,
        NoRepeatNGramSize = (int?)settings["no_repeat_ngram_size"] ?? 0,
        BeamCount = (int?)settings["num_beams"] ?? 1,
        LengthPenalty = (double?)settings["length_penalty"] ?? 1,
        EarlyStopping = (bool?)settings["early_stopping"] == true ? EarlyStopping.Immediately : EarlyStopping.WhenUnlikely,
        TextCount = (int?)settings["num_return_sequences"] ?? 1,
    };
}
