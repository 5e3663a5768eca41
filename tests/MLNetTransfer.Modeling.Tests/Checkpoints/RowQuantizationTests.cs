using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Heads;
using MLNetTransfer.Modeling.Pretraining;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.Modeling.Tests.Pretraining;
using MLNetTransfer.TestSupport;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Tests.Checkpoints;

public sealed class RowQuantizationTests
{
    private static readonly CheckpointWriteOptions _quantized = new() { QuantizeMatrices = true };

    [Fact]
    public void Every_number_is_off_by_at_most_half_a_step_of_its_row()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor matrix = randn([20, 30], generator: generator) * arange(0, 20, dtype: ScalarType.Float32).unsqueeze(-1); // the first row is all 0
        Tensor vector = randn([7], generator: generator);
        CheckpointWriter.Write(folder.Path, [], new Dictionary<string, Tensor> { ["matrix"] = matrix, ["vector"] = vector }, _quantized);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(["matrix", "vector"], checkpoint.Tensors.Keys.Order());
        Assert.Equal(ScalarType.Float32, checkpoint.Tensors["matrix"].DataType);
        Assert.Equal(Compare.Values(vector), Compare.Values(checkpoint.Read("vector")));
        float[] read = Compare.Values(checkpoint.Read("matrix")), written = Compare.Values(matrix);
        for (int row = 0; row < 20; row++)
        {
            float half = written.Skip(row * 30).Take(30).Max(Math.Abs) / 254;
            for (int i = row * 30; i < (row + 1) * 30; i++) Assert.InRange(Math.Abs(read[i] - written[i]), 0, half * 1.0001f);
        }
    }

    [Fact]
    public void A_model_takes_a_quarter_of_the_bytes_and_says_nearly_the_same()
    {
        using var folder = new TempFolder();
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Texts.Tokenizer.VocabularySize);
        LanguageModels.Save(folder["whole"], model, HeadKind.MaskedLanguageModel, Texts.Tokenizer);
        LanguageModels.Save(folder["packed"], model, HeadKind.MaskedLanguageModel, Texts.Tokenizer, _quantized);
        long Bytes(string name) => new FileInfo(Path.Combine(folder[name], "model.safetensors")).Length;
        Assert.True(Bytes("packed") < 0.45 * Bytes("whole"), $"{Bytes("packed")} of {Bytes("whole")}"); // so small a model is half names, biases and norms

        using var packed = (MaskedLanguageModel)LanguageModels.Open(folder["packed"], HeadKind.MaskedLanguageModel);
        packed.to(TestDevice.Current);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        model.eval();
        packed.eval();
        using var batch = Modeling.Tokenization.TokenBatch.Create([new(Texts.Tokenizer.Encode("a b c d").Ids)], 0, TestDevice.Current);
        Assert.True((model.Forward(batch) - packed.Forward(batch)).abs().max().item<float>() < 0.05);
    }

    [Fact]
    public void Weights_in_memory_are_those_of_the_file()
    {
        using var folder = new TempFolder();
        using var model = Texts.Model<MaskedLanguageModel>(HeadKind.MaskedLanguageModel, Texts.Tokenizer.VocabularySize);
        LanguageModels.Save(folder.Path, model, HeadKind.MaskedLanguageModel, Texts.Tokenizer, _quantized);
        byte[] bytes = File.ReadAllBytes(folder["model.safetensors"]);
        using Checkpoint file = Checkpoint.Open(folder.Path), memory = Checkpoint.Open("memory", (JsonObject)file.Config.DeepClone(), bytes);
        Assert.Equal(file.Tensors.Keys, memory.Tensors.Keys);
        foreach (string name in file.Tensors.Keys.Reverse())
        {
            using Tensor a = file.Read(name), b = memory.Read(name);
            Assert.Equal(Compare.Values(a), Compare.Values(b));
        }
        Assert.Throws<InvalidDataException>(() => Checkpoint.Open("memory", [], bytes.AsMemory(0, bytes.Length / 2)));
    }

    [Fact]
    public void Scales_that_do_not_fit_are_refused()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        CheckpointWriter.Write(folder.Path, [], new Dictionary<string, Tensor> { ["m"] = ones([3, 4], dtype: ScalarType.Int8), ["m.scale"] = ones([4]) });
        Assert.Contains("'m.scale'", Assert.Throws<InvalidDataException>(() => Checkpoint.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_type_for_the_rest_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
        {
            using var folder = new TempFolder();
            using var tensor = ones([3, 4]);
            CheckpointWriter.Write(folder.Path, [], new Dictionary<string, Tensor> { ["m"] = tensor }, new CheckpointWriteOptions { QuantizeMatrices = true, DataType = ScalarType.BFloat16 });
        });
}
