using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Pretraining;

public sealed class SentenceDistillationTests
{
    private const int Size = 5;

    // A teacher that sees nothing but the first letter.
    private static (TokenRow[] Rows, Half[] Vectors) Taught(int count)
    {
        var random = new RandomSource(1, 1);
        float[][] letters = [.. Texts.Words.Select(_ => Enumerable.Range(0, Size).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray())];
        int[] first = [.. Enumerable.Range(0, count).Select(_ => random.Next(Texts.Words.Length))];
        var rows = new RowTokenizer(Texts.Tokenizer, new TruncationOptions { MaxTokens = 16 });
        return ([.. first.Select(f => rows.Tokenize(Texts.Words[f] + string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => " l"))))], [.. first.SelectMany(f => letters[f]).Select(v => (Half)v)]);
    }

    [Fact]
    public void The_student_comes_near_the_teacher_on_texts_it_has_not_seen()
    {
        var (rows, vectors) = Taught(240);
        using var model = Texts.Model<PretrainingModel>(HeadKind.Pretraining, Texts.Tokenizer.VocabularySize);
        using var task = new SentenceDistillation(model.Encoder, rows, vectors, heldOut: 40);
        double before = task.Validate(default)[SentenceDistillation.Cosine];
        double after = new TrainingLoop().Run(task, Texts.Options(100)).BestMetrics![SentenceDistillation.Cosine];
        Assert.True(before < 0.5 && after > 0.95, $"the cosine was {before} and is {after}");
    }

    [Fact]
    public void The_loss_is_one_less_the_cosine_of_what_the_linear_layers_give()
    {
        var (rows, vectors) = Taught(20);
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Texts.Tokenizer.VocabularySize); // without a pooler there is one vector
        using var task = new SentenceDistillation(model.Encoder, rows, vectors, heldOut: 19);
        using var scope = torch.NewDisposeScope();
        task.Model.eval();
        TaskLoss loss = task.Loss([0]);
        using var same = new SentenceDistillation(model.Encoder, [rows[0], rows[0]], [.. vectors[..Size], .. vectors[..Size]], heldOut: 1);
        Assert.Equal(1 - same.Validate(default)[SentenceDistillation.Cosine], loss.Sum.item<float>(), 1e-5);
    }

    [Fact]
    public void Texts_and_vectors_that_do_not_go_together_are_refused()
    {
        var (rows, vectors) = Taught(4);
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Texts.Tokenizer.VocabularySize);
        Assert.Throws<ArgumentException>(() => new SentenceDistillation(model.Encoder, rows, vectors[1..]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceDistillation(model.Encoder, rows, vectors, heldOut: 4));
    }
}
