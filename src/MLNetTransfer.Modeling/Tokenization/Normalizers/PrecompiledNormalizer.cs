using System.Buffers;
using System.Text;
using System.Text.Json;
using MLNetTransfer.Modeling.Tokenization.Files;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Normalizers;

/// <summary>
/// SentencePiece's map of characters as Hugging Face applies it: to each grapheme cluster of fewer than six bytes as a whole, of which what stands behind the match is lost,
/// and where that fails to its characters one by one.
/// </summary>
/// <remarks>Characters that are replaced by nothing go with the one before, as Hugging Face counts; where there is none they are counted with what follows, and the offsets behind lag. They do here, too.</remarks>
internal sealed class PrecompiledNormalizer : RewritingNormalizer
{
    private const int LongestCluster = 5;

    private readonly CharacterMap _map;

    // ASCII that the map leaves alone, so that runs of it need no look.
    private readonly SearchValues<char> _plain;

    public PrecompiledNormalizer(CharacterMap map)
    {
        _map = map;
        var plain = new StringBuilder();
        for (char c = '\0'; c < 128; c++)
            if (!map.Has([c]) && !(c == '\r' && map.Has("\r\n"))) plain.Append(c);
        _plain = SearchValues.Create(plain.ToString());
    }

    public static TextNormalizer Read(JsonPart part)
    {
        JsonPart map = part.Require("precompiled_charsmap", JsonValueKind.String);
        if (!map.Element.TryGetBytesFromBase64(out byte[]? bytes)) throw part.Bad("precompiled_charsmap", "must be base64");
        return new PrecompiledNormalizer(CharacterMap.TryRead(bytes) ?? throw part.Bad("precompiled_charsmap", "is no map of characters as SentencePiece writes it"));
    }

    protected override bool IsNormal(AlignedText text) => !text.Chars.ContainsAnyExcept(_plain);

    protected override void Normalize(AlignedText from, AlignedText into)
    {
        var run = new Run(_map, from, into);
        ReadOnlySpan<char> text = from.Chars;
        for (int at = 0; at < text.Length;)
        {
            int plain = text[at..].IndexOfAnyExcept(_plain);
            // A mark behind plain characters belongs with the last of them.
            plain = plain < 0 ? text.Length - at : plain - 1;
            int end = plain > 0 ? at + plain : GraphemeClusters.EndOf(text, at);
            if (plain > 0) run.Keep(text, at, end);
            else if (!run.TryMap(text[at..end])) run.MapEach(text[at..end]);
            at = end;
        }

        run.Flush();
    }

    /// <summary>One text's way through the map. What has been written last waits, for what follows may be removed with it.</summary>
    private ref struct Run(CharacterMap map, AlignedText from, AlignedText into)
    {
        private AlignedWriter _writer = new(from, into);
        private int _last = -1;

        // How many characters came in addition with the last one, less the one that it replaces.
        private int _change;

        public void Keep(ReadOnlySpan<char> text, int start, int end)
        {
            Flush();
            if (_writer.Position == start) _writer.KeepTo(end - 1);
            else
                for (int i = start; i < end - 1; i++) _writer.Replace(text[i]);
            _last = text[end - 1];
        }

        public void MapEach(ReadOnlySpan<char> cluster)
        {
            for (int at = 0; at < cluster.Length;)
            {
                Rune.DecodeFromUtf16(cluster[at..], out Rune rune, out int width);
                // A cluster of one character has been looked up already.
                if (width == cluster.Length || !TryMap(cluster.Slice(at, width))) Write(rune.Value, 0);
                at += width;
            }
        }

        /// <summary>Writes what a text is mapped to, if it is.</summary>
        public bool TryMap(ReadOnlySpan<char> text)
        {
            Span<byte> utf8 = stackalloc byte[LongestCluster];
            if (!Encoding.UTF8.TryGetBytes(text, utf8, out int length) || !map.TryMap(utf8[..length], out ReadOnlySpan<byte> replacement)) return false;
            int replaced = CountCharacters(utf8[..length]);
            for (; !replacement.IsEmpty; replaced--)
            {
                Rune.DecodeFromUtf8(replacement, out Rune rune, out int consumed);
                Write(rune.Value, replaced > 0 ? 0 : 1);
                replacement = replacement[consumed..];
            }

            if (replaced > 0) _change -= replaced;
            return true;
        }

        public void Flush()
        {
            if (_last >= 0)
            {
                if (_change > 0) _writer.Add(_last);
                else _writer.Replace(_last);
                for (; _change < 0; _change++) _writer.Remove();
            }

            (_last, _change) = (-1, 0);
        }

        private void Write(int scalar, int change)
        {
            Flush();
            (_last, _change) = (scalar, change);
        }

        private static int CountCharacters(ReadOnlySpan<byte> utf8)
        {
            int count = 0;
            foreach (byte b in utf8)
                if ((b & 0xC0) != 0x80) count++;
            return count;
        }
    }
}
