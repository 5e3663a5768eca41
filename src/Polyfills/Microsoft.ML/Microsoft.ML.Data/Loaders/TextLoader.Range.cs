namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A run of columns of the file, counted from 0.</summary>
    public sealed class Range
    {
        /// <summary>The first column.</summary>
        public int Min;

        /// <summary>The last column, included; null where one of the flags says how far the range goes.</summary>
        public int? Max;

        /// <summary>The range goes to the last column that the first lines of the file have.</summary>
        public bool AutoEnd;

        /// <summary>The range goes to the end of each line, so that the vector's size differs from row to row.</summary>
        public bool VariableEnd;

        /// <summary>The range is all columns that no other range names.</summary>
        public bool AllOther;

        /// <summary>A range of one column gives a vector, too.</summary>
        public bool ForceVector;

        public Range()
        {
        }

        /// <summary>One column.</summary>
        public Range(int index)
        {
            if (index < 0)
                throw new ArgumentOutOfRangeException(nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        /// <summary>The columns from <paramref name="min"/> to <paramref name="max"/>, or to the last one where that is null.</summary>
        public Range(int min, int? max)
        {
            if (min < 0)
                throw new ArgumentOutOfRangeException(nameof(min), "Must be non-negative");
            if (max < min)
                throw new ArgumentOutOfRangeException(nameof(max), "If specified, must be greater than or equal to min");
            Min = min;
            Max = max;
            AutoEnd = max is null;
        }
    }
}
