using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>
/// Plain text as token ids in files, without special tokens: text that was tokenized once and is read a window at a time, so that it may be larger than the memory.
/// A corpus is made of documents, and a document of lines. Safe for calls from many threads.
/// </summary>
public sealed class TokenCorpus : IDisposable
{
    internal const string InfoFile = "corpus.json", IdsFile = "ids.bin", LinesFile = "lines.bin", DocumentsFile = "documents.bin";

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _ids;
    private readonly long[] _lineEnds;
    private readonly int[] _documentEnds;
    private readonly int _idBytes;

    private TokenCorpus(CorpusInfo info, string idsPath, long[] lineEnds, int[] documentEnds)
    {
        VocabularySize = info.VocabularySize;
        TokenCount = lineEnds.Length == 0 ? 0 : lineEnds[^1];
        _idBytes = BytesOfId(info.VocabularySize);
        _lineEnds = lineEnds;
        _documentEnds = documentEnds;
        if (TokenCount == 0) return;
        _file = MemoryMappedFile.CreateFromFile(idsPath, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        _ids = _file.CreateViewAccessor(0, TokenCount * _idBytes, MemoryMappedFileAccess.Read);
    }

    /// <summary>The number of tokens of the tokenizer that made it; ids lie below.</summary>
    public int VocabularySize { get; }

    /// <summary>Tokens in all documents.</summary>
    public long TokenCount { get; }

    /// <summary>How many documents there are. None is empty.</summary>
    public int DocumentCount => _documentEnds.Length;

    /// <summary>How many lines all documents have. None is empty.</summary>
    public int LineCount => _lineEnds.Length;

    /// <summary>Tokenizes documents into a folder, on all cores; what was there is replaced when all is written.</summary>
    /// <param name="folder">The folder, made where it does not exist.</param>
    /// <param name="tokenizer">Makes tokens of the lines.</param>
    /// <param name="documents">The documents, each as its lines; read once, a part at a time. Lines without tokens and documents without lines are left out.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The corpus, the caller's to dispose.</returns>
    public static TokenCorpus Create(string folder, TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(documents);
        CorpusWriter.Write(folder, tokenizer, documents, cancellation);
        return Open(folder);
    }

    /// <summary>The same for two corpora, of documents that are read once.</summary>
    /// <param name="folder">Where the folders of both are made.</param>
    /// <param name="tokenizer">Makes tokens of the lines.</param>
    /// <param name="documents">As in <see cref="Create"/>.</param>
    /// <param name="heldOutEvery">The last of every so many documents is held out; 0 for none, and then there is no second corpus.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static (TokenCorpus Training, TokenCorpus? HeldOut) CreateSplit(string folder, TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, int heldOutEvery, CancellationToken cancellation)
    {
        string training = Path.Combine(folder, "training"), heldOut = Path.Combine(folder, "held-out");
        if (heldOutEvery == 0) return (Create(training, tokenizer, documents, cancellation), null);
        CorpusWriter.Write(training, heldOut, heldOutEvery, tokenizer, documents, cancellation);
        return (Open(training), Open(heldOut));
    }

    /// <summary>Opens a corpus that <see cref="Create"/> made.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file of it is missing.</exception>
    /// <exception cref="InvalidDataException">Its files do not belong together.</exception>
    public static TokenCorpus Open(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{Path.GetFullPath(folder)}'. Give the folder of a corpus.");
        var info = ReadInfo(folder);
        string ids = Existing(folder, IdsFile);
        var lineEnds = ReadEnds(Existing(folder, LinesFile), info.LineCount);
        var documentEnds = ReadEnds(Existing(folder, DocumentsFile), info.DocumentCount);
        long tokens = lineEnds.Length == 0 ? 0 : lineEnds[^1], lines = documentEnds.Length == 0 ? 0 : documentEnds[^1];
        if (lines != info.LineCount || tokens != info.TokenCount || new FileInfo(ids).Length != tokens * BytesOfId(info.VocabularySize))
            throw Damaged(folder, $"{InfoFile} speaks of {info.TokenCount:N0} tokens in {info.LineCount:N0} lines, and the other files hold {tokens:N0} in {lines:N0} or are cut short");
        return new TokenCorpus(info, ids, lineEnds, [.. documentEnds.Select(e => (int)e)]);
    }

    /// <summary>The lines of a document: from the first to before the last.</summary>
    /// <param name="document">Its number.</param>
    public (int First, int End) LinesOf(int document) => (document == 0 ? 0 : _documentEnds[document - 1], _documentEnds[document]);

    /// <summary>The tokens of a line: where they begin and end in the corpus.</summary>
    /// <param name="line">Its number.</param>
    public (long Start, long End) TokensOf(int line) => (line == 0 ? 0 : _lineEnds[line - 1], _lineEnds[line]);

    /// <summary>Copies tokens.</summary>
    /// <param name="start">The first, counted from the beginning of the corpus.</param>
    /// <param name="into">As many as fit in here.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many.</exception>
    /// <exception cref="InvalidDataException">An id is outside the vocabulary.</exception>
    public void Read(long start, Span<int> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (start > TokenCount - into.Length) throw new ArgumentOutOfRangeException(nameof(start), start, $"The corpus has {TokenCount:N0} tokens, too few for {into.Length} from here.");
        for (int i = 0; i < into.Length; i++)
        {
            int id = _idBytes == 2 ? _ids!.ReadUInt16((start + i) * 2) : _ids!.ReadInt32((start + i) * 4);
            if ((uint)id >= (uint)VocabularySize) throw new InvalidDataException($"The corpus holds the token id {id}, and its vocabulary has {VocabularySize}. Make the corpus again.");
            into[i] = id;
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _ids?.Dispose();
        _file?.Dispose();
    }

    internal static int BytesOfId(int vocabularySize) => vocabularySize <= ushort.MaxValue + 1 ? 2 : 4;

    private static CorpusInfo ReadInfo(string folder)
    {
        var source = JsonFiles.ReadObject(Existing(folder, InfoFile));
        try
        {
            var info = source.Deserialize<CorpusInfo>() ?? throw new JsonException("It is empty.");
            return info is { VocabularySize: > 0, TokenCount: >= 0, LineCount: >= 0 and <= int.MaxValue, DocumentCount: >= 0 and <= int.MaxValue } ? info : throw new JsonException("A number is out of range.");
        }
        catch (JsonException e)
        {
            throw Damaged(folder, $"{InfoFile} cannot be read: {e.Message}");
        }
    }

    private static long[] ReadEnds(string path, long count)
    {
        if (new FileInfo(path).Length != count * sizeof(long)) throw Damaged(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)} should have {count * sizeof(long):N0} bytes");
        var bytes = File.ReadAllBytes(path);
        var ends = new long[count];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
            if (ends[i] <= (i == 0 ? 0 : ends[i - 1])) throw Damaged(Path.GetDirectoryName(path)!, $"{Path.GetFileName(path)} does not ascend");
        }
        return ends;
    }

    private static string Existing(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"The corpus '{folder}' has no '{file}'. Make it again.", path);
    }

    private static InvalidDataException Damaged(string folder, string what) => new($"The corpus '{folder}' is damaged: {what}. Make it again.");
}

/// <summary>What a corpus says of itself.</summary>
internal sealed record CorpusInfo(int VocabularySize, long TokenCount, long LineCount, long DocumentCount);
