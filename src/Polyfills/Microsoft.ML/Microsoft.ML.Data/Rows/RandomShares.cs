using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The context's random numbers, of which every part of a pipeline gets a share when it is made, whether it needs one or not.</summary>
internal static class RandomShares
{
    /// <summary>Leaves aside the share of a part that needs none, so that those made after it get the numbers that the real ones get.</summary>
    public static void TakeShare(this IHostEnvironment env, string name) => env.Register(name);
}
