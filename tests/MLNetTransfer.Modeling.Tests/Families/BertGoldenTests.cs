namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class BertGoldenTests : FamilyGoldenTests<BertGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["bert"];
}
