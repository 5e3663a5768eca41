using System.Buffers;
using Microsoft.ML.Tokenizers;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>
/// A pretrained model's tokenizer, equal to Hugging Face's in ids and offsets. It is a <see cref="Tokenizer"/> of Microsoft.ML.Tokenizers and goes
/// wherever ML.NET takes one. Offsets are of the original text, in UTF-16 units; a lone surrogate counts as U+FFFD. Safe to use from many threads.
/// </summary>
/// <remarks>The normalized text that Microsoft.ML.Tokenizers hands out beside tokens is null: normalization is woven into the splitting, and offsets do not refer to it.</remarks>
public abstract class TextTokenizer : Tokenizer
{
    private static readonly EncodeSettings _everything = new() { ConsiderNormalization = true, ConsiderPreTokenization = true };

    private protected TextTokenizer(IReadOnlyDictionary<string, byte[]> files) => Files = files;

    /// <summary>How many tokens there are, added ones included.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The tokens that mean something to the network itself.</summary>
    public abstract SpecialTokens Special { get; }

    /// <summary>The files that the tokenizer was read from, by name, byte for byte; <see cref="Load(IReadOnlyDictionary{string, byte[]})"/> takes them back.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>How rows are made up of texts and special tokens.</summary>
    internal abstract RowTemplate Template { get; }

    /// <summary>
    /// Reads a tokenizer from a model's folder: from <c>tokenizer.json</c>, or where there is none from the older files, a SentencePiece model,
    /// <c>vocab.json</c> with <c>merges.txt</c>, or <c>vocab.txt</c>, with what <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c> and
    /// <c>added_tokens.json</c> say about it, by the rules of transformers; or from <c>itos.json</c>, a JSON array of the tokens of a fastai vocabulary in their order.
    /// </summary>
    /// <remarks>
    /// A SentencePiece model is read as transformers converts it for the tokenizer's class, which <c>tokenizer_config.json</c> names or which goes with the model type in
    /// <c>config.json</c>. Where neither says, the file's name does: <c>spiece.model</c> is T5's, <c>sentencepiece.bpe.model</c> XLM-RoBERTa's, <c>spm.model</c> DeBERTa-v2's,
    /// and <c>tokenizer.model</c> Llama's.
    /// A folder of ELMo needs no tokenizer file: its config.json, or <c>...options.json</c>, says how many characters a word has. Texts are split after spaCy's rules for English, or at white
    /// space alone where <c>word_tokenizer.json</c> says <c>"split": "white_space"</c>.
    /// fastai's default rules are applied to texts exactly; words are split after spaCy's rules for English.
    /// </remarks>
    /// <param name="folder">The folder.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the place.</exception>
    /// <exception cref="NotSupportedException">The tokenizer has a part that is not supported; the message names it.</exception>
    public static TextTokenizer Load(string folder) => TokenizerFiles.Load(folder);

    /// <summary>Makes a tokenizer of files in memory, as <see cref="Files"/> gives them.</summary>
    /// <param name="files">Contents by file name.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="FileNotFoundException">No file among them is a tokenizer's.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names the file and the place.</exception>
    /// <exception cref="NotSupportedException">The tokenizer has a part that is not supported; the message names it.</exception>
    public static TextTokenizer Load(IReadOnlyDictionary<string, byte[]> files) => TokenizerFiles.Load(files);

    /// <summary>Writes the tokenizer's files into a folder, which is made where it does not exist.</summary>
    /// <param name="folder">The folder.</param>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] content) in Files) File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    /// <summary>The id of a token, or null where there is no such token.</summary>
    /// <param name="token">The token as the vocabulary has it, for example <c>##ing</c>.</param>
    public abstract int? IdOf(string token);

    /// <summary>The token of an id, or null where there is no such id.</summary>
    /// <param name="id">The id.</param>
    public abstract string? TokenOf(int id);

    /// <summary>Splits a text into tokens, without special tokens around them.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Ids and offsets.</returns>
    public EncodedText Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode(text.AsSpan());
    }

    /// <inheritdoc cref="Encode(string)"/>
    public EncodedText Encode(ReadOnlySpan<char> text)
    {
        Workspace workspace = Start(text, _everything);
        TokenBuffer tokens = workspace.Tokens;
        var offsets = new TextSpan[tokens.Count];
        for (int i = 0; i < offsets.Length; i++) offsets[i] = new TextSpan(tokens.Starts[i], tokens.Ends[i]);
        var encoded = new EncodedText(tokens.Ids.ToArray(), offsets);
        Workspace.Return(workspace, text.Length);
        return encoded;
    }

    /// <summary>Turns ids back into text, as far as that is possible.</summary>
    /// <param name="ids">The ids; those that no token has are left out.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <returns>The text.</returns>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Decode(ids as int[] ?? [.. ids], skipSpecialTokens);
    }

    /// <inheritdoc/>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: false);

    /// <inheritdoc/>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        int[] all = [.. ids];
        string text = Decode(all, skipSpecialTokens: false);
        (int fitting, int beyond) = (0, all.Length);
        if (text.Length <= destination.Length) fitting = beyond;
        // What ids add to the text can depend on those before them: the most that fit are found by trying.
        while (beyond - fitting > 1)
        {
            int middle = (fitting + beyond) / 2;
            if (Decode(all.AsSpan(0, middle), skipSpecialTokens: false).Length <= destination.Length) fitting = middle;
            else beyond = middle;
        }

        if (fitting < all.Length) text = Decode(all.AsSpan(0, fitting), skipSpecialTokens: false);
        text.CopyTo(destination);
        (idsConsumed, charsWritten) = (fitting, text.Length);
        return fitting == all.Length ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
    }

    /// <summary>Adds a text's tokens to the workspace's, whose limit holds; a few more may come.</summary>
    internal abstract void Encode(ReadOnlySpan<char> text, Workspace workspace, EncodeSettings settings);

    /// <summary>The text of some ids.</summary>
    internal abstract string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens);

    /// <summary>A workspace with the tokens of a text, up to the word with which there are so many.</summary>
    internal Workspace Fill(ReadOnlySpan<char> text, int limit) => Fill(text, limit, _everything);

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        Workspace workspace = Start(source, settings);
        TokenBuffer tokens = workspace.Tokens;
        var found = new EncodedToken[tokens.Count];
        for (int i = 0; i < found.Length; i++)
            found[i] = new EncodedToken(tokens.Ids[i], TokenOf(tokens.Ids[i]) ?? string.Empty, new Range(tokens.Starts[i], tokens.Ends[i]));
        var results = new EncodeResults<EncodedToken> { Tokens = found, CharsConsumed = Consumed(tokens, source) };
        Workspace.Return(workspace, source.Length);
        return results;
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        Workspace workspace = Start(source, settings);
        var results = new EncodeResults<int> { Tokens = workspace.Tokens.Ids.ToArray(), CharsConsumed = Consumed(workspace.Tokens, source) };
        Workspace.Return(workspace, source.Length);
        return results;
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text ?? textSpan;
        Workspace workspace = Start(source, settings);
        int count = workspace.Tokens.Count;
        Workspace.Return(workspace, source.Length);
        return count;
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        normalizedText = null;
        ReadOnlySpan<char> source = text ?? textSpan;
        int max = settings.MaxTokenCount;
        if (fromEnd && max > 0) settings.MaxTokenCount = int.MaxValue;
        Workspace workspace = Start(source, settings);
        TokenBuffer tokens = workspace.Tokens;
        tokenCount = Math.Min(tokens.Count, max);
        int index = !fromEnd ? Consumed(tokens, source) : tokenCount == tokens.Count ? 0 : tokens.Starts[tokens.Count - tokenCount];
        Workspace.Return(workspace, source.Length);
        return index;
    }

    private static int Consumed(TokenBuffer tokens, ReadOnlySpan<char> text) => tokens.WasCut ? tokens.Ends[^1] : text.Length;

    private Workspace Start(ReadOnlySpan<char> text, EncodeSettings settings)
    {
        if (settings.MaxTokenCount <= 0) throw new ArgumentOutOfRangeException(nameof(settings), settings.MaxTokenCount, "The maximum number of tokens must be greater than zero.");
        // One more than asked for, to know whether the text had more.
        Workspace workspace = Fill(text, settings.MaxTokenCount == int.MaxValue ? int.MaxValue : settings.MaxTokenCount + 1, settings);
        workspace.Tokens.CutTo(settings.MaxTokenCount);
        return workspace;
    }

    private Workspace Fill(ReadOnlySpan<char> text, int limit, EncodeSettings settings)
    {
        Workspace workspace = Workspace.Rent();
        workspace.Tokens.Clear(limit);
        Encode(text, workspace, settings);
        return workspace;
    }
}
