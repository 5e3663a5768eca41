using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Tokenization.Training;
using Spectre.Console;

namespace MLNetTransfer.EmbeddedEncoder;

/// <summary>A vocabulary of the text, the config of the network, and the text as tokens.</summary>
internal static class Preparation
{
    private const int VocabularySize = 8192;

    public static void Run(string corpus, string work)
    {
        var folders = new Folders(work);
        Directory.CreateDirectory(folders.Tokenizer);
        string train = Path.Combine(corpus, "train.txt");
        TextTokenizer tokenizer = VocabularyTrainer.Train(File.ReadLines(train), new VocabularyOptions { VocabularySize = VocabularySize, AlphabetSize = 400 });
        tokenizer.Save(folders.Tokenizer);
        File.WriteAllText(folders.Config, $$"""
            {
              "model_type": "bert", "architectures": ["BertModel"], "vocab_size": {{VocabularySize}},
              "hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 1024, "max_position_embeddings": 512, "type_vocab_size": 2,
              "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "initializer_range": 0.02, "layer_norm_eps": 1e-12, "pad_token_id": 0
            }
            """);
        foreach (var (file, folder) in new[] { (train, folders.Training), (Path.Combine(corpus, "heldout.txt"), folders.HeldOut) })
        {
            using var made = TokenCorpus.Create(folder, tokenizer, PlainText.ReadDocuments(file));
            AnsiConsole.WriteLine($"{Path.GetFileName(file)}: {made.TokenCount:N0} tokens in {made.DocumentCount:N0} documents");
        }
        File.Copy(Path.Combine(corpus, "short.txt"), folders.ShortTexts, overwrite: true);
    }
}
