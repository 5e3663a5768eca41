using System.Text;
using MLNetTransfer.Modeling.Tokenization.Pipeline;
using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.PreTokenizers;

/// <summary>UnicodeScripts: splits where the script changes, and leaves out what stands before the first character that has one.</summary>
internal sealed class ScriptSplitter : TextSplitter
{
    protected override void Split(ReadOnlySpan<char> piece, int at, SplitText into)
    {
        int last = ScriptTable.Any, start = piece.Length;
        for (int i = 0; i < piece.Length;)
        {
            Rune.DecodeFromUtf16(piece[i..], out Rune rune, out int width);
            int script = ScriptTable.Of(rune.Value);
            if (script != ScriptTable.Any && script != last)
            {
                into.Add(at + start, at + i);
                (start, last) = (i, script);
            }

            i += width;
        }

        into.Add(at + start, at + piece.Length);
    }
}
