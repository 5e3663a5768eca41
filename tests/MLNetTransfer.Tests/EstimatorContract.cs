using Microsoft.ML;
using MLNetTransfer.Tests.Contract;

namespace MLNetTransfer.Tests;

/// <summary>
/// What every estimator of ours owes an ML.NET pipeline. A new one is put under it with one line:
/// <code>[Fact] public void My_task() => EstimatorContract.Verify(ml => ml...Trainers.MyTask(...), texts: ["Text"], target: "Label", outputs: ["Score"]);</code>
/// </summary>
internal sealed partial class EstimatorContract
{
    private readonly MLContext _ml = TestContext.Create(3);
    private readonly IReadOnlyList<ContractRow> _rows = ContractRow.Some();
    private readonly IDataView _raw;
    private readonly ITransformer _keys;
    private readonly IDataView _data;
    private readonly Func<MLContext, IEstimator<ITransformer>> _make;
    private readonly string[] _texts;
    private readonly string? _target;
    private readonly string[] _outputs;
    private readonly string _inputType;

    private EstimatorContract(Func<MLContext, IEstimator<ITransformer>> make, string[] texts, string? target, string[] outputs, string inputType)
    {
        (_make, _texts, _target, _outputs, _inputType) = (make, texts, target, outputs, inputType);
        _raw = _ml.Data.LoadFromEnumerable(_rows);
        _keys = _ml.Transforms.Conversion.MapValueToKey("Label", "Category").Append(_ml.Transforms.Conversion.MapValueToKey("TagKeys", "Tags")).Fit(_raw);
        _data = _keys.Transform(_raw);
    }

    /// <param name="make">Makes the estimator, small and quick to fit.</param>
    /// <param name="texts">The columns that it reads, among those of <see cref="ContractRow"/>.</param>
    /// <param name="target">The column it learns from: "Label" (a key), "TagKeys" (keys), "Tags", "Number", or null for an estimator that learns nothing.</param>
    /// <param name="outputs">The columns it adds.</param>
    /// <param name="inputType">The type of the columns that it reads, as errors name it.</param>
    public static void Verify(Func<MLContext, IEstimator<ITransformer>> make, string[] texts, string? target, string[] outputs, string inputType = "String")
    {
        var contract = new EstimatorContract(make, texts, target, outputs, inputType);
        var estimator = make(contract._ml);
        var transformer = estimator.Fit(contract._data);
        contract.Schemas_agree(estimator, transformer);
        contract.Wrong_columns_are_refused(estimator, transformer);
        contract.A_saved_model_gives_the_same(transformer);
        contract.The_row_mapper_gives_the_same(transformer);
        contract.Only_what_is_asked_for_is_read(transformer);
        contract.Shuffled_and_parallel_cursors_give_the_same(transformer);
        contract.Threads_give_the_same(transformer);
        (transformer as IDisposable)?.Dispose();
        contract.No_tensor_stays();
    }

    private Dictionary<string, List<object>> Outputs(ITransformer transformer) => ColumnValues.ReadAll(transformer.Transform(_data), _outputs);

    private void AssertSame(Dictionary<string, List<object>> expected, Dictionary<string, List<object>> actual, float tolerance = 0)
    {
        foreach (var name in _outputs)
        {
            Assert.Equal(expected[name].Count, actual[name].Count);
            for (var i = 0; i < expected[name].Count; i++) ColumnValues.AssertEqual(expected[name][i], actual[name][i], tolerance, $"{name} of row {i}");
        }
    }
}
