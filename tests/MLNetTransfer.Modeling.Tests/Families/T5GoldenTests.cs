namespace MLNetTransfer.Modeling.Tests.Families;

public sealed class T5GoldenTests : FamilyGoldenTests<T5GoldenTests>, IGoldenFamily
{
    public static string[] Folders => ["t5", "t5-v1.1", "mt5"];

    public static string[] EncodersOf(string[] folders) => ["t5/encoder", "mt5/encoder"];
}
