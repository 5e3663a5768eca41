namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A column of the data view and where it comes from in the file.</summary>
    public sealed class Column
    {
        /// <summary>The column's name.</summary>
        public string Name = null;

        /// <summary>The columns of the file; more than one give a vector.</summary>
        public Range[] Source = null;

        /// <summary>For a key column, how many values it has.</summary>
        public KeyCount KeyCount;

        public Column()
        {
        }

        /// <summary>A column from one of the file's.</summary>
        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>A vector column from <paramref name="minIndex"/> to <paramref name="maxIndex"/>, both included.</summary>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        /// <summary>A column from any ranges.</summary>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(source);
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>The type of the values.</summary>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }
}
