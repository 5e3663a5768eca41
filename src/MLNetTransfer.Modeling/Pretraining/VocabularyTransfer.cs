using MLNetTransfer.Modeling.Families;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Pretraining;

/// <summary>Copies a language model's weights into one of another vocabulary, or into another model's encoder.</summary>
internal static class VocabularyTransfer
{
    /// <summary>Copies all weights: of the vocabulary those of words that both have, and the mean of all where a word is new.</summary>
    public static void Copy(UlmfitLanguageModel from, RecurrentLanguageModel to, TextTokenizer tokenizer)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        long rows = from.Model.Encoder.Config.VocabularySize;
        // The row behind the last is the mean.
        long[] sources = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.TokenOf(id) is { } token ? from.Tokenizer.IdOf(token) ?? rows : rows)];
        Dictionary<string, Parameter> own = from.Model.named_parameters().ToDictionary(p => p.Item1, p => p.Item2);
        foreach (var (name, parameter) in to.named_parameters())
        {
            Tensor source = own[name];
            if (source.shape[0] == rows && parameter.shape[0] == sources.Length && (name.EndsWith(".table.weight", StringComparison.Ordinal) || name == "vocabulary.bias"))
                source = cat(new[] { source, source.mean(new long[] { 0 }, keepdim: true) }, 0).index_select(0, tensor(sources, device: source.device));
            parameter.copy_(source);
        }
    }

    /// <summary>Copies every weight of an encoder into another of its kind.</summary>
    public static void CopyAll(Encoder from, Encoder to)
    {
        using var noGradients = no_grad();
        Dictionary<string, Parameter> own = from.named_parameters().ToDictionary(p => p.Item1, p => p.Item2);
        foreach (var (name, parameter) in to.named_parameters()) parameter.copy_(own[name]);
    }
}
