namespace Microsoft.ML.Data;

/// <summary>The rows of text files, read anew by every cursor.</summary>
internal sealed class TextLoaderView(DataViewSchema schema, TextColumn[] columns, TextLoader.Options options, IMultiStreamSource files) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
        => new Cursor(this, Getters.Active(schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TextLoaderView view, bool[] active) : RootCursor(view.Schema, active)
    {
        private readonly TextLoaderView _view = view;
        private readonly IEnumerator<string> _lines = view.Lines().GetEnumerator();
        private readonly TextFieldSplitter _splitter = new(view.LoaderOptions);
        private readonly TextFields _fields = new();

        protected override bool MoveNextCore()
        {
            if (!_lines.MoveNext())
                return false;
            _splitter.Split(_lines.Current, _fields);
            return true;
        }

        protected override Delegate CreateGetter(int column)
        {
            var type = Schema[column].Type;
            return type is VectorDataViewType vector
                ? (Delegate)Getters.Call(this, nameof(VectorGetter), vector.ItemType.RawType, _view.Columns[column], vector)
                : (Delegate)Getters.Call(this, nameof(ScalarGetter), type.RawType, _view.Columns[column], type);
        }

        protected override void Dispose(bool disposing) => _lines.Dispose();

        private ValueGetter<T> ScalarGetter<T>(TextColumn column, PrimitiveDataViewType type)
        {
            var parser = TextValueParsers.For<T>(type, _view.LoaderOptions.DecimalMarker);
            var missing = MissingValue<T>();
            var place = column.Segments[0].Min;
            return (ref T value) =>
            {
                Getters.CheckRow(this);
                if (_fields[place] is { IsEmpty: false } text)
                    parser(text, out value);
                else
                    value = missing;
            };
        }

        private ValueGetter<VBuffer<T>> VectorGetter<T>(TextColumn column, VectorDataViewType type)
        {
            var parser = TextValueParsers.For<T>(type.ItemType, _view.LoaderOptions.DecimalMarker);
            var missing = MissingValue<T>();
            return (ref VBuffer<T> value) =>
            {
                Getters.CheckRow(this);
                var size = type.IsKnownSize ? type.Size : column.Segments.Sum(segment => Limit(segment) - segment.Min);
                var editor = VBufferEditor.Create(ref value, size);
                editor.Values.Fill(missing);
                var start = 0;
                foreach (var segment in column.Segments)
                {
                    foreach (var (index, text) in _fields.Range(segment.Min, Limit(segment)))
                        parser(text, out editor.Values[start + index - segment.Min]);
                    start += Limit(segment) - segment.Min;
                }
                value = editor.Commit();
            };
        }

        private int Limit((int Min, int Limit) segment)
            => segment.Limit < int.MaxValue ? segment.Limit : Math.Max(_fields.Width, segment.Min);

        private T MissingValue<T>()
            => !_view.LoaderOptions.MissingRealsAsNaNs ? default
                : typeof(T) == typeof(float) ? (T)(object)float.NaN
                : typeof(T) == typeof(double) ? (T)(object)double.NaN : default;
    }

    private TextColumn[] Columns => columns;

    private TextLoader.Options LoaderOptions => options;

    // What goes wrong in reading is told as the real loader tells it, which reads on a thread and parses on others.
    private IEnumerable<string> Lines()
    {
        using var lines = TextLineReader.Read(files, options).GetEnumerator();
        while (true)
        {
            try
            {
                if (!lines.MoveNext())
                    yield break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var read = new FormatException("Stream reading encountered exception", e);
                throw options.UseThreads ? new FormatException($"Parsing failed with an exception: {read.Message}", read) : read;
            }
            yield return lines.Current;
        }
    }
}
