using System.Buffers.Binary;
using System.Text.Json;
using MLNetTransfer.Modeling.Checkpoints;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>The files of a <see cref="TokenCorpus"/> that is being written.</summary>
internal sealed class CorpusFiles : IDisposable
{
    private readonly string _folder;
    private readonly int _vocabularySize, _idBytes;
    private readonly FileStream _ids, _lines, _ends;
    private long _tokenCount, _lineCount, _documentCount;

    /// <summary>Begins a corpus in a folder, which is made where it does not exist.</summary>
    public CorpusFiles(string folder, int vocabularySize)
    {
        (_folder, _vocabularySize, _idBytes) = (folder, vocabularySize, TokenCorpus.BytesOfId(vocabularySize));
        Directory.CreateDirectory(folder);
        // Without its description a corpus is none: what is half written cannot be taken for a whole.
        File.Delete(Path.Combine(folder, TokenCorpus.InfoFile));
        _ids = Open(TokenCorpus.IdsFile);
        _lines = Open(TokenCorpus.LinesFile);
        _ends = Open(TokenCorpus.DocumentsFile);
    }

    /// <summary>Writes a document: lines of token ids. Empty lines, and a document without others, are left out.</summary>
    public void Add(int[][] document)
    {
        var before = _lineCount;
        foreach (var line in document.Where(l => l.Length > 0))
        {
            Put(_ids, line, _idBytes);
            Put(_lines, _tokenCount += line.Length);
            _lineCount++;
        }
        if (_lineCount == before) return;
        Put(_ends, _lineCount);
        _documentCount++;
    }

    /// <summary>Makes a corpus of what was written.</summary>
    public void Complete()
    {
        Dispose();
        var info = new CorpusInfo(_vocabularySize, _tokenCount, _lineCount, _documentCount);
        AtomicFile.Write(Path.Combine(_folder, TokenCorpus.InfoFile), s => JsonSerializer.Serialize(s, info));
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _ids.Dispose();
        _lines.Dispose();
        _ends.Dispose();
    }

    private FileStream Open(string name) => new(Path.Combine(_folder, name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18);

    private static void Put(FileStream stream, int[] ids, int idBytes)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (int id in ids)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, id);
            stream.Write(bytes[..idBytes]);
        }
    }

    private static void Put(FileStream stream, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
