using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Tests.TextClassification;

namespace MLNetTransfer.Tests.Features;

public sealed class TransformerFeaturesTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("features").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public void Contract_one_text() => EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerFeatures(Options()), texts: ["Text"], target: null, outputs: ["Features"]);

    [Fact]
    public void Contract_pairs_without_a_cache()
    {
        var options = Options();
        options.SecondInputColumnName = "SecondText";
        options.Cache = null;
        options.Features = new() { Layers = LayerSelection.Of(0, -1), Combination = LayerCombination.Max, Pooling = [TokenPooling.FirstToken, TokenPooling.MeanSqrtLength], Normalize = true };
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerFeatures(options), texts: ["Text", "SecondText"], target: null, outputs: ["Features"]);
    }

    [Fact]
    public void Contract_windows()
    {
        var options = Options();
        options.Windows = new() { OverlapTokens = 2, Combination = WindowCombination.Max };
        options.Truncation = new() { MaxTokens = 8 };
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerFeatures(options), texts: ["Text"], target: null, outputs: ["Features"]);
    }

    [Fact]
    public void Slot_names_say_layer_pooling_and_number()
    {
        var options = Options();
        options.Features = new() { Layers = LayerSelection.Of(2, 0), Pooling = [TokenPooling.Max, TokenPooling.LastToken] };
        var ml = TestContext.Create(0);
        var view = Transform(ml, options, "some text");
        Assert.Equal(4 * 24, ((VectorDataViewType)view.Schema["Features"].Type).Size);
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema["Features"].GetSlotNames(ref names);
        string[] expected = [.. from way in new[] { "max", "lastToken" } from layer in new[] { 2, 0 } from i in Enumerable.Range(0, 24) select $"layer{layer}.{way}.{i}"];
        Assert.Equal(expected, names.DenseValues().Select(n => n.ToString()));
    }

    [Fact]
    public void A_text_is_computed_once_also_by_the_next_run()
    {
        var ml = TestContext.Create(0);
        string[] texts = ["one text", "another text", "one text"];
        var first = Vectors(Transform(ml, Options(), texts));
        Assert.Equal(first[0], first[2]);
        var keys = Directory.EnumerateFiles(_cache, "*.keys", SearchOption.AllDirectories).Single();
        var length = new FileInfo(keys).Length;

        var again = Vectors(Transform(ml, Options(), texts));
        Assert.Equal(first, again);
        Assert.Equal(length, new FileInfo(keys).Length);

        // Other options have a cache of their own.
        var options = Options();
        options.Features = new() { Layers = LayerSelection.Embeddings };
        Assert.NotEqual(first[0], Vectors(Transform(ml, options, texts))[0]);
        Assert.Equal(2, Directory.EnumerateFiles(_cache, "*.keys", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void Windows_of_a_short_text_are_the_text_and_those_of_a_long_one_are_combined()
    {
        var ml = TestContext.Create(0);
        var windows = Options();
        windows.Truncation = new() { MaxTokens = 10 };
        windows.Windows = new() { OverlapTokens = 3, Combination = WindowCombination.Mean };
        var cut = Options();
        cut.Truncation = new() { MaxTokens = 10 };
        var text = "good film bad film good";
        Assert.Equal(Vectors(Transform(ml, cut, text, "x"))[0], Vectors(Transform(ml, windows, text, "x"))[0]);

        var tokenizer = new RowTokenizer(TextTokenizer.Load(TinyBert.Folder), windows.Truncation);
        var all = tokenizer.Tokenizer.Encode(string.Join(' ', Enumerable.Repeat(text, 5))).Ids;
        var parts = tokenizer.TokenizeWindows(string.Join(' ', Enumerable.Repeat(text, 5)), 3);
        Assert.All(parts.SkipLast(1), p => Assert.Equal(10, p.Length));
        // Laid over one another with the overlap, the windows are the whole text.
        Assert.Equal(all, parts.SelectMany((p, i) => p.TokenIds[1..^1].Skip(i == 0 ? 0 : 3)));
    }

    [Theory]
    [InlineData("Windows.OverlapTokens", 50)]
    [InlineData("no such layer", 9)]
    public void Wrong_options_are_named(string message, int value)
    {
        var ml = TestContext.Create(0);
        var options = Options();
        if (message.StartsWith('W')) (options.Windows, options.Truncation) = (new() { OverlapTokens = value }, new() { MaxTokens = 10 });
        else options.Features = new() { Layers = LayerSelection.Of(value) };
        var error = Assert.ThrowsAny<ArgumentException>(() => Transform(ml, options, "a"));
        Assert.Contains(message.StartsWith('W') ? message : "the encoder has 2", error.Message);
    }

    [Fact]
    public void A_pooler_that_the_checkpoint_lacks_is_an_error_and_not_random()
    {
        var folder = Directory.CreateTempSubdirectory("no-weights");
        foreach (var file in Directory.GetFiles(TinyBert.Folder).Where(f => !f.EndsWith(".safetensors"))) File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var options = Options();
        options.Model = folder.FullName;
        Assert.ThrowsAny<IOException>(() => Transform(TestContext.Create(0), options, "a"));
        folder.Delete(recursive: true);
    }

    private TransformerFeaturesEstimator.Options Options() => new()
    {
        Model = TinyBert.Folder,
        Truncation = new() { MaxTokens = 24 },
        Cache = new() { Folder = _cache },
    };

    private static IDataView Transform(MLContext ml, TransformerFeaturesEstimator.Options options, params string[] texts)
    {
        var data = ml.Data.LoadFromEnumerable(texts.Select(t => new Row { Text = t }));
        return ml.Transforms.Text.TransformerFeatures(options).Fit(data).Transform(data);
    }

    private static float[][] Vectors(IDataView view) => [.. view.GetColumn<float[]>("Features")];

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
