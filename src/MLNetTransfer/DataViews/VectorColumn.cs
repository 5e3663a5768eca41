using Microsoft.ML.Data;

namespace MLNetTransfer.DataViews;

/// <summary>Reads a row's numbers as a dense vector.</summary>
internal static class VectorColumn
{
    public static void Copy(float[] numbers, ref VBuffer<float> value)
    {
        var editor = VBufferEditor.Create(ref value, numbers.Length);
        numbers.CopyTo(editor.Values);
        value = editor.Commit();
    }
}
