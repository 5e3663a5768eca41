namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class Gpt2GoldenTests : FamilyGoldenTests<Gpt2GoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["gpt2"];
}
