using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MLNetTransfer.Modeling.Families.MPNet;

/// <summary>config.json of an MPNet checkpoint.</summary>
internal sealed class MPNetConfig : StackedConfig
{
    /// <summary>Buckets of distances, whatever the config says of the table's rows.</summary>
    public const int BucketCount = 32;

    /// <summary>Reads and checks.</summary>
    [SetsRequiredMembers]
    public MPNetConfig(JsonObject source) : base(source, new StackedKeys { DefaultPadTokenId = 1, PositionsAfterPadding = true, DefaultTypeCount = null })
    {
        // The reference counts positions from 1 whatever the padding id.
        Reader.Only("pad_token_id", 1);
        BiasRows = Reader.Integer("relative_attention_num_buckets", BucketCount, ConfigReader.MaxSize, BucketCount);
    }

    /// <inheritdoc/>
    public override string ModelType => "mpnet";

    /// <summary>Rows of the table of distances.</summary>
    public int BiasRows { get; }

    /// <inheritdoc/>
    public override long ParameterCount => base.ParameterCount + (long)BiasRows * HeadCount;
}
