using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Tagging;

namespace MLNetTransfer.Modeling.Tests.Tagging;

/// <summary>Entities and their figures, against seqeval in both modes.</summary>
public class EntityGoldenTests
{
    private static readonly JsonObject _golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "metrics", "entities", "golden.json")))!.AsObject();

    public static TheoryData<string> Sets => [.. _golden["settings"]!.AsObject().Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void Equals_seqeval(string name)
    {
        var (settings, figures) = (_golden["settings"]![name]!, _golden[name]!);
        var (labels, predictions) = (Rows(settings["labels"]!), Rows(settings["predictions"]!));
        var expected = figures["entities"]!.AsArray().Select(row => row!.AsArray().Select(e => new EntitySpan((string)e![0]!, (int)e[1]!, (int)e[2]!)).ToArray());
        Assert.Equal(expected, predictions.Select(p => EntitySpans.Read(p).ToArray()));

        var counts = Count(null);
        Check(figures["lenient"]!, counts.Total);
        Assert.Equal((double)figures["accuracy"]!, counts.WordAccuracy, 1e-9);
        if ((double?)figures["lenient_macro"]!["f1"] is { } macro) Assert.Equal(macro, counts.Types.Values.Average(t => t.F1), 1e-9);
        else Assert.Empty(counts.Types);
        if (figures["strict"] is { } strict) Check(strict, Count(Enum.Parse<TagScheme>((string)settings["scheme"]!, ignoreCase: true)).Total);

        EntityCounts Count(TagScheme? scheme)
        {
            var all = new EntityCounts(scheme);
            for (var i = 0; i < labels.Length; i++) all.Add(labels[i], predictions[i]);
            return all;
        }
    }

    [Theory]
    [InlineData(TagScheme.Iob1, "I-A B-A O", true)]
    [InlineData(TagScheme.Iob1, "O B-A", false)]
    [InlineData(TagScheme.Iob1, "I-A B-B", false)]
    [InlineData(TagScheme.Iob2, "B-A I-A B-A", true)]
    [InlineData(TagScheme.Iob2, "O I-A", false)]
    [InlineData(TagScheme.Iob2, "B-A I-B", false)]
    [InlineData(TagScheme.Iob2, "I-A", false)]
    [InlineData(TagScheme.Iobes, "B-A I-A E-A S-B", true)]
    [InlineData(TagScheme.Iobes, "B-A O", false)]
    [InlineData(TagScheme.Iobes, "B-A I-A", false)]
    [InlineData(TagScheme.Iobes, "E-A", false)]
    [InlineData(TagScheme.Iobes, "B-A E-B", false)]
    public void A_scheme_knows_what_breaks_it(TagScheme scheme, string sentence, bool holds)
    {
        string[] tags = sentence.Split(' '), all = [.. tags.Distinct()];
        Assert.Equal(holds, scheme.Forbidden(all).FirstBroken([.. tags.Select(t => Array.IndexOf(all, t))]) is null);
    }

    [Fact]
    public void A_tag_of_another_scheme_is_named()
    {
        Assert.Contains("'S-A'", Assert.Throws<ArgumentException>(() => EntitySpans.Read(["S-A"], TagScheme.Iob2)).Message);
        Assert.Throws<ArgumentException>(() => EntitySpans.Read([""]));
    }

    [Theory]
    [InlineData("O B-PER I-PER", true)]
    [InlineData("O S-PER E-PER", true)]
    [InlineData("O B I", true)]
    [InlineData("O", false)]
    [InlineData("NN VB IN", false)]
    [InlineData("O B-PER PER", false)]
    public void Tags_of_no_scheme_mark_no_entities(string tags, bool mark) => Assert.Equal(mark, TagSchemes.MarkEntities(tags.Split(' ')));

    private static void Check(JsonNode expected, EntityCount found)
    {
        Assert.Equal((double)expected["precision"]!, found.Precision, 1e-9);
        Assert.Equal((double)expected["recall"]!, found.Recall, 1e-9);
        Assert.Equal((double)expected["f1"]!, found.F1, 1e-9);
    }

    private static string[][] Rows(JsonNode rows) => [.. rows.AsArray().Select(r => r!.AsArray().Select(t => (string)t!).ToArray())];
}
