using MLNetTransfer.Modeling.Generation;

namespace MLNetTransfer.Modeling.Tests.Generation;

public class GenerationOptionsTests
{
    public static TheoryData<GenerationOptions, string> Wrong => new()
    {
        { new() { MaxNewTokens = 0 }, "The option MaxNewTokens must be at least 1." },
        { new() { MinNewTokens = 200 }, "The option MinNewTokens must be at most MaxNewTokens, 128." },
        { new() { BeamCount = 0 }, "The option BeamCount must be at least 1." },
        { new() { TextCount = 2 }, "The option TextCount is 2, but there is one text to choose from. Set BeamCount to 2 or more, or Sample." },
        { new() { TextCount = 4, BeamCount = 3 }, "there are 3 texts to choose from" },
        { new() { Sample = true, BeamCount = 2 }, "The options Sample and BeamCount 2 exclude one another." },
        { new() { Temperature = 0 }, "The option Temperature must be a number above 0." },
        { new() { Temperature = double.NaN }, "The option Temperature must be a number above 0." },
        { new() { TopP = 1.5 }, "The option TopP must be above 0, at most 1." },
        { new() { MinP = -0.1 }, "The option MinP must be from 0 to 1." },
        { new() { TypicalP = 0 }, "The option TypicalP must be above 0, at most 1." },
        { new() { RepetitionPenalty = 0 }, "The option RepetitionPenalty must be a number above 0." },
        { new() { LengthPenalty = double.PositiveInfinity }, "The option LengthPenalty must be a number." },
        { new() { NoRepeatNGramSize = -1 }, "The option NoRepeatNGramSize must be at least 0." },
        { new() { BannedSequences = [[]] }, "The option BannedSequences has an empty sequence" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_out_of_range_or_contradicts_itself_is_named(GenerationOptions options, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(options.Check).Message);

    [Fact]
    public void The_defaults_are_in_range() => new GenerationOptions().Check();
}
