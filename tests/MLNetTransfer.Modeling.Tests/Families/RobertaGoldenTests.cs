namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class RobertaGoldenTests : FamilyGoldenTests<RobertaGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["roberta", "xlm-roberta", "camembert"];
}
