namespace MLNetTransfer.Modeling.Families.AwdLstm;

/// <summary>AWD-LSTM's parameters as fastai names them: a language model keeps its encoder under <c>0</c>, a classifier under <c>0.module</c>.</summary>
internal static class AwdLstmParameterNames
{
    private const string InLanguageModel = "0", InClassifier = "0.module";

    public static ParameterNames LanguageModel { get; } = Create(InLanguageModel, InClassifier, [("vocabulary", "1.decoder")], [("0.encoder.weight", "1.decoder.weight")]);

    /// <param name="config">A layer's place among the classifier's depends on its dropout: fastai leaves out those that drop nothing.</param>
    public static ParameterNames Classifier(AwdLstmConfig config)
    {
        var rows = new List<(string, string)>();
        for (var i = 0; i < config.ClassifierDropouts.Count; i++)
        {
            rows.Add(($"classifier.{i}.norm", $"1.layers.{i}.0"));
            var place = config.ClassifierDropouts[i] == 0 ? 1 : 2;
            rows.Add(($"classifier.{i}.dense", $"1.layers.{i}.{place}"));
            // Files may be of other dropouts than config.json says.
            rows.Add(($"classifier.{i}.dense", $"1.layers.{i}.{3 - place}"));
        }
        return Create(InClassifier, InLanguageModel, [.. rows], []);
    }

    private static ParameterNames Create(string prefix, string otherPrefix, (string, string)[] heads, (string, string)[] copies) => new(
        prefix,
        encoder:
        [
            ("embeddings.table", "encoder"),
            // One parameter of a layer stands outside of PyTorch's module, which gets it anew, with weights dropped, for every run.
            ("layers.*.recurrent", "rnns.*"),
            ("layers.*.inputs", "rnns.*.module"),
        ],
        heads,
        oldSpellings: [],
        ignored: ["encoder_dp.emb.weight", "1.decoder.weight"],
        otherPrefixes: [otherPrefix],
        copies: [.. copies, ($"{prefix}.encoder.weight", $"{prefix}.encoder_dp.emb.weight"), ("encoder.weight", "encoder_dp.emb.weight")]);
}
