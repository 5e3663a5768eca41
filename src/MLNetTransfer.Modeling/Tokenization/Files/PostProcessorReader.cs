using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Reads post-processors.</summary>
internal static class PostProcessorReader
{
    public static RowRules ReadBert(JsonPart part) => new(RowTemplate.Bert(ReadIdOfPair(part, "cls"), ReadIdOfPair(part, "sep")));

    public static RowRules ReadRoberta(JsonPart part)
        => new(RowTemplate.Roberta(ReadIdOfPair(part, "cls"), ReadIdOfPair(part, "sep")), ReadTrims(part));

    public static RowRules ReadByteLevel(JsonPart part) => new(RowTemplate.Plain, ReadTrims(part));

    public static RowRules ReadSequence(JsonPart part)
    {
        RowRules[] steps = [.. part.Items("processors").Select(SupportedParts.PostProcessors.Read)];
        RowTemplate[] templates = [.. steps.Select(step => step.Template).Where(template => template != RowTemplate.Plain)];
        if (templates.Length > 1) throw part.Unsupported("processors", "more than one that adds special tokens is not supported");
        return new RowRules(templates.Length == 0 ? RowTemplate.Plain : templates[0], [.. steps.SelectMany(step => step.Trims)]);
    }

    public static RowRules ReadTemplate(JsonPart part)
    {
        Dictionary<string, int[]> special = ReadTokens(part);
        return new RowRules(new RowTemplate(ReadParts(part, "single", special), ReadParts(part, "pair", special)));
    }

    private static OffsetTrim[] ReadTrims(JsonPart part) => part.Boolean("trim_offsets") ?? true ? [new OffsetTrim(part.Boolean("add_prefix_space") ?? true)] : [];

    private static int ReadIdOfPair(JsonPart part, string member)
    {
        JsonElement pair = part.Require(member, JsonValueKind.Array).Element;
        return pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.Number && pair[1].TryGetInt32(out int id) && id >= 0 ? id
            : throw part.Bad(member, "must be a token and its id");
    }

    private static Dictionary<string, int[]> ReadTokens(JsonPart part)
    {
        var tokens = new Dictionary<string, int[]>();
        foreach (JsonProperty entry in part.Require("special_tokens", JsonValueKind.Object).Element.EnumerateObject())
        {
            var token = new JsonPart(entry.Value, $"{part.Place}.special_tokens['{entry.Name}']", part.File);
            tokens[entry.Name] = [.. token.Require("ids", JsonValueKind.Array).Element.EnumerateArray()
                .Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out int id) && id >= 0 ? id : throw token.Bad("ids", "must be token ids"))];
        }

        return tokens;
    }

    private static RowPart[] ReadParts(JsonPart processor, string member, Dictionary<string, int[]> special)
    {
        var parts = new List<RowPart>();
        foreach (JsonPart piece in processor.Items(member))
        {
            if (piece.Get("SpecialToken") is { } token)
            {
                string name = token.String("id") ?? string.Empty;
                if (!special.TryGetValue(name, out int[]? ids)) throw processor.Bad(member, $"'{name}' is not among {processor.Place}.special_tokens");
                parts.Add(new RowPart(RowPartKind.Special, token.Integer("type_id") ?? 0, ids));
            }
            else if (piece.Get("Sequence") is { } sequence && sequence.String("id") is var id and ("A" or "B"))
            {
                parts.Add(new RowPart(id == "A" ? RowPartKind.First : RowPartKind.Second, sequence.Integer("type_id") ?? 0, []));
            }
            else
            {
                throw processor.Bad(member, "a part must be a SpecialToken, or a Sequence A or B");
            }
        }

        bool whole = parts.Count(p => p.Kind == RowPartKind.First) == 1 && parts.Count(p => p.Kind == RowPartKind.Second) == (member == "pair" ? 1 : 0);
        return whole ? [.. parts] : throw processor.Bad(member, member == "pair" ? "must have the sequences A and B once each" : "must have the sequence A once, and no other");
    }
}
