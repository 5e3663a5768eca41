using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Features;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Tests.TextClassification;

namespace MLNetTransfer.Tests.Features;

public sealed class WordFeaturesTests : IDisposable
{
    private const int Hidden = 24;
    private readonly string _cache = Directory.CreateTempSubdirectory("word-features").FullName;
    private readonly MLContext _ml = TestContext.Create(0);

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public void Contract() => EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerWordFeatures(Options()), texts: ["Words"], target: null, outputs: ["Features"], inputType: "Vector<String>");

    [Fact]
    public void Contract_windows_without_a_cache()
    {
        var options = Options();
        (options.MaxTokens, options.Cache) = (8, null);
        options.Features = new() { Layers = LayerSelection.Of(0, -1), Combination = LayerCombination.Max, Pooling = WordPooling.Mean };
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerWordFeatures(options), texts: ["Words"], target: null, outputs: ["Features"], inputType: "Vector<String>");
    }

    [Fact]
    public void Contract_a_decoder()
    {
        var options = Options();
        options.Model = TinyModels.Folder("gpt2");
        EstimatorContract.Verify(ml => ml.Transforms.Text.TransformerWordFeatures(options), texts: ["Words"], target: null, outputs: ["Features"], inputType: "Vector<String>");
    }

    // The features of a text with every token's state, by the estimator of texts: all tokens' mean is the words' weighted by their tokens, with the special ones.
    [Fact]
    public void The_words_vectors_are_the_states_of_their_tokens()
    {
        var first = Vectors(Options(), ["good", "filmfilm", "bad"])[0];
        var options = Options();
        options.Features = new() { Pooling = WordPooling.Last };
        var last = Vectors(options, ["good", "filmfilm", "bad"])[0];
        options.Features = new() { Pooling = WordPooling.Mean };
        var mean = Vectors(options, ["good", "filmfilm", "bad"])[0];
        options.Features = new() { Pooling = WordPooling.FirstAndLast };
        var both = Vectors(options, ["good", "filmfilm", "bad"])[0];
        Assert.Equal(3 * Hidden, first.Length);
        Assert.Equal(first.Chunk(Hidden).Zip(last.Chunk(Hidden)).SelectMany(w => w.First.Concat(w.Second)), both);

        // A word of one token is the same whichever way.
        Assert.Equal(first[..Hidden], last[..Hidden]);
        Assert.Equal(first[..Hidden], mean[..Hidden]);

        // The first token of a text's own features is [CLS]; the text's words alone are the same text.
        var whole = new TransformerFeaturesEstimator.Options { Model = TinyBert.Folder, Cache = null, Truncation = new() { MaxTokens = 24 }, Features = new() { Pooling = [TokenPooling.Mean, TokenPooling.FirstToken, TokenPooling.LastToken] } };
        var data = _ml.Data.LoadFromEnumerable([new Text { Value = "good film bad" }]);
        whole.InputColumnName = "Value";
        var text = _ml.Transforms.Text.TransformerFeatures(whole).Fit(data).Transform(data).GetColumn<float[]>("Features").Single();
        var words = Vectors(Options(), ["good", "film", "bad"])[0];
        for (var i = 0; i < Hidden; i++)
            Assert.Equal(5 * text[i], text[Hidden + i] + text[2 * Hidden + i] + words[i] + words[Hidden + i] + words[2 * Hidden + i], 1e-4);
    }

    [Fact]
    public void The_column_says_how_many_numbers_a_word_has_and_words_without_tokens_have_zeros()
    {
        var options = Options();
        options.Features = new() { Layers = LayerSelection.Of(1, 2), Pooling = WordPooling.FirstAndLast };
        var data = Rows(["good", "", "film"], []);
        using var transformer = _ml.Transforms.Text.TransformerWordFeatures(options).Fit(data);
        var view = transformer.Transform(data);
        var size = 0;
        view.Schema["Features"].Annotations.GetValue("WordVectorSize", ref size);
        Assert.Equal(4 * Hidden, size);
        Assert.Equal(size, transformer.FeatureCount);
        Assert.False(((VectorDataViewType)view.Schema["Features"].Type).IsKnownSize);
        var rows = view.GetColumn<float[]>("Features").ToArray();
        Assert.Equal([3 * size, 0], rows.Select(r => r.Length));
        Assert.All(rows[0][size..(2 * size)], v => Assert.Equal(0, v));
        Assert.Contains(rows[0][(2 * size)..], v => v != 0);
    }

    [Fact]
    public void A_sentence_is_computed_once_also_by_the_next_run()
    {
        var first = Vectors(Options(), ["good", "film"], ["film", "good"], ["good", "film"]);
        Assert.Equal(first[0], first[2]);
        var keys = Directory.EnumerateFiles(_cache, "*.keys", SearchOption.AllDirectories).Single();
        var length = new FileInfo(keys).Length;
        Assert.Equal(first, Vectors(Options(), ["good", "film"], ["film", "good"], ["good", "film"]));
        Assert.Equal(length, new FileInfo(keys).Length);
        // Words are told apart by where one ends.
        Assert.NotEqual(Vectors(Options(), ["go", "od"], ["x"])[0], Vectors(Options(), ["good", ""], ["x"])[0]);
    }

    [Fact]
    public void A_long_sentence_has_a_vector_for_each_word()
    {
        var options = Options();
        options.MaxTokens = 10;
        string[] words = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "good" : "film")];
        var vectors = Vectors(options, words, ["x"])[0].Chunk(Hidden).ToArray();
        Assert.Equal(50, vectors.Length);
        Assert.All(vectors, v => Assert.Contains(v, n => n != 0));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var options = Options();
        options.MaxTokens = 3;
        Assert.Contains("option MaxTokens", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Text.TransformerWordFeatures(options)).Message);
        options = Options();
        options.Features = new() { Layers = LayerSelection.Of(9) };
        Assert.Contains("the encoder has 2", Assert.ThrowsAny<ArgumentException>(() => Vectors(options, ["a"])).Message);
    }

    private TransformerWordFeaturesEstimator.Options Options() => new() { Model = TinyBert.Folder, MaxTokens = 24, Cache = new() { Folder = _cache } };

    private float[][] Vectors(TransformerWordFeaturesEstimator.Options options, params string[][] sentences)
    {
        var data = Rows(sentences);
        using var transformer = _ml.Transforms.Text.TransformerWordFeatures(options).Fit(data);
        return [.. transformer.Transform(data).GetColumn<float[]>("Features")];
    }

    private IDataView Rows(params string[][] sentences) => _ml.Data.LoadFromEnumerable(sentences.Select(s => new Row { Words = s }));

    private sealed class Row
    {
        public string[] Words { get; set; } = [];
    }

    private sealed class Text
    {
        public string Value { get; set; } = "";
    }
}
