namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class AlbertGoldenTests : FamilyGoldenTests<AlbertGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["albert"];
}
