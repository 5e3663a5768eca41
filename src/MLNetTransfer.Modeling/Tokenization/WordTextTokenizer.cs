using Microsoft.ML.Tokenizers;
using MLNetTransfer.Modeling.Tokenization.Fastai;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;

namespace MLNetTransfer.Modeling.Tokenization;

/// <summary>
/// ELMo's tokenizer: texts are split into words, and a word is the ids of its characters, as <see cref="WordCharacterTokenizer"/> makes them; there is no vocabulary.
/// Words are split after spaCy's rules for English, or, where <c>word_tokenizer.json</c> in the model's folder has <c>"split": "white_space"</c>, at white space alone,
/// for texts that are split already. Ids come word by word, <see cref="CharactersPerWord"/> of each. Safe to use from many threads.
/// </summary>
internal sealed class WordTextTokenizer : TextTokenizer
{
    private readonly EnglishWords? _splitter;

    internal WordTextTokenizer(int charactersPerWord, bool english, IReadOnlyDictionary<string, byte[]> files) : base(files)
    {
        CharactersPerWord = charactersPerWord;
        if (english) _splitter = new EnglishWords();
        var (begin, end) = (Mark(WordCharacterTokenizer.BeginSentence), Mark(WordCharacterTokenizer.EndSentence));
        RowPart first = new(RowPartKind.First, 0, []), second = new(RowPartKind.Second, 0, []);
        Template = new RowTemplate([begin, first, end], [begin, first, end, begin, second, end]) { IdsPerToken = charactersPerWord };

        RowPart Mark(string word)
        {
            var ids = new int[charactersPerWord];
            WordCharacterTokenizer.Write(word, ids);
            return new RowPart(RowPartKind.Special, 0, ids);
        }
    }

    /// <summary>How many ids a word has, marks and padding included.</summary>
    public int CharactersPerWord { get; }

    /// <summary>How many ids of characters there are; any word can be written with them.</summary>
    public override int VocabularySize => WordCharacterTokenizer.IdCount;

    /// <inheritdoc/>
    public override SpecialTokens Special { get; } = new();

    internal override RowTemplate Template { get; }

    /// <summary>Null: a word is no single id.</summary>
    public override int? IdOf(string token) => null;

    /// <summary>Null: an id is no whole word.</summary>
    public override string? TokenOf(int id) => null;

    internal override void Encode(ReadOnlySpan<char> text, Workspace workspace, EncodeSettings settings)
    {
        var tokens = workspace.Tokens;
        tokens.Widen(CharactersPerWord);
        if (_splitter is null)
        {
            for (int start = 0; start < text.Length && !tokens.IsFull;)
            {
                bool space = PythonText.IsSpace(text[start]);
                int end = start + 1;
                while (end < text.Length && PythonText.IsSpace(text[end]) == space) end++;
                if (!space) WordCharacterTokenizer.Write(text[start..end], tokens.Add(start, end));
                start = end;
            }

            return;
        }

        workspace.Text.Load(text, 0, text.Length);
        workspace.Words.Load(workspace.Text, 0, workspace.Text.Length);
        _splitter.Split(workspace.Words);
        foreach (TextSpan word in workspace.Words.Pieces)
        {
            if (tokens.IsFull) return;
            // White space is a word of its own where there is much of it; ELMo knows none.
            ReadOnlySpan<char> characters = workspace.Text.Chars.Slice(word.Start, word.Length);
            if (!PythonText.IsSpace(characters[0])) WordCharacterTokenizer.Write(characters, tokens.Add(word.Start, word.End));
        }
    }

    internal override string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var words = new List<string>();
        for (int start = 0; start < ids.Length; start += CharactersPerWord)
            words.Add(WordCharacterTokenizer.Read(ids[start..Math.Min(start + CharactersPerWord, ids.Length)]));
        return string.Join(' ', words.Where(word => word.Length > 0));
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        if (settings.MaxTokenCount <= 0) throw new ArgumentOutOfRangeException(nameof(settings), settings.MaxTokenCount, "The maximum number of tokens must be greater than zero.");
        ReadOnlySpan<char> source = text ?? textSpan;
        EncodedText words = Encode(source);
        int count = Math.Min(words.Offsets.Length, settings.MaxTokenCount);
        var tokens = new EncodedToken[count];
        // What tells words apart is their text; the id is that of the first character.
        for (int i = 0; i < count; i++) tokens[i] = new EncodedToken(words.Ids[(i * CharactersPerWord) + 1], source[words.Offsets[i].Start..words.Offsets[i].End].ToString(), new Range(words.Offsets[i].Start, words.Offsets[i].End));
        return new EncodeResults<EncodedToken> { Tokens = tokens, CharsConsumed = count == words.Offsets.Length ? source.Length : words.Offsets[count - 1].End };
    }
}
