using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints;

/// <summary>A digest of all of a module's weights, by name.</summary>
internal static class WeightDigest
{
    /// <returns>32 bytes of SHA-256.</returns>
    public static byte[] Of(nn.Module module)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var noGradients = no_grad();
        foreach (var (name, tensor) in module.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} {TensorTypes.Show(tensor.shape)}\n"));
            hash.AppendData(tensor.detach().cpu().contiguous().bytes);
        }
        return hash.GetHashAndReset();
    }
}
