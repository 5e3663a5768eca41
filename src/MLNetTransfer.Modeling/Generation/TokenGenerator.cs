using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Tokenization;
using TorchSharp;

namespace MLNetTransfer.Modeling.Generation;

/// <summary>Writes texts with a model: the likeliest token at every step, a beam search, or random draws. Safe for calls from many threads while no thread trains the model.</summary>
public static class TokenGenerator
{
    /// <summary>Continues prompts, or answers texts where the model has an encoder for them.</summary>
    /// <param name="model">A <see cref="CausalLanguageModel"/> or a <see cref="ConditionalGenerationModel"/>. It is put into evaluation mode if it is not in it.</param>
    /// <param name="input">The prompts or texts, on the model's device; padding may be on either side.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Ends the work after the running step.</param>
    /// <returns>For each row its texts, best first.</returns>
    /// <exception cref="ArgumentException">The model cannot generate, an option is out of range, or a prompt leaves no position free.</exception>
    /// <exception cref="InvalidDataException">The model's config.json has no usable start or end token.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<IReadOnlyList<GeneratedText>> Generate(TaskModel model, TokenBatch input, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        options ??= new();
        options.Check();
        if (model is not ITokenDecoder decoder)
            throw new ArgumentException($"A {model.GetName()} cannot generate text. Use a {nameof(CausalLanguageModel)} or a {nameof(ConditionalGenerationModel)}.", nameof(model));
        if (model.training) model.eval();
        var endTokenIds = EndTokens.Of(options.EndTokenIds, model.Encoder.Config);

        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var start = decoder.Begin(input);
        using var state = start.State;
        if (start.Room < 1)
            throw new ArgumentException($"The prompts are {start.Written.shape[1]} tokens long, which leaves no position to write at. Shorten them.", nameof(input));
        var plan = new GenerationPlan(decoder, options, endTokenIds, start, cancellation);
        return options.BeamCount > 1 ? new BeamSearch(plan).Run() : new StepwiseSearch(plan).Run();
    }
}
