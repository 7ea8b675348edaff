namespace Ansatz.Tensors;

/// <summary>
/// The constants that decide only speed: how work is divided among threads and caches, and which of two routes with the same bits is taken. A change of one of
/// them changes no result. Sizes are in floats unless the name says otherwise.
/// </summary>
/// <remarks>
/// All were tuned on machines with two cores, AVX-512 and 1 or 2 MB of second-level cache per core. A gain is stated where it was measured. Constants of
/// a tile's shape (12 rows, 32 columns, 16 lanes) stand with the tiles, because the code is written for them.
/// </remarks>
internal static class SpeedConstants
{
    /// <summary>Parallel regions of any kind.</summary>
    internal static class Regions
    {
        /// <summary>How long a thread spins before it parks: most gaps between two regions of a training step, and the last piece of the slower thread, are shorter.</summary>
        public const int SpinMicroseconds = 60;

        /// <summary>Elements per piece of a region over many small items.</summary>
        public const int ElementsPerPiece = 16 * 1024;

        /// <summary>Elements per piece of an optimizer's update, which reads up to four arrays.</summary>
        public const int WeightsPerPiece = 32 * 1024;

        /// <summary>The fewest multiply-adds per piece of a product: about two microseconds. With fewer, a second thread does not pay.</summary>
        public const int SmallestProduct = 256 * 1024;
    }

    /// <summary>Sums and copies.</summary>
    internal static class Memory
    {
        /// <summary>Elements per piece when <see cref="BlockTree"/> adds blocks.</summary>
        public const int BlockTreePiece = 1024;

        /// <summary>From this number of columns on, <see cref="ColumnSums{TTerm}"/> keeps its sums in memory. With fewer, it keeps them in registers.</summary>
        public const int ColumnsInMemory = 128;

        /// <summary>Repetitions per piece: of single elements, and of rows.</summary>
        public const int RepeatedElements = 8 * 1024, RepeatedRows = 64;

        /// <summary>The longest block that a loop copies faster than a call.</summary>
        public const int LongestLoopCopy = 8;
    }

    /// <summary>Products by <see cref="GemmPiece"/>.</summary>
    internal static class Gemm
    {
        /// <summary>
        /// Terms per chunk. A panel of B takes 128 KB and the rows of A at most 512 KB, so both stay in the second-level cache while all row tiles use
        /// them. Long chunks read and write C less often.
        /// </summary>
        public const int LongestChunk = 1024, ShortestChunk = 512, RowFloats = 128 * 1024;

        /// <summary>Terms per chunk if B is read in place, with strided rows: at most 256 KB of B.</summary>
        public const int LongestChunkInPlace = 512, ShortestChunkInPlace = 64, FloatsInPlace = 64 * 1024;

        /// <summary>Up to this number of rows, B is read in place: a copy costs too much for three row tiles.</summary>
        public const int RowsInPlace = 3 * Tile.Rows;

        /// <summary>Panels are used in groups of at least 64 KB, so that a short sum writes long parts of the rows of C.</summary>
        public const int PanelFloats = 16 * 1024, MostPanels = 16;

        /// <summary>With more columns per piece than this, the rows of A are packed.</summary>
        public const int ColumnsOfPackedRows = 4 * Tile.Columns;

        /// <summary>The size of B from which the next panels are prefetched. A smaller B is in cache.</summary>
        public const int SmallestPrefetched = 1 << 18;

        /// <summary>Up to 256 rows form one piece; beyond that, a piece has about 48 rows.</summary>
        public const int MostRows = 256, RowsOfMany = 48;

        /// <summary>
        /// If K is short, A small and N large, the rows are not divided: row pieces would share the packed B across cores. The 512 KB of A stay in the
        /// second-level cache.
        /// </summary>
        public const int ShortSum = 128, SmallRows = 128 * 1024, ManyColumns = 3 * Tile.Columns;

        /// <summary>The cost of writing one output, in multiply-adds.</summary>
        public const int OutputCost = 32;

        /// <summary>Pieces per thread, so that other threads can take over from one that is delayed.</summary>
        public const int PiecesPerThread = 4;

        /// <summary>
        /// Rows per piece when B is packed: contiguous rows are copied as parallel streams, contiguous columns are transposed four cache lines at a time.
        /// Both numbers are small enough that threads share the packing of 128 rows.
        /// </summary>
        public const int CopiedRowsPerPiece = 16, TransposedRowsPerPiece = 64;

        /// <summary>Rows per piece of <see cref="GemmDots"/>.</summary>
        public const int DotRowsPerPiece = 64;

        /// <summary>Rows per table of sums of <see cref="BitProduct"/>.</summary>
        public const int BitRows = 1024;

        /// <summary>
        /// How many rows of B a packing tile prefetches in advance: enough for the third-level cache, or another core's second-level cache, to answer in time.
        /// </summary>
        public const int PackedRowsAhead = 32;
    }

    /// <summary>Products that are computed transposed: <see cref="TransposedProduct"/> and <see cref="TransposedTiles"/>.</summary>
    internal static class Transposed
    {
        /// <summary>The most rows of C, and the shortest sum.</summary>
        public const int MostRows = 256, ShortestSum = 64;

        /// <summary>Rows of C that are transposed at a time: their cache lines fit in the first-level cache.</summary>
        public const int Strip = 16;

        /// <summary>Floats of Cᵀ that are computed at a time: 4 MB, which stay in cache until they are transposed.</summary>
        public const int StripeFloats = 1 << 20;

        /// <summary>Pieces per thread, so that other threads can take over from one that is delayed.</summary>
        public const int PiecesPerThread = 16;

        /// <summary>Terms per chunk: a panel of A takes 64 KB.</summary>
        public const int LongestChunk = 512;
    }

    /// <summary>Products of many rows and short sums: <see cref="TallProduct"/>.</summary>
    internal static class Tall
    {
        public const int LongestSum = 128;

        /// <summary>Row tiles per row block.</summary>
        public const int MostTiles = 16;

        /// <summary>16 MB: a smaller output is likely to be in cache.</summary>
        public const long SmallestOutput = 1 << 22;

        /// <summary>4 MB: for fewer weights, an update in row blocks saves nothing.</summary>
        public const long SmallestUpdate = 1 << 20;

        /// <summary>A row block that its caller uses at once takes at most 256 KB, so that it stays in the second-level cache.</summary>
        public const int UpdateFloats = 1 << 16;

        /// <summary>Row blocks per thread of an update.</summary>
        public const int BlocksPerThread = 4;
    }

    /// <summary>Convolutions by the direct method.</summary>
    internal static class Convolutions
    {
        /// <summary>Weights per part of a panel: the part stays in the second-level cache while all tiles use it.</summary>
        public const int PanelFloats = 80 * 1024;

        /// <summary>The largest padded source of a piece, so that weights also fit in the second-level cache.</summary>
        public const int SourceFloats = 96 * 1024;

        /// <summary>The most pixels per image for which a piece takes twelve images and a tile takes one position of each.</summary>
        public const int TinyImagePixels = 25;

        /// <summary>The most pixels per image for which a piece takes four images. The limit is larger for sources read in place, because their borders need separate tiles.</summary>
        public const int SmallImagePixels = 100, SmallImagePixelsInPlace = 256;

        /// <summary>Gradients of a kernel: pixels per chunk, whose panel of 32 output channels takes 64 KB.</summary>
        public const int ChunkPixels = 512;

        /// <summary>
        /// Gradients of a kernel: up to this number of output channels, panels are read in place. With more channels, the rows of a panel would map to few sets of
        /// the caches.
        /// </summary>
        public const int ChannelsInPlace = 64;

        /// <summary>Gradients of a kernel: pieces per thread if the input is read in place, and if it is padded.</summary>
        public const int PiecesInPlace = 2, PiecesOfPadded = 4;
    }

    /// <summary>Convolutions by Winograd's method.</summary>
    internal static class Winograd
    {
        /// <summary>The largest V of a piece, so that U and M also fit in the second-level cache, and the most tiles of a piece.</summary>
        public const int InputFloats = 128 * 1024, MostTiles = 48;

        /// <summary>Terms per slice: U at one point fits in the first-level cache while the tiles use it, and U at all points fits in the second-level cache.</summary>
        public const int SliceTerms = 128;

        /// <summary>Terms per uninterrupted chain: its parts of U and of a tile's V fit in the first-level cache. Saves 2 % of a layer of 256 channels.</summary>
        public const int ChainTerms = 256;

        /// <summary>Tiles per piece when a whole input is transformed.</summary>
        public const int TransformedTiles = 16;

        /// <summary>
        /// Gradients: the number of blocks per thread below which threads share each block. If threads shared every block, it would cost a quarter more on cores
        /// without a common third-level cache, and gain 2 % on cores with one. Small blocks fit in a second-level cache and are shared only if some thread would have none.
        /// </summary>
        public const int SharedBlocks = 4, SharedSmallBlocks = 1;

        /// <summary>
        /// Gradients: input channels per transform back to taps. If chains are short and products many, the number is smaller, so that the products stay in the
        /// second-level cache.
        /// </summary>
        public const int MostRows = 192, RowsOfShortChains = 48, ShortChain = 128;

        /// <summary>Gradients: the prefetch distance for the scattered cache lines of a kernel. Saves a quarter of the transform back to taps.</summary>
        public const int RowsAhead = 4;
    }
}
