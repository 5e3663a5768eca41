namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>What lies where in the working folder.</summary>
internal sealed class Folders(string work)
{
    public string Tokenizer => Path.Combine(work, "tokenizer");

    public string Config => Path.Combine(Tokenizer, "config.json");

    public string Training => Path.Combine(work, "train");

    public string HeldOut => Path.Combine(work, "heldout");

    public string ShortTexts => Path.Combine(work, "short.txt");

    public string Pretrained => Path.Combine(work, "pretrained");

    public string Distilled => Path.Combine(work, "distilled");

    public string Vectors => Path.Combine(work, "teacher.bin");

    public string State(string step) => Path.Combine(work, "state-" + step);

    public string Curve(string step) => Path.Combine(work, $"curve-{step}.tsv");
}

/// <summary>How long a step runs, and how it trains.</summary>
internal sealed record RunLimits(int Steps, double? Minutes, int Batch, double Rate);
