using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetTransfer.TestSupport;

namespace Polyfills.MicrosoftML.Tests.Models;

public class ModelFileTests
{
    private readonly MLContext _context = new(1);

    private IDataView View => _context.Data.LoadFromEnumerable([new Number { A = 1 }, new Number { A = 2 }]);

    [Fact]
    public void A_model_comes_back_with_its_schema_in_another_context()
    {
        using var stream = Save(out var expected);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out var schema);
        Assert.Equal(expected, loaded.Transform(View).GetColumn<float>("C"));
        Assert.Equal(View.Schema.Select(c => c.ToString()), schema.Select(c => c.ToString()));
        Assert.IsType<TransformerChain<ITransformer>>(loaded);
    }

    [Fact]
    public void Entries_are_where_the_real_ones_are()
    {
        using var stream = Save(out _);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        Assert.Equal(
            ["TrainingInfo/Version.txt", "TransformerChain/Transform_000/Factor", "TransformerChain/Transform_000/Model.key", "TransformerChain/Transform_001/Factor", "TransformerChain/Transform_001/Model.key", "TransformerChain/Model.key", "Schema"],
            zip.Entries.Select(e => e.FullName));
        var real = Goldens.Read("zip").EnumerateArray().Select(e => e.GetProperty("FullName").GetString()!).ToArray();
        Assert.Equal([real[0], .. real[^2..]], [zip.Entries[0].FullName, zip.Entries[^2].FullName, zip.Entries[^1].FullName]);
        // Of the real chain of four, less the name of the assembly, whose public key token this one lacks.
        using var key = new BinaryReader(zip.Entries[^2].Open());
        var header = key.ReadBytes(256);
        Assert.Equal("ML\0MODEL", Encoding.ASCII.GetString(header, 0, 8));
        Assert.Equal("XF\0CHAIN", Encoding.ASCII.GetString(header, 0x40, 8));
        Assert.Equal("TransformerChain", Encoding.ASCII.GetString(header, 0x50, 24).TrimEnd('\0'));
        Assert.Equal(0x00010002u, BitConverter.ToUInt32(header, 8));
        Assert.Equal(4 + 2 * 4, BitConverter.ToInt64(header, 0x18));
        Assert.Equal(256 + 12 + 2 * typeof(MLContext).Assembly.FullName!.Length + 8, zip.Entries[^2].Length);
    }

    [Fact]
    public void Annotations_of_the_schema_survive()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, 2), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(2, ["x".AsMemory(), "y".AsMemory()]));
        annotations.AddPrimitiveValue("Set", new KeyDataViewType(typeof(uint), 9), 4u);
        annotations.AddPrimitiveValue("When", DateTimeOffsetDataViewType.Instance, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)));
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("K", new KeyDataViewType(typeof(uint), 2), annotations.ToAnnotations());
        builder.AddColumn("T", new VectorDataViewType(NumberDataViewType.Double, 0, 3));
        using var stream = new MemoryStream();
        _context.Model.Save(null, builder.ToSchema(), stream);
        stream.Position = 0;
        var model = _context.Model.Load(stream, out var schema);

        Assert.Empty((TransformerChain<ITransformer>)model);
        Assert.Equal(["K: Key<UInt32, 0-1> {KeyValues, Set, When, IsNormalized}", "T: Vector<Double, *, 3>"], schema.Select(c => c.ToString()));
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["K"].GetKeyValues(ref names);
        Assert.Equal(["x", "y"], names.DenseValues().Select(n => n.ToString()));
        uint set = 0;
        schema["K"].Annotations.GetValue("Set", ref set);
        Assert.Equal(4u, set);
        DateTimeOffset when = default;
        schema["K"].Annotations.GetValue("When", ref when);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3)), when);
        Assert.True(schema["K"].IsNormalized());
    }

    [Fact]
    public void Errors_of_files_are_the_real_ones()
    {
        using var folder = new TempFolder();
        Goldens.AssertError("Load of a missing file", () => _context.Model.Load("gone.zip", out _));
        File.WriteAllText(folder["no.zip"], "not a zip");
        Goldens.AssertError("Load of a file that is no zip", () => _context.Model.Load(folder["no.zip"], out _));
    }

    [Fact]
    public void A_file_is_written_over_and_temporary_files_go()
    {
        using var folder = new TempFolder();
        using var temp = new TempFolder();
        _context.TempFilePath = temp.Path;
        File.WriteAllBytes(folder["m.zip"], new byte[1 << 20]);
        _context.Model.Save(new Doubler("B", "A", 2), View.Schema, folder["m.zip"]);
        Assert.True(new FileInfo(folder["m.zip"]).Length < 1 << 16);
        var loaded = Assert.IsType<Doubler>(_context.Model.Load(folder["m.zip"], out _));
        Assert.Equal([2, 4], loaded.Transform(View).GetColumn<float>("B"));
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    [Theory]
    [InlineData(0x00, "Wrong file type")]
    [InlineData(0x0C, "File is too new")]
    [InlineData(0x10, "Corrupt file header")]
    [InlineData(0x18, "Corrupt file header")]
    [InlineData(0x1F, "Corrupt file header")]
    [InlineData(0x28, "Corrupt file header")]
    [InlineData(0x88, "Corrupt file header")]
    [InlineData(0x98, "Corrupt file header")]
    [InlineData(-1, "Corrupt model file tail")]
    public void A_damaged_header_is_refused(int place, string message)
    {
        var bytes = SingleStream();
        var index = place < 0 ? bytes.Length + place : place;
        bytes[index] ^= 0x40;
        if (place == 0x0C)
            bytes[0x08] ^= 0x40;
        Assert.Equal(message, Assert.Throws<FormatException>(() => new ModelLoadContext(new BinaryReader(new MemoryStream(bytes)))).Message);
        for (var length = 0; length < bytes.Length; length += 13)
            Assert.Throws<FormatException>(() => new ModelLoadContext(new BinaryReader(new MemoryStream(SingleStream()[..length]))));
    }

    [Fact]
    public void Other_formats_and_newer_versions_are_refused()
    {
        var context = new ModelLoadContext(new BinaryReader(new MemoryStream(SingleStream())));
        context.CheckAtModel(Doubler.Version());
        Assert.Equal("Unknown file type", Assert.Throws<FormatException>(() => context.CheckVersionInfo(new VersionInfo("OTHERFMT", 1, 1, 1, null))).Message);
        var newer = new ModelLoadContext(new BinaryReader(new MemoryStream(SingleStream(0x00010009))));
        Assert.Contains("because the model is too new", Assert.Throws<FormatException>(() => newer.CheckAtModel(Doubler.Version())).Message);
        Assert.Equal(["first", "second", ""], context.Strings);
        Assert.Equal(["first", "second"], [context.LoadString(), context.LoadNonEmptyString()]);
        Assert.Null(context.LoadStringOrNull());
        Assert.Throws<FormatException>(context.LoadNonEmptyString);
        context.Done();
    }

    [Fact]
    public void A_model_that_lacks_a_part_is_refused()
    {
        using var stream = Save(out _);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            zip.GetEntry("TransformerChain/Transform_001/Model.key")!.Delete();
        stream.Position = 0;
        var error = Assert.Throws<TargetInvocationException>(() => _context.Model.Load(stream, out _));
        Assert.Equal("Corrupt model file", Assert.IsType<FormatException>(error.InnerException).Message);
    }

    [Fact]
    public void Classes_of_other_assemblies_are_found_through_the_header()
    {
        var bytes = SingleStream(assembly: "Not.There, Version=1.0.0.0");
        Assert.Contains("Not.There", Assert.Throws<FileNotFoundException>(() => Load(_context, bytes)).Message);
        // The context knows the test's assembly only once it has read its name in a header.
        Assert.Throws<FormatException>(() => Load(new MLContext(), SingleStream(assembly: "")));
        Assert.IsType<Doubler>(Load(new MLContext(), SingleStream(assembly: typeof(Doubler).Assembly.FullName!)));

        static ITransformer Load(MLContext context, byte[] bytes)
        {
            using var zip = new MemoryStream();
            using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            using (var entry = archive.CreateEntry("TransformerChain/Model.key").Open())
                entry.Write(bytes);
            return context.Model.Load(zip, out _);
        }
    }

    [Fact]
    public void Entries_outside_the_model_are_refused()
    {
        using var writer = RepositoryWriter.CreateNew(new MemoryStream());
        foreach (var (folder, name) in new[] { ("a", "../b"), ("..", "b"), (null, "/etc/passwd"), (null, @"C:\b"), (null, " ") })
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.CreateEntry(folder, name));
        writer.CreateEntry("a", "b").Dispose();
        Assert.Contains("Duplicate entry: 'a/b'", Assert.Throws<ArgumentOutOfRangeException>(() => writer.CreateEntry("a", "b")).Message);
    }

    [Fact]
    public void Zips_whose_folders_are_divided_by_backslashes_can_be_read()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(@"a\b\c.txt").Open())
            entry.WriteByte(65);
        stream.Position = 0;
        foreach (var useFiles in new[] { true, false })
        {
            using var reader = RepositoryReader.Open(stream, useFileSystem: useFiles);
            using var entry = reader.OpenEntry("a/b", "c.txt");
            Assert.Equal(65, entry.Stream.ReadByte());
            Assert.Null(reader.OpenEntryOrNull("a", "c.txt"));
            Assert.Equal("Repository doesn't contain entry a/c.txt", Assert.Throws<InvalidOperationException>(() => reader.OpenEntry("a", "c.txt")).Message);
        }
    }

    [Fact]
    public void A_transformer_that_writes_no_version_is_refused()
    {
        using var stream = new MemoryStream();
        Assert.Equal("ModelSignature not specified!", Assert.Throws<InvalidOperationException>(() => _context.Model.Save(new Silent(), null, stream)).Message);
    }

    private MemoryStream Save(out float[] expected)
    {
        var model = new DoublerEstimator("B", "A", 2).Append(new DoublerEstimator("C", "B", 10)).Fit(View);
        expected = [.. model.Transform(View).GetColumn<float>("C")];
        var stream = new MemoryStream();
        _context.Model.Save(model, View.Schema, stream);
        return stream;
    }

    private static byte[] SingleStream(uint version = 0x00010001, string? assembly = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ModelSaveContext.Save(writer, ctx =>
        {
            ctx.SetVersionInfo(new VersionInfo("TESTDOUB", version, version, 1, assembly ?? typeof(Doubler).Assembly.FullName, Doubler.LoaderSignature));
            ctx.SaveString("first");
            ctx.SaveString("second");
            if (assembly != null)
                return;
            ctx.SaveStringOrNull(null);
            ctx.SaveString("");
        });
        return stream.ToArray();
    }

    private sealed class Silent : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx)
        {
        }

        public IDataView Transform(IDataView input) => input;
    }
}
