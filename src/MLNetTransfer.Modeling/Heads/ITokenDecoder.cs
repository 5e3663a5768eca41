using MLNetTransfer.Modeling.Layers;
using MLNetTransfer.Modeling.Tokenization;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Heads;

/// <summary>A model that writes token by token: all that generation knows of a network.</summary>
internal interface ITokenDecoder
{
    /// <summary>Reads what comes before the first token that is to be written.</summary>
    /// <param name="input">A prompt to be continued, or a text to be answered. Padding may be on either side.</param>
    DecodingStart Begin(TokenBatch input);

    /// <summary>Reads the token that was written last in each row.</summary>
    /// <param name="tokenIds">Int64 <c>[rows]</c>.</param>
    /// <param name="state">What was read before; gets these tokens too.</param>
    /// <returns>The scores of the next token, <c>[rows, vocabulary]</c> float32, the caller's to change.</returns>
    Tensor Next(Tensor tokenIds, DecodingState state);
}

/// <summary>Where a model begins to write.</summary>
/// <param name="State">What was read, the receiver's to dispose.</param>
/// <param name="Written">The tokens that stand before the first one to be written, int64 <c>[rows, count]</c>: the prompt with its padding in front, or a start token.</param>
/// <param name="Scores">The scores of the first token to be written, <c>[rows, vocabulary]</c> float32, the receiver's to change.</param>
/// <param name="Room">How many tokens can be written at most.</param>
internal sealed record DecodingStart(DecodingState State, Tensor Written, Tensor Scores, int Room);
