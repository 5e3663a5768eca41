using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Tests;

internal sealed partial class EstimatorContract
{
    // Rows are scored in batches of like length, or alone: sums are rounded differently.
    private const float BatchTolerance = 1e-5f;

    private void A_saved_model_gives_the_same(ITransformer transformer)
    {
        var expected = Outputs(transformer);
        using var folder = new TempFolder();
        var path = folder["model.zip"];
        _ml.Model.Save(new TransformerChain<ITransformer>(_keys, transformer), _raw.Schema, path);

        var loaded = TestContext.Create().Model.Load(path, out var schema);
        Assert.Equal(_raw.Schema.Select(c => (c.Name, c.Type)), schema.Select(c => (c.Name, c.Type)));
        var last = ((IEnumerable<ITransformer>)loaded).Last();
        Assert.IsType(transformer.GetType(), last);
        Assert.Equal(Describe(transformer.GetOutputSchema(_data.Schema)), Describe(last.GetOutputSchema(_data.Schema)));
        AssertSame(expected, Outputs(last));
        ((IDisposable)loaded).Dispose();

        var elsewhere = ChildProcess.Score(path, _rows);
        foreach (var name in _outputs) Assert.Equal(expected[name].Select(ColumnValues.Exact), elsewhere[name]);
    }

    private void The_row_mapper_gives_the_same(ITransformer transformer)
    {
        Assert.True(transformer.IsRowToRowMapper);
        var expected = Outputs(transformer);
        var mapper = transformer.GetRowToRowMapper(_data.Schema);
        Assert.Equal(_data.Schema, mapper.InputSchema);
        var wanted = _outputs.Select(n => mapper.OutputSchema[n]).ToArray();
        var needed = mapper.GetDependencies(wanted).ToArray();
        Assert.Equal(_texts.Order(), needed.Select(c => c.Name).Order());
        Assert.Equal(["Number"], mapper.GetDependencies([mapper.OutputSchema["Number"]]).Select(c => c.Name));

        using var cursor = _data.GetRowCursor(needed);
        using var row = mapper.GetRow(cursor, wanted);
        Assert.All(mapper.OutputSchema, c => Assert.Equal(_outputs.Contains(c.Name), row.IsColumnActive(c)));
        Assert.Throws<ArgumentOutOfRangeException>(() => row.GetGetter<float>(mapper.OutputSchema["Number"]));
        var readers = _outputs.ToDictionary(n => n, n => ColumnValues.Reader(row, mapper.OutputSchema[n]));
        for (var i = 0; cursor.MoveNext(); i++)
        {
            Assert.Equal(cursor.Position, row.Position);
            foreach (var (name, read) in readers) ColumnValues.AssertEqual(expected[name][i], read(), BatchTolerance, $"{name} of row {i}");
        }
    }

    private void Only_what_is_asked_for_is_read(ITransformer transformer)
    {
        var probe = new SourceProbe(_data);
        var view = transformer.Transform(probe);
        Assert.Empty(probe.Cursors);

        ColumnValues.ReadAll(view, ["Number"]);
        Assert.Equal(["Number"], Assert.Single(probe.Cursors).Columns);

        probe.Cursors.Clear();
        using (var cursor = view.GetRowCursor(_outputs.Append("Number").Select(n => view.Schema[n])))
        {
            Assert.True(cursor.MoveNext());
            Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Category"]));
            Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<DateTime>(view.Schema[_outputs[0]]));
            // Nobody has asked for a value yet.
            Assert.True(probe.Cursors.Where(c => !c.Columns.Contains("Number")).All(c => c.Rows[0] == 0));
        }

        // One cursor for what passes through, one over the texts alone, however many outputs are read.
        probe.Cursors.Clear();
        ColumnValues.ReadAll(view, [.. _outputs, "Number"]);
        Assert.Equal(2, probe.Cursors.Count);
        Assert.Equal(["Number"], probe.Cursors[0].Columns.Length == 1 && probe.Cursors[0].Columns[0] == "Number" ? probe.Cursors[0].Columns : probe.Cursors[1].Columns);
        Assert.Contains(probe.Cursors, c => c.Columns.SequenceEqual(_texts.Order()));
        Assert.All(probe.Cursors, c => Assert.Equal(_rows.Count, c.Rows[0]));
    }

    private void Shuffled_and_parallel_cursors_give_the_same(ITransformer transformer)
    {
        var expected = Outputs(transformer);
        var view = transformer.Transform(_data);
        string[] names = [.. _outputs, "Number"];
        var shuffled = ColumnValues.ReadAll(view, names, new Random(5));
        if (view.CanShuffle) Assert.NotEqual(_rows.Select(r => (object)r.Number), shuffled["Number"]);
        AssertRowsSame(expected, shuffled);

        var sets = view.GetRowCursorSet(names.Select(n => view.Schema[n]), 3, new Random(6));
        var parts = sets.Select(cursor => { using (cursor) return ColumnValues.ReadAll(cursor, names); }).ToList();
        AssertRowsSame(expected, names.ToDictionary(n => n, n => parts.SelectMany(p => p[n]).ToList()));
    }

    private void AssertRowsSame(Dictionary<string, List<object>> expected, Dictionary<string, List<object>> actual)
    {
        Assert.Equal(_rows.Select(r => r.Number).Order(), actual["Number"].Cast<float>().Order());
        foreach (var name in _outputs)
            for (var i = 0; i < actual[name].Count; i++)
                ColumnValues.AssertEqual(expected[name][(int)(float)actual["Number"][i]], actual[name][i], BatchTolerance, $"{name} of row {actual["Number"][i]}");
    }

    private void Threads_give_the_same(ITransformer transformer)
    {
        var expected = Outputs(transformer);
        var found = new Dictionary<string, List<object>>[2];
        var threads = found.Select((_, i) => new Thread(() => found[i] = Outputs(transformer))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.All(found, outputs => AssertSame(expected, outputs));
    }

    private static IEnumerable<string> Describe(DataViewSchema schema) =>
        schema.Select(c => $"{c.Name} {c.Type} {string.Join(", ", c.Annotations.Schema.Select(a => $"{a.Name} {a.Type} {ColumnValues.Exact(Value(c.Annotations, a))}").Order())}");

    private static object Value(DataViewSchema.Annotations annotations, DataViewSchema.Column annotation) => annotation.Type switch
    {
        TextDataViewType => Value<ReadOnlyMemory<char>>(annotations, annotation.Name).ToString(),
        KeyDataViewType => Value<uint>(annotations, annotation.Name),
        NumberDataViewType type when type == NumberDataViewType.Int32 => Value<int>(annotations, annotation.Name),
        VectorDataViewType { ItemType: TextDataViewType } => Value<VBuffer<ReadOnlyMemory<char>>>(annotations, annotation.Name).DenseValues().Select(v => (object)v.ToString()).ToArray(),
        _ => annotation.Type.ToString()!,
    };

    private static T Value<T>(DataViewSchema.Annotations annotations, string kind)
    {
        T value = default!;
        annotations.GetValue(kind, ref value);
        return value;
    }
}
