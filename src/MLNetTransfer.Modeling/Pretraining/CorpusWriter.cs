using System.Buffers.Binary;
using System.Text.Json;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Tokenization;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Tokenizes documents into the files of a <see cref="TokenCorpus"/>, in order, several at a time.</summary>
internal static class CorpusWriter
{
    // Enough text for all cores to have work, little enough to lie in memory twice.
    private const int CharactersAtATime = 1 << 22;

    public static void Write(string folder, TextTokenizer tokenizer, IEnumerable<IReadOnlyList<string>> documents, CancellationToken cancellation) =>
        Write(folder, tokenizer.VocabularySize, Parts(documents).SelectMany(part =>
        {
            var tokens = new int[part.Count][][];
            Parallel.For(0, part.Count, new ParallelOptions { CancellationToken = cancellation }, d => tokens[d] = [.. part[d].Select(line => tokenizer.Encode(line).Ids)]);
            return tokens;
        }));

    /// <summary>Writes documents that are tokenized: lines of token ids.</summary>
    public static void Write(string folder, int vocabularySize, IEnumerable<int[][]> documents)
    {
        Directory.CreateDirectory(folder);
        // Without its description a corpus is none: what is half written cannot be taken for a whole.
        File.Delete(Path.Combine(folder, TokenCorpus.InfoFile));
        int idBytes = TokenCorpus.BytesOfId(vocabularySize);
        long tokenCount = 0, lineCount = 0, documentCount = 0;
        using (var ids = Open(folder, TokenCorpus.IdsFile))
        using (var lines = Open(folder, TokenCorpus.LinesFile))
        using (var ends = Open(folder, TokenCorpus.DocumentsFile))
        {
            foreach (var document in documents)
            {
                var before = lineCount;
                foreach (var line in document.Where(l => l.Length > 0))
                {
                    Put(ids, line, idBytes);
                    Put(lines, tokenCount += line.Length);
                    lineCount++;
                }
                if (lineCount == before) continue;
                Put(ends, lineCount);
                documentCount++;
            }
        }
        var info = new CorpusInfo(vocabularySize, tokenCount, lineCount, documentCount);
        AtomicFile.Write(Path.Combine(folder, TokenCorpus.InfoFile), s => JsonSerializer.Serialize(s, info));
    }

    private static IEnumerable<List<IReadOnlyList<string>>> Parts(IEnumerable<IReadOnlyList<string>> documents)
    {
        var part = new List<IReadOnlyList<string>>();
        long characters = 0;
        foreach (var document in documents)
        {
            part.Add(document);
            characters += document.Sum(l => (long)l.Length) + 1;
            if (characters < CharactersAtATime) continue;
            yield return part;
            part = [];
            characters = 0;
        }
        if (part.Count > 0) yield return part;
    }

    private static FileStream Open(string folder, string name) => new(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 18);

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
