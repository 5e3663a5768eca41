using System.Buffers;

namespace Microsoft.ML.Tokenizers;

/// <summary>Encodes text into tokens and decodes ids back into text.</summary>
public abstract class Tokenizer
{
    protected Tokenizer()
    {
    }

    public virtual PreTokenizer? PreTokenizer => null;

    public virtual Normalizer? Normalizer => null;

    protected abstract EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings);

    protected virtual EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        int[] ids = new int[results.Tokens.Count];
        for (int i = 0; i < ids.Length; i++) ids[i] = results.Tokens[i].Id;
        return new EncodeResults<int> { Tokens = ids, NormalizedText = results.NormalizedText, CharsConsumed = results.CharsConsumed };
    }

    protected virtual int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) => EncodeToTokens(text, textSpan, settings).Tokens.Count;

    protected virtual int GetIndexByTokenCount(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        if (settings.MaxTokenCount <= 0) throw new ArgumentOutOfRangeException(nameof(settings), "The maximum number of tokens must be greater than zero.");

        int max = settings.MaxTokenCount;
        if (fromEnd) settings.MaxTokenCount = int.MaxValue;
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        IReadOnlyList<EncodedToken> tokens = results.Tokens;
        normalizedText = results.NormalizedText;
        tokenCount = Math.Min(max, tokens.Count);
        if (!fromEnd) return results.CharsConsumed;
        if (tokenCount == tokens.Count) return 0;
        return tokens[tokens.Count - tokenCount].Offset.Start.Value;
    }

    public IReadOnlyList<int> EncodeToIds(string text, bool considerPreTokenization = true, bool considerNormalization = true)
        => EncodeToIds(text, [], Settings(considerPreTokenization, considerNormalization)).Tokens;

    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true)
        => EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization)).Tokens;

    public IReadOnlyList<int> EncodeToIds(string text, int maxTokenCount, out string? normalizedText, out int charsConsumed, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<int> results = EncodeToIds(text, [], Settings(considerPreTokenization, considerNormalization, maxTokenCount));
        (normalizedText, charsConsumed) = (results.NormalizedText, results.CharsConsumed);
        return results.Tokens;
    }

    public IReadOnlyList<int> EncodeToIds(ReadOnlySpan<char> text, int maxTokenCount, out string? normalizedText, out int charsConsumed, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<int> results = EncodeToIds(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount));
        (normalizedText, charsConsumed) = (results.NormalizedText, results.CharsConsumed);
        return results.Tokens;
    }

    public IReadOnlyList<EncodedToken> EncodeToTokens(string text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(text, [], Settings(considerPreTokenization, considerNormalization));
        normalizedText = results.NormalizedText;
        return results.Tokens;
    }

    public IReadOnlyList<EncodedToken> EncodeToTokens(ReadOnlySpan<char> text, out string? normalizedText, bool considerPreTokenization = true, bool considerNormalization = true)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(null, text, Settings(considerPreTokenization, considerNormalization));
        normalizedText = results.NormalizedText;
        return results.Tokens;
    }

    public int CountTokens(string text, bool considerPreTokenization = true, bool considerNormalization = true)
        => CountTokens(text, [], Settings(considerPreTokenization, considerNormalization));

    public int CountTokens(ReadOnlySpan<char> text, bool considerPreTokenization = true, bool considerNormalization = true)
        => CountTokens(null, text, Settings(considerPreTokenization, considerNormalization));

    public int GetIndexByTokenCount(string text, int maxTokenCount, out string? normalizedText, out int tokenCount, bool considerPreTokenization = true, bool considerNormalization = true)
        => GetIndexByTokenCount(text, [], Settings(considerPreTokenization, considerNormalization, maxTokenCount), false, out normalizedText, out tokenCount);

    public int GetIndexByTokenCount(ReadOnlySpan<char> text, int maxTokenCount, out string? normalizedText, out int tokenCount, bool considerPreTokenization = true, bool considerNormalization = true)
        => GetIndexByTokenCount(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), false, out normalizedText, out tokenCount);

    public int GetIndexByTokenCountFromEnd(string text, int maxTokenCount, out string? normalizedText, out int tokenCount, bool considerPreTokenization = true, bool considerNormalization = true)
        => GetIndexByTokenCount(text, [], Settings(considerPreTokenization, considerNormalization, maxTokenCount), true, out normalizedText, out tokenCount);

    public int GetIndexByTokenCountFromEnd(ReadOnlySpan<char> text, int maxTokenCount, out string? normalizedText, out int tokenCount, bool considerPreTokenization = true, bool considerNormalization = true)
        => GetIndexByTokenCount(null, text, Settings(considerPreTokenization, considerNormalization, maxTokenCount), true, out normalizedText, out tokenCount);

    public virtual string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);

        for (int size = 256; ; size = checked(size * 2))
        {
            char[] buffer = ArrayPool<char>.Shared.Rent(size);
            try
            {
                OperationStatus status = Decode(ids, buffer, out _, out int charsWritten);
                if (status == OperationStatus.Done) return new string(buffer, 0, charsWritten);
                if (status != OperationStatus.DestinationTooSmall) throw new InvalidOperationException("The ids cannot be decoded.");
            }
            finally
            {
                ArrayPool<char>.Shared.Return(buffer);
            }
        }
    }

    public abstract OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten);

    private static EncodeSettings Settings(bool preTokenize, bool normalize, int max = int.MaxValue)
        => new() { ConsiderPreTokenization = preTokenize, ConsiderNormalization = normalize, MaxTokenCount = max };
}
