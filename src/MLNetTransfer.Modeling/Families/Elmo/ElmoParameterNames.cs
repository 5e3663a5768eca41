namespace MLNetTransfer.Modeling.Families.Elmo;

/// <summary>ELMo's parameters as bilm-tf names them, in TensorFlow's layout; a head, which ELMo does not have, keeps our names.</summary>
internal static class ElmoParameterNames
{
    public static ParameterNames Of(ElmoConfig c)
    {
        List<(string Here, string There)> rows = [("words.characters", "char_embed")];
        for (var i = 0; i < c.Filters.Count; i++)
        {
            rows.Add(($"words.filter_{i}", $"CNN/W_cnn_{i}"));
            rows.Add(($"words.bias_{i}", $"CNN/b_cnn_{i}"));
        }
        for (var i = 0; i < c.HighwayCount; i++)
            foreach (var gate in new[] { "transform", "carry" })
            {
                rows.Add(($"highway_{i}.{gate}.weight", $"CNN_high_{i}/W_{gate}"));
                rows.Add(($"highway_{i}.{gate}.bias", $"CNN_high_{i}/b_{gate}"));
            }
        rows.Add(("projection.weight", "CNN_proj/W_proj"));
        rows.Add(("projection.bias", "CNN_proj/b_proj"));
        for (var i = 0; i < c.LayerCount; i++)
            foreach (var (here, there) in new[] { ("forward", "RNN_0"), ("backward", "RNN_1") })
            {
                var cell = $"{there}/RNN/MultiRNNCell/Cell{i}/LSTMCell";
                rows.Add(($"layers.{here}_{i}.weight", $"{cell}/W_0"));
                rows.Add(($"layers.{here}_{i}.bias", $"{cell}/B"));
                rows.Add(($"layers.{here}_{i}.projection", $"{cell}/W_P_0"));
            }
        return new ParameterNames("elmo", encoder: [], heads: [("classifier", "classifier"), ("tags", "classifier")], oldSpellings: [], ignored: [], parameters: [.. rows]);
    }
}
