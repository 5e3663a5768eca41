using System.Text;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>What a SentencePiece model file (spiece.model and the like) says, as far as Hugging Face's conversion looks at it.</summary>
internal sealed class SentencePieceFile
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    private readonly List<SentencePiece> _pieces = [];
    private readonly string _file;

    private SentencePieceFile(string file) => _file = file;

    /// <summary>The pieces by id.</summary>
    public IReadOnlyList<SentencePiece> Pieces => _pieces;

    public SentencePieceAlgorithm Algorithm { get; private set; } = SentencePieceAlgorithm.Unigram;

    /// <summary>The id of the piece for unknown characters.</summary>
    public int UnknownId { get; private set; }

    public string UnknownPiece { get; private set; } = "<unk>";

    /// <summary>The map of characters; empty where text is left as it is.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    public static SentencePieceFile Read(byte[] content, string file)
    {
        var model = new SentencePieceFile(file);
        var reader = new ProtobufReader(content, file);
        while (reader.TryReadField(out int field))
        {
            switch (field)
            {
                case 1: model.ReadPiece(reader.ReadBytes()); break;
                case 2: model.ReadTrainer(reader.ReadBytes()); break;
                case 3: model.ReadNormalizer(reader.ReadBytes()); break;
                default: reader.Skip(); break;
            }
        }

        if (model._pieces.Count == 0) throw new InvalidDataException($"{file} has no pieces. Is it a SentencePiece model?");
        if (model.UnknownId < 0 || model.UnknownId >= model._pieces.Count) throw new InvalidDataException($"{file}: the unknown piece (trainer_spec.unk_id) is {model.UnknownId}, but there are {model._pieces.Count} pieces.");
        return model;
    }

    private void ReadPiece(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message, _file);
        var piece = new SentencePiece(string.Empty, 0, SentencePieceKind.Normal);
        while (reader.TryReadField(out int field))
        {
            switch (field)
            {
                case 1: piece = piece with { Text = Text(reader.ReadBytes(), $"piece {_pieces.Count}") }; break;
                case 2: piece = piece with { Score = reader.ReadSingle() }; break;
                case 3: piece = piece with { Kind = (SentencePieceKind)reader.ReadInt32() }; break;
                default: reader.Skip(); break;
            }
        }

        if (!float.IsFinite(piece.Score)) throw new InvalidDataException($"{_file}: piece {_pieces.Count} ('{piece.Text}') has the score {piece.Score}; it must be a finite number.");
        if (_pieces.Count == VocabularyReader.LargestId) throw new InvalidDataException($"{_file} has more than {VocabularyReader.LargestId:N0} pieces.");
        _pieces.Add(piece);
    }

    private void ReadTrainer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message, _file);
        while (reader.TryReadField(out int field))
        {
            switch (field)
            {
                case 3: Algorithm = (SentencePieceAlgorithm)reader.ReadInt32(); break;
                case 40: UnknownId = reader.ReadInt32(); break;
                case 45: UnknownPiece = Text(reader.ReadBytes(), "trainer_spec.unk_piece"); break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message, _file);
        while (reader.TryReadField(out int field))
        {
            if (field == 2) CharacterMap = reader.ReadBytes().ToArray();
            else reader.Skip();
        }
    }

    private string Text(ReadOnlySpan<byte> utf8, string place)
    {
        try
        {
            return _strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"{_file}: {place} is no valid UTF-8 text.", e);
        }
    }
}

/// <summary>One piece of a SentencePiece model.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Score">Its score.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct SentencePiece(string Text, float Score, SentencePieceKind Kind);

/// <summary>What a piece is, under protobuf's numbers.</summary>
internal enum SentencePieceKind
{
    /// <summary>A piece of text.</summary>
    Normal = 1,

    /// <summary>Found in no text: the begin of a sentence and the like.</summary>
    Control = 3,

    /// <summary>Never split.</summary>
    UserDefined = 4,
}

/// <summary>How a SentencePiece model splits words, under protobuf's numbers.</summary>
internal enum SentencePieceAlgorithm
{
    /// <summary>By the best sum of scores.</summary>
    Unigram = 1,

    /// <summary>By merges.</summary>
    Bpe = 2,
}
