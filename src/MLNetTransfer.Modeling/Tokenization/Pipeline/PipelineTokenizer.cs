using Microsoft.ML.Tokenizers;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Decoders;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Pipeline;

/// <summary>A tokenizer of the parts that a tokenizer.json names.</summary>
internal sealed class PipelineTokenizer : TextTokenizer
{
    private readonly TextNormalizer? _normalizer;
    private readonly TextPreTokenizer? _preTokenizer;
    private readonly TokenModel _model;
    private readonly AddedVocabulary _added;
    private readonly TokenDecoder? _decoder;
    private readonly OffsetTrimmer? _trimmer;
    private readonly BertAsciiPath? _asciiPath;
    private readonly ByteLevelPath? _byteLevelPath;

    public PipelineTokenizer(TokenizerParts parts, IReadOnlyDictionary<string, byte[]> files)
        : base(files)
    {
        _normalizer = parts.Normalizer;
        _preTokenizer = parts.PreTokenizer;
        _model = parts.Model;
        _decoder = parts.Decoder;
        Template = parts.Rows.Template;
        if (parts.Rows.Trims.Length > 0) _trimmer = new OffsetTrimmer(parts.Rows.Trims, _model.TokenOf, _model.LargestId);
        _added = new AddedVocabulary(parts.AddedTokens, parts.Model, parts.Normalizer);
        VocabularySize = _model.VocabularySize + _added.NewCount;
        Special = new SpecialTokens
        {
            PadId = IdOf(parts.SpecialNames.Pad) ?? IdOf("<pad>") ?? 0,
            UnknownId = _model.UnknownId,
            ClsId = IdOf(parts.SpecialNames.Cls) ?? IdOf("<s>"),
            SepId = IdOf(parts.SpecialNames.Sep) ?? IdOf("</s>"),
            MaskId = IdOf(parts.SpecialNames.Mask) ?? IdOf("<mask>"),
        };
        if (_normalizer is BertNormalizer bert && _preTokenizer is BertPreTokenizer && _model is WordPieceModel wordPiece && _added.Normalized.IsEmpty)
            _asciiPath = new BertAsciiPath(bert, wordPiece);
        _byteLevelPath = ByteLevelPath.Of(_normalizer, _preTokenizer, _model);
    }

    public override int VocabularySize { get; }

    public override SpecialTokens Special { get; }

    internal override RowTemplate Template { get; }

    public override int? IdOf(string token) => _added.IdOf(token) ?? _model.IdOf(token);

    public override string? TokenOf(int id) => _added.TokenOf(id) ?? _model.TokenOf(id);

    internal override string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var tokens = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            (string? token, bool special) = _added.Decode(id);
            token ??= _model.TokenOf(id);
            if (token is not null && !(special && skipSpecialTokens)) tokens.Add(token);
        }

        if (_decoder is null) return string.Join(' ', tokens);
        _decoder.Decode(tokens);
        return string.Concat(tokens);
    }

    internal override void Encode(ReadOnlySpan<char> text, Workspace workspace, EncodeSettings settings)
    {
        var run = new Run(this, text, workspace, settings);
        if (!_added.Original.MayMatch(text))
        {
            run.EncodePiece(0, text.Length);
            return;
        }

        List<AddedTokenMatch> matches = workspace.Matches;
        matches.Clear();
        _added.Original.Split(text, matches);
        foreach (AddedTokenMatch match in matches)
        {
            if (workspace.Tokens.IsFull) break;
            if (match.Id >= 0) run.Add(match, match.Start, match.End, text);
            else run.EncodePiece(match.Start, match.End);
        }
    }

    /// <summary>One text's way through the parts.</summary>
    private readonly ref struct Run(PipelineTokenizer owner, ReadOnlySpan<char> original, Workspace workspace, EncodeSettings settings)
    {
        private readonly ReadOnlySpan<char> _original = original;
        private readonly bool _normalize = settings.ConsiderNormalization;
        private readonly bool _split = settings.ConsiderPreTokenization;

        /// <summary>Adds an added token that was found in a text, and stands so in the original.</summary>
        public void Add(AddedTokenMatch match, int start, int end, ReadOnlySpan<char> text)
        {
            workspace.Tokens.Add(match.Id, start, end);
            owner._trimmer?.TrimAdded(_original, workspace.Tokens, text[match.Start..match.End]);
        }

        public void EncodePiece(int start, int end)
        {
            if (_normalize && _split && owner._byteLevelPath is { } direct && direct.Takes(_original[start..end]))
            {
                EncodeDirectly(direct, start, end);
                return;
            }

            if (owner._asciiPath is not { } ascii || !_normalize || !_split)
            {
                EncodeAny(start, end);
                return;
            }

            for (int at = start; at < end;)
            {
                int other = ascii.Encode(_original, at, end, workspace.Tokens, out at);
                if (other < end) EncodeAny(other, at);
            }
        }

        private void EncodeDirectly(ByteLevelPath path, int start, int end)
        {
            ReadOnlySpan<char> text = _original[start..end];
            if (!owner._added.Normalized.MayMatch(text))
            {
                path.Encode(_original, start, end, workspace.Tokens, owner._trimmer);
                return;
            }

            List<AddedTokenMatch> matches = workspace.NormalizedMatches;
            matches.Clear();
            owner._added.Normalized.Split(text, matches);
            foreach (AddedTokenMatch match in matches)
            {
                if (match.Id >= 0) Add(match, start + match.Start, start + match.End, text);
                else path.Encode(_original, start + match.Start, start + match.End, workspace.Tokens, owner._trimmer);
            }
        }

        private void EncodeAny(int start, int end)
        {
            workspace.Text.Load(_original, start, end);
            if (_normalize && owner._normalizer is { } normalizer)
            {
                normalizer.Normalize(ref workspace.Text, ref workspace.Spare);
            }

            AlignedText text = workspace.Text;
            if (!owner._added.Normalized.MayMatch(text.Chars))
            {
                EncodeWords(text, 0, text.Length);
                return;
            }

            List<AddedTokenMatch> matches = workspace.NormalizedMatches;
            matches.Clear();
            owner._added.Normalized.Split(text.Chars, matches);
            foreach (AddedTokenMatch match in matches)
            {
                if (match.Id >= 0) Add(match, text.Starts[match.Start], text.Ends[match.End - 1], text.Chars);
                else EncodeWords(text, match.Start, match.End);
            }
        }

        private void EncodeWords(AlignedText text, int start, int end)
        {
            SplitText words = workspace.Words;
            words.Load(text, start, end);
            if (_split) owner._preTokenizer?.Split(words);
            foreach (TextSpan word in words.Pieces)
            {
                if (workspace.Tokens.IsFull) return;
                int before = workspace.Tokens.Count;
                owner._model.Tokenize(words.Text.Chars.Slice(word.Start, word.Length), workspace.Tokens);
                workspace.Tokens.MapToOriginal(before, word.Start, words.Text);
                owner._trimmer?.Trim(_original, workspace.Tokens, before);
            }
        }
    }
}
