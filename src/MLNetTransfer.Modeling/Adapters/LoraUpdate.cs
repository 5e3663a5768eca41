using MLNetTransfer.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Adapters;

/// <summary>
/// Adds s B A x to what a linear layer makes of x. The layer holds the parameters: <c>lora_A</c> is <c>[rank, input]</c>, <c>lora_B</c> <c>[output, rank]</c>.
/// </summary>
internal sealed class LoraUpdate(int rank, double scale, double dropout) : ILinearAdapter
{
    public const string A = "lora_A", B = "lora_B";

    public static IReadOnlyList<string> ParameterNames { get; } = [A, B];

    public int Rank => rank;

    /// <summary>Whether the layer's weight has the change in it, so that nothing is to be added.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Puts itself on a layer, with parameters as PEFT starts them: A from U(-1/√input, 1/√input), and B 0, so that nothing changes yet.</summary>
    public void AttachTo(LinearLayer layer, Generator? generator)
    {
        var (a, b) = (ParameterInitializer.Create(rank, layer.InputSize), ParameterInitializer.Create(layer.OutputSize, rank));
        ParameterInitializer.Uniform(a, 1 / Math.Sqrt(layer.InputSize), generator);
        using (no_grad()) b.zero_();
        var device = layer.get_parameter("weight")!.device;
        layer.Attach(this, [(A, On(device, a)), (B, On(device, b))]);
    }

    /// <inheritdoc/>
    public Tensor Apply(LinearLayer layer, Tensor input, Tensor output)
    {
        if (IsMerged) return output;
        using var scope = torch.NewDisposeScope();
        if (layer.training && dropout > 0) input = nn.functional.dropout(input, dropout, training: true);
        var change = LinearLayer.Project(LinearLayer.Project(input, layer.get_parameter(A)!, null), layer.get_parameter(B)!, null);
        var changed = output + (change * scale);
        output.Dispose();
        return changed.MoveToOuterDisposeScope();
    }

    /// <summary>Adds the change to the layer's weight, or takes it out again.</summary>
    public void Merge(LinearLayer layer, bool into)
    {
        if (IsMerged == into) return;
        using var scope = torch.NewDisposeScope();
        using var noGradient = no_grad();
        var change = layer.get_parameter(B)!.matmul(layer.get_parameter(A)!) * (into ? scale : -scale);
        layer.get_parameter("weight")!.add_(layer.InputFirst ? change.t() : change);
        IsMerged = into;
    }

    private static Parameter On(Device device, Parameter parameter)
    {
        if (device.type == DeviceType.CPU) return parameter;
        using (parameter)
        {
            var moved = new Parameter(parameter.detach().to(device));
            moved.DetachFromDisposeScope();
            return moved;
        }
    }
}
