using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Features;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>First values for token embeddings: what a larger encoder makes of each token by itself, on the principal directions of those vectors.</summary>
/// <remarks>The idea of static word vectors out of an encoder, as Tulkens and van Dongen's Model2Vec (2024) has it.</remarks>
internal static class TokenVectors
{
    // The size of embeddings that an encoder has learnt, so that positions and token types, which begin at 0.02, are small beside them.
    private const double Deviation = 0.05;

    /// <summary><c>[tokens * size]</c>, a row for each token; special tokens' are 0.</summary>
    public static float[] Of(TextTokenizer tokenizer, string teacher, int size)
    {
        var ml = new MLContext(seed: 1);
        string[] words = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.TokenOf(id)!.Replace("##", "", StringComparison.Ordinal))];
        var rows = ml.Data.LoadFromEnumerable(words.Select(w => new TokenText { Text = w }));
        using var model = ml.Transforms.Text.TransformerFeatures(new TransformerFeaturesEstimator.Options { InputColumnName = nameof(TokenText.Text), Model = teacher, Cache = null }).Fit(rows);
        Matrix<double> vectors = Matrix<double>.Build.DenseOfRows(model.Transform(rows).GetColumn<float[]>("Features").Select(v => v.Select(x => (double)x)));
        Vector<double> mean = vectors.ColumnSums() / vectors.RowCount;
        for (int i = 0; i < vectors.RowCount; i++) vectors.SetRow(i, words[i].StartsWith('[') && words[i].Length > 1 ? mean * 0 : vectors.Row(i) - mean);
        // Eigenvalues ascend: the last directions say most.
        Matrix<double> directions = (vectors.TransposeThisAndMultiply(vectors)).Evd(Symmetricity.Symmetric).EigenVectors;
        Matrix<double> projected = vectors * directions.SubMatrix(0, directions.RowCount, directions.ColumnCount - size, size);
        double scale = Deviation / Math.Sqrt(projected.PointwisePower(2).ColumnSums().Sum() / (projected.RowCount * (double)size));
        return [.. projected.EnumerateRows().SelectMany(r => r.Select(x => (float)(x * scale)))];
    }

    private sealed class TokenText
    {
        public string Text { get; set; } = "";
    }
}
