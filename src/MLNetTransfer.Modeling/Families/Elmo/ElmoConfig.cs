using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Layers;

namespace MLNetTransfer.Modeling.Families.Elmo;

/// <summary>config.json of an ELMo: what bilm-tf and AllenNLP publish as <c>options.json</c>, beside <c>"model_type": "elmo"</c>.</summary>
internal sealed class ElmoConfig : EncoderConfig
{
    /// <summary>Ids of the 256 bytes, of the marks that begin and end sentences and words, of padding within words, and 0 for padding beyond rows.</summary>
    public const int CharacterCount = 262;

    private const int MaxFilters = 64, MaxCharacters = 1000;

    private ElmoConfig(JsonObject source) : base(source)
    {
    }

    /// <inheritdoc/>
    public override string ModelType => "elmo";

    /// <summary>Width of a character's vector.</summary>
    public required int CharacterSize { get; init; }

    /// <summary>How many characters a word has, marks and padding included.</summary>
    public required int CharactersPerWord { get; init; }

    /// <summary>Width and number of each convolution.</summary>
    public required IReadOnlyList<(int Width, int Count)> Filters { get; init; }

    /// <summary>Of the convolutions.</summary>
    public required Activation Activation { get; init; }

    public required int HighwayCount { get; init; }

    /// <summary>Width of an LSTM's cell.</summary>
    public required int CellSize { get; init; }

    /// <summary>Width of words' vectors, and of each direction's states.</summary>
    public required int ProjectionSize { get; init; }

    public required double CellClip { get; init; }
    public required double ProjectionClip { get; init; }
    public required bool SkipConnections { get; init; }

    /// <summary>Sum of the numbers of convolutions.</summary>
    public int FilterCount => Filters.Sum(f => f.Count);

    /// <inheritdoc/>
    public override long ParameterCount
    {
        get
        {
            long filters = FilterCount;
            var words = (CharacterCount - 1L) * CharacterSize + Filters.Sum(f => ((long)f.Width * CharacterSize + 1) * f.Count) + HighwayCount * 2 * (filters * filters + filters);
            if (filters != ProjectionSize) words += (filters + 1) * ProjectionSize;
            var layer = (2L * ProjectionSize + 1) * 4 * CellSize;
            if (CellSize != ProjectionSize) layer += (long)CellSize * ProjectionSize;
            return words + 2 * LayerCount * layer;
        }
    }

    /// <summary>Reads and checks.</summary>
    public static ElmoConfig Read(JsonObject source)
    {
        var (lstm, words) = (Part(source, "lstm"), Part(source, "char_cnn"));
        var (read, readWords) = (new ConfigReader(lstm), new ConfigReader(words));
        readWords.Only("n_characters", CharacterCount);
        var config = new ElmoConfig(source)
        {
            CharacterSize = new ConfigReader(Part(words, "embedding")).Integer("dim", 1, ConfigReader.MaxSize),
            CharactersPerWord = readWords.Integer("max_characters_per_token", 3, MaxCharacters, 50),
            Filters = ReadFilters(words["filters"]),
            Activation = readWords.Activation("activation", "relu"),
            HighwayCount = readWords.Integer("n_highway", 0, ConfigReader.MaxLayers, 0),
            CellSize = read.Integer("dim", 1, ConfigReader.MaxSize),
            ProjectionSize = read.Integer("projection_dim", 1, ConfigReader.MaxSize),
            LayerCount = read.Integer("n_layers", 1, ConfigReader.MaxLayers),
            CellClip = read.Number("cell_clip", 0, float.MaxValue, 0),
            ProjectionClip = read.Number("proj_clip", 0, float.MaxValue, 0),
            SkipConnections = read.Flag("use_skip_connections", false),
            HiddenSize = 2 * read.Integer("projection_dim", 1, ConfigReader.MaxSize),
            HeadCount = 0,
            VocabularySize = CharacterCount,
            MaxPositions = ConfigReader.MaxPositions,
            PadTokenId = 0,
            InitializerRange = 0.02,
        };
        if (config.Filters.FirstOrDefault(f => f.Width > config.CharactersPerWord) is { Width: > 0 } wide)
            throw ConfigReader.Conflict($"'filters' has one of width {wide.Width}, and words have {config.CharactersPerWord} characters.");
        if (config.ProjectionSize > config.CellSize)
            throw ConfigReader.Conflict($"'projection_dim' ({config.ProjectionSize}) must not be above 'dim' ({config.CellSize}).");
        return config;
    }

    private static JsonObject Part(JsonObject source, string key) => source[key] as JsonObject ?? throw ConfigReader.Conflict($"'{key}' is missing; expected an object, as in ELMo's options.json.");

    private static (int, int)[] ReadFilters(JsonNode? node)
    {
        if (node is JsonArray { Count: > 0 and <= MaxFilters } filters && filters.All(f => f is JsonArray { Count: 2 } pair && pair.All(n => n is JsonValue v && v.TryGetValue(out int number) && number is >= 1 and <= ConfigReader.MaxSize)))
            return [.. filters.Select(f => (f![0]!.GetValue<int>(), f[1]!.GetValue<int>()))];
        throw ConfigReader.Conflict($"'filters' is not a list of up to {MaxFilters} pairs: the width and the number of each convolution.");
    }
}
