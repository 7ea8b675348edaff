using System.Runtime.InteropServices;
using Ansatz.Networks;
using Ansatz.Tensors;
using Microsoft.Win32.SafeHandles;

namespace Outside;

/// <summary>Examples that stay in a file of floats: each is read when it is asked for, by any thread.</summary>
internal sealed class FileExamples(string path, Shape exampleShape) : IExampleSource, IDisposable
{
    private readonly SafeFileHandle file = File.OpenHandle(path);
    private readonly int count = (int)(new FileInfo(path).Length / sizeof(float) / exampleShape.Size);
    private int readCount;

    public int Count => count;

    public Shape ExampleShape => exampleShape;

    public int ReadCount => readCount;

    public bool HasLabels => true;

    public int Label(int position) => position % 2;

    public void CopyTo(int position, Span<float> destination)
    {
        var bytes = MemoryMarshal.AsBytes(destination);
        if (RandomAccess.Read(file, bytes, (long)position * bytes.Length) < bytes.Length) throw new EndOfStreamException($"{path}: example {position} is cut short.");
        Interlocked.Increment(ref readCount);
    }

    public void Dispose() => file.Dispose();
}
