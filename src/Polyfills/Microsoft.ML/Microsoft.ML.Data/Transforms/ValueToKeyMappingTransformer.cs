using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>Numbers values: each that was seen when this was fitted has a key, any other has none.</summary>
public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private const string VocabularyFolder = "Vocabulary";
    private const string TermsFile = "Terms.txt";

    private readonly KeyVocabulary[] _vocabularies;
    private readonly bool _keyValuesAsText;

    internal ValueToKeyMappingTransformer(IHost host, (string OutputColumnName, string InputColumnName)[] columns, KeyVocabulary[] vocabularies, bool keyValuesAsText)
        : base(host, columns)
        => (_vocabularies, _keyValuesAsText) = (vocabularies, keyValuesAsText);

    private static VersionInfo Version => new("TERMTRAN", 0x00010001, 0x00010001, 0x00010001, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);

    private static VersionInfo VocabularyVersion => new("TERM MAN", 0x00010001, 0x00010001, 0x00010001, typeof(ValueToKeyMappingTransformer).Assembly.FullName, "TermManager");

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var host = env.Register(nameof(ValueToKeyMappingTransformer));
        ctx.CheckAtModel(Version);
        var columns = LoadColumns(host, ctx);
        var keyValuesAsText = ctx.Reader.ReadBoolean();
        KeyVocabulary[] vocabularies = null;
        var found = ctx.TryProcessSubModel(VocabularyFolder, part =>
        {
            part.CheckAtModel(VocabularyVersion);
            vocabularies = Array.ConvertAll(columns, _ => KeyVocabulary.Load(host, part));
        });
        host.CheckDecode(found, "The values that the keys stand for are missing.");
        return new ValueToKeyMappingTransformer(host, columns, vocabularies, keyValuesAsText);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.Writer.Write(_keyValuesAsText);
        ctx.SaveSubModel(VocabularyFolder, part =>
        {
            part.CheckAtModel();
            part.SetVersionInfo(VocabularyVersion);
            foreach (var vocabulary in _vocabularies)
                vocabulary.Save(part);
            part.SaveTextStream(TermsFile, writer => Array.ForEach(_vocabularies, vocabulary => vocabulary.SaveText(writer)));
        });
    }

    private protected override RowMapping.Column MakeColumn(int index, string name, DataViewSchema.Column input)
    {
        var vocabulary = _vocabularies[index];
        var item = input.Type.GetItemType();
        if (item.RawType != vocabulary.ItemType.RawType)
            throw Host.Except("Could not apply a map over type '{0}' to column '{1}' since it has type '{2}'", vocabulary.ItemType, name, item);
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, kind => kind == AnnotationUtils.Kinds.SlotNames);
        vocabulary.Annotate(annotations, _keyValuesAsText);
        DataViewType type = input.Type is VectorDataViewType vector ? new VectorDataViewType(vocabulary.KeyType, vector.Dimensions) : vocabulary.KeyType;
        return new(name, type, annotations.ToAnnotations(), [input.Index], row => vocabulary.CreateGetter(row, row.Schema[input.Index]));
    }
}
