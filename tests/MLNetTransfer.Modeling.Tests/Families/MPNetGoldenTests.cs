namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class MPNetGoldenTests : FamilyGoldenTests<MPNetGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["mpnet"];
}
