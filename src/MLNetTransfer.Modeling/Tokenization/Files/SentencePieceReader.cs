using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.AddedTokens;
using MLNetTransfer.Modeling.Tokenization.Models;
using MLNetTransfer.Modeling.Tokenization.Normalizers;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.PostProcessors;
using MLNetTransfer.Modeling.Tokenization.PreTokenizers;

namespace MLNetTransfer.Modeling.Tokenization.Files;

/// <summary>Makes a tokenizer of a SentencePiece model and what lies beside it, as transformers converts it where there is no tokenizer.json.</summary>
internal sealed class SentencePieceReader(string file, SentencePieceConvention convention, TokenizerSettings settings)
{
    public TokenizerParts Read(byte[] content)
    {
        SentencePieceFile model = SentencePieceFile.Read(content, file);
        (string Text, double Score)[] pieces = [.. convention.Vocabulary(model, settings)];
        int unknown = convention.UnknownId ?? model.UnknownId;
        if (unknown >= pieces.Length) throw new InvalidDataException($"{file}: the unknown piece is {unknown}, but there are {pieces.Length} pieces.");
        TokenModel tokens = model.Algorithm switch
        {
            SentencePieceAlgorithm.Unigram => new UnigramModel([.. pieces.Select(p => p.Text)], [.. pieces.Select(p => ReferenceNumber.Reread(p.Score))], unknown, convention.ByteFallback),
            SentencePieceAlgorithm.Bpe => MakeBpe(pieces, model.UnknownPiece),
            _ => throw new NotSupportedException($"{file} splits words by the algorithm {(int)model.Algorithm} of SentencePiece, which is not supported. Supported here: Unigram (1), BPE (2)."),
        };
        string unknownPiece = model.Pieces[model.UnknownId].Text;
        (string Member, AddedToken Token)[] named = [.. convention.Tokens.Select(t => (t.Member, settings.Token(t.Member, t.Token.Content == SentencePieceConvention.ModelsUnknown ? t.Token with { Content = unknownPiece } : t.Token)))];
        AddedToken[] added = [.. Symbols(model), .. named.Select(t => t.Token), .. convention.MoreTokens(settings).Select(AddedToken.SpecialToken), .. settings.Additional];
        TextNormalizer? normalizer = ReadNormalizer(model);
        TextPreTokenizer[] preTokenizers = [.. convention.PreTokenizers(settings).Select(json => SupportedParts.PreTokenizers.Read(Part(json, "pre_tokenizer")))];
        var ids = new AddedVocabulary(added, tokens, normalizer);
        string Name(string member) => named.FirstOrDefault(t => t.Member == member).Token?.Content ?? string.Empty;
        return new TokenizerParts
        {
            Normalizer = normalizer,
            PreTokenizer = preTokenizers.Length == 0 ? null : new PreTokenizerSequence(preTokenizers),
            Model = tokens,
            Rows = new RowRules(new RowTemplate(ReadTemplate(convention.Single), ReadTemplate(convention.Pair))),
            Decoder = SupportedParts.Decoders.Read(Part(convention.Decoder(settings), "decoder")),
            AddedTokens = added,
            SpecialNames = new SpecialTokenNames(pieces[unknown].Text, Name("pad_token"), Name("cls_token"), Name("sep_token"), Name("mask_token")),
        };

        RowPart[] ReadTemplate(string template) => [.. template.Split(' ').Select(part =>
        {
            string[] halves = part.Split(':');
            int type = halves.Length > 1 ? int.Parse(halves[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            return halves[0] switch
            {
                "$A" => new RowPart(RowPartKind.First, type, []),
                "$B" => new RowPart(RowPartKind.Second, type, []),
                _ => new RowPart(RowPartKind.Special, type, [ids.IdOf(halves[0]) ?? tokens.IdOf(halves[0]) ?? throw new InvalidDataException($"{file}: the token '{halves[0]}' is missing, which such a tokenizer puts around texts.")]),
            };
        })];
    }

    private IEnumerable<AddedToken> Symbols(SentencePieceFile model)
        => !convention.AddsSymbols ? [] : model.Pieces.Where(p => p.Kind is SentencePieceKind.Control or SentencePieceKind.UserDefined).Select(p => AddedToken.SpecialToken(p.Text) with { Special = p.Kind == SentencePieceKind.Control });

    private NormalizerSequence? ReadNormalizer(SentencePieceFile model)
    {
        var steps = new List<TextNormalizer>();
        foreach (string json in convention.Normalizers(settings))
        {
            if (json != SentencePieceConvention.CharacterMap) steps.Add(SupportedParts.Normalizers.Read(Part(json, "normalizer")));
            else if (model.CharacterMap.Length > 0)
                steps.Add(new PrecompiledNormalizer(CharacterMap.TryRead(model.CharacterMap) ?? throw new InvalidDataException($"{file}: normalizer_spec.precompiled_charsmap is no map of characters.")));
        }

        return steps.Count == 0 ? null : new NormalizerSequence([.. steps]);
    }

    private BpeModel MakeBpe((string Text, double Score)[] pieces, string unknown)
    {
        var tokens = new string?[pieces.Length];
        var ids = new Dictionary<string, int>(pieces.Length);
        for (int id = 0; id < pieces.Length; id++)
        {
            // Of equal pieces the last one counts.
            if (ids.TryGetValue(pieces[id].Text, out int earlier)) tokens[earlier] = null;
            ids[pieces[id].Text] = id;
            tokens[id] = pieces[id].Text;
        }

        var options = new BpeOptions { UnknownToken = unknown, FusesUnknown = true, FallsBackToBytes = convention.ByteFallback };
        return BpeReader.Make(tokens, SentencePieceMerges.Generate(pieces, file), options, file, "merges");
    }

    private JsonPart Part(string json, string place)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new JsonPart(document.RootElement.Clone(), place, file);
    }
}
