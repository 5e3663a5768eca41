using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>What the teacher makes of texts, in a file that grows part by part, so that a run that was ended goes on.</summary>
internal static class TeacherVectors
{
    private const int TextsAtATime = 20_000;

    /// <summary>So many of the short texts, in an order that is random and always the same.</summary>
    public static string[] Choose(Folders folders, int count)
    {
        string[] texts = File.ReadAllLines(folders.ShortTexts);
        new Random(1).Shuffle(texts);
        return texts[..Math.Min(count, texts.Length)];
    }

    /// <summary>The vectors, one behind the other.</summary>
    public static Half[] Of(string[] texts, string teacher, Folders folders)
    {
        var ml = new MLContext(seed: 1);
        var options = new TransformerFeaturesEstimator.Options { OutputColumnName = "Vector", InputColumnName = nameof(TextRow.Text), Model = teacher, Cache = null };
        var empty = ml.Data.LoadFromEnumerable<TextRow>([]);
        var model = ml.Transforms.Text.TransformerFeatures(options).Fit(empty);
        int size = ((VectorDataViewType)model.GetOutputSchema(empty.Schema)["Vector"].Type).Size, bytes = size * 2;
        using var file = new FileStream(folders.Vectors, FileMode.OpenOrCreate);
        int done = (int)(file.Length / bytes);
        file.SetLength((long)done * bytes);
        file.Seek(0, SeekOrigin.End);
        for (; done < texts.Length; done += Math.Min(TextsAtATime, texts.Length - done))
        {
            var rows = ml.Data.LoadFromEnumerable(texts.Skip(done).Take(TextsAtATime).Select(t => new TextRow { Text = t }));
            foreach (float[] vector in model.Transform(rows).GetColumn<float[]>("Vector")) file.Write(MemoryMarshal.AsBytes<Half>([.. vector.Select(v => (Half)v)]));
            file.Flush();
            AnsiConsole.WriteLine($"teacher: {Math.Min(done + TextsAtATime, texts.Length):N0} of {texts.Length:N0} texts");
        }

        var vectors = new Half[texts.Length * size];
        file.Position = 0;
        file.ReadExactly(MemoryMarshal.AsBytes(vectors.AsSpan()));
        return vectors;
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }
}
