using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Layers;

/// <summary>The chance that a value is dropped while training; nothing happens, and nothing is copied, otherwise.</summary>
internal readonly record struct Dropout(double Rate)
{
    /// <summary>The rate in force: 0 outside training.</summary>
    public double When(bool training) => training ? Rate : 0;

    /// <summary><paramref name="input"/> itself where nothing is dropped, else a new tensor; the caller's handle of the input is then disposed.</summary>
    public Tensor Apply(Tensor input, bool training)
    {
        if (When(training) == 0) return input;
        using (input) return nn.functional.dropout(input, Rate, training: true);
    }
}
