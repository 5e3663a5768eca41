namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class ElectraGoldenTests : FamilyGoldenTests<ElectraGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["electra"];
}
