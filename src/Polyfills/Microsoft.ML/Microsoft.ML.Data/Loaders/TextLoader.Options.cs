namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How a text file is read.</summary>
    public class Options
    {
        /// <summary>A field may be quoted; then it can hold separators, and quotes written twice. Default: false.</summary>
        public bool AllowQuoting;

        /// <summary>Lines may hold items of the form <c>index:value</c> after the plain ones. Default: false.</summary>
        public bool AllowSparse;

        /// <summary>How many columns the file has, the sparse ones included; null where the lines tell.</summary>
        public int? InputSize;

        /// <summary>The separators of fields. Default: tab.</summary>
        public char[] Separators = ['\t'];

        /// <summary>The mark before the decimals of numbers, <c>.</c> or <c>,</c>. Default: <c>.</c></summary>
        public char DecimalMarker = '.';

        /// <summary>The columns to load.</summary>
        public Column[] Columns = null;

        /// <summary>White space at the end of lines is dropped. Default: false.</summary>
        public bool TrimWhitespace;

        /// <summary>The first line holds names, not values. Default: false.</summary>
        public bool HasHeader;

        /// <summary>Whether errors of reading are told as those of a thread that parses. Default: true.</summary>
        public bool UseThreads = true;

        /// <summary>A quoted field may go over several lines, where <see cref="AllowQuoting"/> is set. Default: false.</summary>
        public bool ReadMultilines;

        /// <summary>A file whose first line holds the names instead; null for none.</summary>
        public string HeaderFile;

        /// <summary>At most so many rows are read; null for all.</summary>
        public long? MaxRows;

        /// <summary>What stands before a quote inside a quoted field. Default: the quote itself.</summary>
        public char EscapeChar = '"';

        /// <summary>Empty fields of <see cref="float"/> and <see cref="double"/> columns are NaN instead of 0. Default: false.</summary>
        public bool MissingRealsAsNaNs;

        public Options()
        {
        }

        internal Options Copy() => (Options)MemberwiseClone();
    }
}
