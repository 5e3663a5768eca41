namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class DistilBertGoldenTests : FamilyGoldenTests<DistilBertGoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["distilbert"];
}
