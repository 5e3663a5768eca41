using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.Tests.Contract;
using MLNetTransfer.TestSupport;

namespace MLNetTransfer.Tests;

/// <summary>SaveAtomic: whatever interrupts it, the old file is whole.</summary>
public class AtomicSaveTests
{
    private static readonly MLContext _ml = new(1);
    private static readonly IDataView _rows = _ml.Data.LoadFromEnumerable(ContractRow.Some(10));

    private static ITransformer Model() => _ml.Transforms.CopyColumns("Copy", "Text").Fit(_rows);

    [Fact]
    public void Writes_what_Save_writes()
    {
        using var folder = new TempFolder();
        _ml.Model.SaveAtomic(Model(), _rows.Schema, folder["new.zip"]);
        _ml.Model.SaveAtomic(Model(), _rows.Schema, folder["new.zip"]);
        var loaded = _ml.Model.Load(folder["new.zip"], out var schema);
        Assert.Equal(_rows.Schema.Select(c => c.Name), schema.Select(c => c.Name));
        Assert.Contains(loaded.GetOutputSchema(schema), c => c.Name == "Copy");
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TempFolder();
        var path = folder["model.zip"];
        _ml.Model.SaveAtomic(Model(), _rows.Schema, path);
        var before = File.ReadAllBytes(path);
        var failing = new TransformerChain<ITransformer>(Model(), new Saboteur(() => throw new IOException("disk full")));
        Assert.ThrowsAny<Exception>(() => _ml.Model.SaveAtomic(failing, _rows.Schema, path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_killed_process_leaves_the_old_file_whole()
    {
        using var folder = new TempFolder();
        var path = folder["model.zip"];
        _ml.Model.SaveAtomic(Model(), _rows.Schema, path);
        var before = File.ReadAllBytes(path);
        var (exitCode, output) = ChildProcess.Run("die-while-saving", path);
        Assert.True(exitCode == ChildProcess.Killed, $"exit code {exitCode}: {output}");
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.NotNull(_ml.Model.Load(path, out _));
    }

    /// <summary>Run in a child process: is killed while the second of two transformers is saved.</summary>
    internal static void SaveAndDie(string path) =>
        _ml.Model.SaveAtomic(new TransformerChain<ITransformer>(Model(), new Saboteur(Process.GetCurrentProcess().Kill)), _rows.Schema, path);

    /// <summary>A transformer whose Save does something else.</summary>
    private sealed class Saboteur(Action act) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => act();
    }
}
