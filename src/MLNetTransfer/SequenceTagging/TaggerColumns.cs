using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.DataViews;
using MLNetTransfer.Persistence;
using MLNetTransfer.Schema;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace MLNetTransfer.SequenceTagging;

/// <summary>What a tagger makes of a sentence.</summary>
/// <param name="Tags">The words' tags, from 0, <c>[words]</c>.</param>
/// <param name="Probabilities">Those of each word's tags, <c>[words * tags]</c>.</param>
internal sealed record TagScores(int[] Tags, float[] Probabilities);

/// <summary>The columns that a tagger adds: tags of the label's type, and the probability of each tag, word by word.</summary>
/// <param name="PredictedLabelName">The name of the one.</param>
/// <param name="ScoreName">The name of the other.</param>
/// <param name="TagCount">How many tags there are.</param>
/// <param name="Values">What they are called; null where the label is a key without values.</param>
/// <param name="IsText">Whether the label is text, not a key.</param>
internal sealed record TaggerColumns(string PredictedLabelName, string ScoreName, int TagCount, LabelValues? Values, bool IsText)
{
    public IReadOnlyList<ScoreColumn<TagScores>> Make() =>
    [
        IsText ? TextColumn() : KeyColumn(),
        new ScoreColumn<TagScores, VBuffer<float>>(new(ScoreName, new VectorDataViewType(NumberDataViewType.Single), Annotations(AnnotationKinds.TrainingLabelValues)),
            (TagScores scores, ref VBuffer<float> value) => VectorColumn.Copy(scores.Probabilities, ref value)),
    ];

    /// <summary>The same columns, as an estimator promises them of a label that it knows only the shape of.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promise(string predictedLabelName, string scoreName, SchemaShape.Column label)
    {
        var values = label.IsKey ? label.Annotations.Where(a => a.Name == AnnotationKinds.KeyValues && a.Kind == VectorKind.Vector).ToList() : [];
        var scores = label.IsKey
            ? values.Select(a => ShapeColumns.Create(AnnotationKinds.TrainingLabelValues, VectorKind.Vector, a.ItemType, isKey: false))
            : [ShapeColumns.Create(AnnotationKinds.TrainingLabelValues, VectorKind.Vector, TextDataViewType.Instance, isKey: false)];
        return
        [
            ShapeColumns.Create(predictedLabelName, VectorKind.VariableVector, label.IsKey ? NumberDataViewType.UInt32 : TextDataViewType.Instance, label.IsKey, values),
            ShapeColumns.Create(scoreName, VectorKind.VariableVector, NumberDataViewType.Single, isKey: false, scores),
        ];
    }

    private ScoreColumn<TagScores, VBuffer<uint>> KeyColumn() => new(
        new(PredictedLabelName, new VectorDataViewType(new KeyDataViewType(typeof(uint), TagCount)), Annotations(AnnotationKinds.KeyValues)),
        (TagScores scores, ref VBuffer<uint> value) =>
        {
            var editor = VBufferEditor.Create(ref value, scores.Tags.Length);
            for (var i = 0; i < scores.Tags.Length; i++) editor.Values[i] = ClassKeys.KeyOf(scores.Tags[i]);
            value = editor.Commit();
        });

    private ScoreColumn<TagScores, VBuffer<ReadOnlyMemory<char>>> TextColumn()
    {
        ReadOnlyMemory<char>[] names = [.. Values!.AsText.Select(v => v.AsMemory())];
        return new(new(PredictedLabelName, new VectorDataViewType(TextDataViewType.Instance), null), (TagScores scores, ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, scores.Tags.Length);
            for (var i = 0; i < scores.Tags.Length; i++) editor.Values[i] = names[scores.Tags[i]];
            value = editor.Commit();
        });
    }

    private DataViewSchema.Annotations Annotations(string kind)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        Values?.AddTo(annotations, kind);
        return annotations.ToAnnotations();
    }
}
