namespace MLNetTransfer.Modeling.Tokenization.Training;

/// <summary>Whose tokenizer a trained one is like: how text is normalized and split, which kind of vocabulary it has, and which special tokens stand where.</summary>
public enum TokenizerStyle
{
    /// <summary>BERT's: WordPiece over words and punctuation, <c>[CLS] text [SEP]</c>.</summary>
    Bert,

    /// <summary>GPT-2's: byte-pair encoding of bytes, nothing around a text, <c>&lt;|endoftext|&gt;</c>.</summary>
    Gpt2,

    /// <summary>RoBERTa's: byte-pair encoding of bytes, <c>&lt;s&gt; text &lt;/s&gt;</c>.</summary>
    Roberta,

    /// <summary>T5's: Unigram with <c>▁</c> for blanks, <c>text &lt;/s&gt;</c>, and the sentinels <c>&lt;extra_id_99&gt;</c> to <c>&lt;extra_id_0&gt;</c> at the vocabulary's end.</summary>
    T5,

    /// <summary>ALBERT's: Unigram with <c>▁</c> for blanks, <c>[CLS] text [SEP]</c>.</summary>
    Albert,
}
