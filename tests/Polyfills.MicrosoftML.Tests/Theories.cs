namespace Polyfills.MicrosoftML.Tests;

/// <summary>Cases of theories.</summary>
internal static class Theories
{
    public static TheoryData<T1, T2> Of<T1, T2>(IEnumerable<(T1, T2)> cases)
    {
        var data = new TheoryData<T1, T2>();
        foreach (var (first, second) in cases)
            data.Add(first, second);
        return data;
    }
}
