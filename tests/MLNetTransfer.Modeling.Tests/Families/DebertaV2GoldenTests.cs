namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class DebertaV2GoldenTests : FamilyGoldenTests<DebertaV2GoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["deberta-v2", "deberta-v2-conv"];
}
