namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class ModernBertGoldenTests : FamilyGoldenTests<ModernBertGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["modernbert"];
}
