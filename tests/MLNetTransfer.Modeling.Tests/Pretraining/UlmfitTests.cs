using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Tokenization.Fastai;
using MLNetTransfer.Modeling.Training;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class UlmfitTests
{
    private static readonly string[] _good = ["fine", "great", "lovely", "superb"], _bad = ["poor", "awful", "dull", "weak"], _things = ["film", "plot", "cast", "score", "scene"];

    [Fact]
    public void The_three_stages_forwards_and_backwards_make_a_classifier()
    {
        using var folder = new TempFolder();
        string[] general = [.. Enumerable.Range(0, 60).Select(i => $"the {_things[i % 5]} was {_good[i % 4]} . the {_things[(i + 1) % 5]} was {_bad[(i + 2) % 4]} .")];
        var (texts, labels) = Reviews(60);
        TextTokenizer words = FastaiVocabulary.Train(general, minFrequency: 1), targetWords = FastaiVocabulary.Train(general.Concat(texts), minFrequency: 1);
        Assert.True(targetWords.VocabularySize > words.VocabularySize);
        using var plain = TokenCorpus.Create(folder["general"], words, general.Select(t => new[] { t }));
        using var target = TokenCorpus.Create(folder["target"], targetWords, texts.Select(t => new[] { t }));

        var classifiers = new List<UlmfitClassifier>();
        foreach (bool backward in new[] { false, true })
        {
            UlmfitOptions options = Small(backward);
            using UlmfitLanguageModel first = Ulmfit.Pretrain(words, plain, plain, options);
            Assert.InRange(first.Training!.BestMetrics![PretrainingTask.Perplexity], 1, 15);
            first.Save(folder["model"]);
            using UlmfitLanguageModel opened = UlmfitLanguageModel.Open(folder["model"]);
            opened.Model.to(TestDevice.Current);
            Assert.Equal(backward, opened.Backward);
            using UlmfitLanguageModel second = Ulmfit.Adapt(opened, targetWords, target, target, options);
            Assert.Equal(backward, second.Backward);
            classifiers.Add(Ulmfit.TrainClassifier(second, texts, labels, classCount: 2, (texts, labels), options));
        }

        var (unseen, truth) = Reviews(30, seed: 9);
        float[][] forward = classifiers[0].Predict(unseen), both = UlmfitClassifier.Predict(classifiers, unseen), back = classifiers[1].Predict(unseen);
        Assert.All(both, p => Assert.Equal(1, p.Sum(), 1e-5f));
        Assert.Equal((forward[3][0] + back[3][0]) / 2, both[3][0], 1e-5f);
        Assert.InRange(both.Zip(truth).Count(p => (p.First[1] > 0.5) == (p.Second == 1)), 27, 30);
        classifiers.ForEach(c => c.Dispose());
    }

    [Fact]
    public void Words_that_are_known_keep_their_vectors_and_new_ones_begin_with_the_mean()
    {
        using var scope = NewDisposeScope();
        TextTokenizer old = FastaiVocabulary.Train(["a b c"], minFrequency: 1), renewed = FastaiVocabulary.Train(["d c a"], minFrequency: 1);
        using UlmfitLanguageModel from = Ulmfit.Create(old, Small(false));
        using (no_grad()) from.Model.get_parameter("vocabulary.bias")!.copy_(arange(old.VocabularySize, device: TestDevice.Current));
        using UlmfitLanguageModel to = Ulmfit.Create(renewed, Small(false));
        VocabularyTransfer.Copy(from, to.Model, renewed);
        Tensor before = from.Model.Encoder.TokenWeight, after = to.Model.Encoder.TokenWeight, bias = to.Model.get_parameter("vocabulary.bias")!;
        foreach (string word in new[] { "a", "c", FastaiRules.Begin })
        {
            Compare.Close(word, before[old.IdOf(word)!.Value], after[renewed.IdOf(word)!.Value], 0);
            Assert.Equal(old.IdOf(word)!.Value, bias[renewed.IdOf(word)!.Value].item<float>());
        }

        Compare.Close("d", before.mean([0L]), after[renewed.IdOf("d")!.Value], 1e-6);
        Assert.Equal((old.VocabularySize - 1) / 2f, bias[renewed.IdOf("d")!.Value].item<float>(), 1e-4f);
    }

    [Fact]
    public void A_vocabulary_holds_the_most_frequent_words_behind_the_special_ones()
    {
        TextTokenizer tokenizer = FastaiVocabulary.Train(["Red red blue", "red blue green", "GREEN blue blue"], vocabularySize: 12, minFrequency: 2);
        Assert.Equal("xxunk", tokenizer.TokenOf(0));
        Assert.Equal("xxpad", tokenizer.TokenOf(1));
        Assert.Equal(["blue", "red", "green"], Enumerable.Range(9, 3).Select(tokenizer.TokenOf));
        Assert.Equal(12, tokenizer.VocabularySize);
        Assert.Equal(["xxbos", "xxmaj", "red", "xxunk"], tokenizer.Encode("Red pink").Ids.Select(tokenizer.TokenOf));
    }

    [Fact]
    public void A_dropout_multiplier_beyond_everything_is_refused()
    {
        TextTokenizer words = FastaiVocabulary.Train(["a b c"], minFrequency: 1);
        UlmfitOptions options = Small(false);
        options.PretrainingDropout = 8;
        Assert.Contains("drop_mult", Assert.Throws<InvalidDataException>(() => Ulmfit.Create(words, options)).Message, StringComparison.Ordinal);
    }

    private static UlmfitOptions Small(bool backward)
    {
        var options = new UlmfitOptions
        {
            EmbeddingSize = 64, HiddenSize = 64, LayerCount = 2, Backward = backward, PretrainingDropout = 0.1, AdaptationDropout = 0.1, ClassifierDropout = 0.1, Device = TestDevice.Current,
            Text = new() { StreamCount = 8, WindowSize = 10 },
        };
        (options.Pretraining.Epochs, options.Adaptation.Epochs, options.Classification.Epochs) = (8, 6, 8);
        (options.Pretraining.LearningRate, options.Adaptation.LearningRate, options.Classification.LearningRate, options.Classification.BatchSize) = (0.02, 0.02, 0.03, 10);
        return options;
    }

    private static (string[] Texts, int[] Labels) Reviews(int count, int seed = 1)
    {
        var random = new RandomSource(seed, 0);
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2)];
        return ([.. labels.Select(l => $"This movie : the {_things[random.Next(5)]} is {(l == 1 ? _good : _bad)[random.Next(4)]} , the {_things[random.Next(5)]} is {(l == 1 ? _good : _bad)[random.Next(4)]} .")], labels);
    }
}
