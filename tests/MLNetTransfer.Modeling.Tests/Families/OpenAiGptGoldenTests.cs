namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class OpenAiGptGoldenTests : FamilyGoldenTests<OpenAiGptGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["openai-gpt"];
}
