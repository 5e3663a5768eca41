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

    /// <summary>Computes those that are not there yet.</summary>
    public static void Compute(Folders folders, string teacher, int count)
    {
        string[] texts = Choose(folders, count);
        var ml = new MLContext(seed: 1);
        var options = new TransformerFeaturesEstimator.Options { OutputColumnName = "Vector", InputColumnName = nameof(TextRow.Text), Model = teacher, Cache = null };
        var empty = ml.Data.LoadFromEnumerable<TextRow>([]);
        using var model = ml.Transforms.Text.TransformerFeatures(options).Fit(empty);
        int bytes = model.FeatureCount * 2;
        using var file = new FileStream(folders.Vectors, FileMode.OpenOrCreate);
        int done = (int)(file.Length / bytes);
        file.SetLength((long)done * bytes);
        file.Seek(0, SeekOrigin.End);
        while (done < texts.Length)
        {
            var rows = ml.Data.LoadFromEnumerable(texts.Skip(done).Take(TextsAtATime).Select(t => new TextRow { Text = t }));
            foreach (float[] vector in model.Transform(rows).GetColumn<float[]>("Vector")) file.Write(MemoryMarshal.AsBytes<Half>([.. vector.Select(v => (Half)v)]));
            file.Flush();
            done = Math.Min(done + TextsAtATime, texts.Length);
            AnsiConsole.WriteLine($"teacher: {done:N0} of {texts.Length:N0} texts");
        }
    }

    /// <summary>The vectors of so many texts, one behind the other.</summary>
    public static Half[] Read(int count, Folders folders)
    {
        byte[] bytes = File.ReadAllBytes(folders.Vectors);
        if (bytes.Length % (2 * count) != 0) throw new InvalidDataException($"'{folders.Vectors}' has {bytes.Length:N0} bytes, which are no vectors of {count:N0} texts. Run `teach` with the same number of texts.");
        return MemoryMarshal.Cast<byte, Half>(bytes).ToArray();
    }

    private sealed class TextRow
    {
        public string Text { get; set; } = "";
    }
}
