using System.Diagnostics;
using System.Text;
using MessagePack;

namespace Chat.Protocol.Codec;

/// <summary>
/// Writes the fields of a frame, and of the arrays in it, in their order. Fields without a value are written as nil when another
/// follows and left out at the end, so that the shortest form goes out. Passed by reference; owned by whoever encodes.
/// </summary>
internal struct FieldWriter
{
    private const int MaxFields = 15;
    private const int MaxIntegerBytes = 9;
    private const int MaxHeaderBytes = 5;
    private readonly FrameBuffer _buffer;
    private Array _array;

    public FieldWriter(FrameBuffer buffer)
    {
        _buffer = buffer;
        _array = default;
    }

    /// <summary>Opens an array of at most 15 fields; what is returned goes to <see cref="EndArray"/>.</summary>
    public Array BeginArray()
    {
        var outer = _array;
        _array = new Array { Header = _buffer.WrittenCount };
        _buffer.GetSpan(1)[0] = MessagePackCode.MinFixArray;
        _buffer.Advance(1);
        return outer;
    }

    /// <summary>Closes the array, its header telling how many fields were written.</summary>
    public void EndArray(Array outer)
    {
        Debug.Assert(_array.Fields <= MaxFields, "An array header of one byte is patched.");
        _buffer.Written(_array.Header)[0] = (byte)(MessagePackCode.MinFixArray | _array.Fields);
        _array = outer;
    }

    public void Write(long value)
    {
        BeginField();
        MessagePackPrimitives.TryWrite(_buffer.GetSpan(MaxIntegerBytes), value, out var written);
        _buffer.Advance(written);
    }

    public void Write(ulong value)
    {
        BeginField();
        MessagePackPrimitives.TryWrite(_buffer.GetSpan(MaxIntegerBytes), value, out var written);
        _buffer.Advance(written);
    }

    public void Write(bool value)
    {
        BeginField();
        MessagePackPrimitives.TryWrite(_buffer.GetSpan(1), value, out var written);
        _buffer.Advance(written);
    }

    /// <summary>Writes a text; half a surrogate pair goes out as U+FFFD, for the wire carries valid UTF-8 only.</summary>
    public void Write(string value)
    {
        BeginField();
        var length = Encoding.UTF8.GetByteCount(value);
        var span = _buffer.GetSpan(MaxHeaderBytes + length);
        MessagePackPrimitives.TryWriteStringHeader(span, (uint)length, out var header);
        Encoding.UTF8.GetBytes(value, span[header..]);
        _buffer.Advance(header + length);
    }

    public void Write(Guid value)
    {
        BeginField();
        var span = _buffer.GetSpan(MaxHeaderBytes + Limits.KeyBytes);
        MessagePackPrimitives.TryWriteBinHeader(span, Limits.KeyBytes, out var header);
        value.TryWriteBytes(span[header..], bigEndian: true, out _);
        _buffer.Advance(header + Limits.KeyBytes);
    }

    public void Write(Fingerprint value)
    {
        BeginField();
        var span = _buffer.GetSpan(MaxHeaderBytes + Limits.FingerprintBytes);
        MessagePackPrimitives.TryWriteBinHeader(span, Limits.FingerprintBytes, out var header);
        value.TryWriteBytes(span[header..]);
        _buffer.Advance(header + Limits.FingerprintBytes);
    }

    public void WriteOptional(string? value)
    {
        if (value is null)
        {
            _array.Nils++;
            return;
        }

        Write(value);
    }

    public void WriteOptional(long? value)
    {
        if (value is not { } number)
        {
            _array.Nils++;
            return;
        }

        Write(number);
    }

    public void WriteOptional(Guid? value)
    {
        if (value is not { } bytes)
        {
            _array.Nils++;
            return;
        }

        Write(bytes);
    }

    /// <summary>Writes one item as an array of its own.</summary>
    public void WriteItem<T>(in T item)
        where T : struct, IWireItem<T>
    {
        BeginField();
        var outer = BeginArray();
        item.WriteTo(ref this);
        EndArray(outer);
    }

    /// <summary>Writes a list of items, each an array of its own.</summary>
    public void WriteList<T>(IReadOnlyList<T> items)
        where T : struct, IWireItem<T>
    {
        BeginField();
        MessagePackPrimitives.TryWriteArrayHeader(_buffer.GetSpan(MaxHeaderBytes), (uint)items.Count, out var header);
        _buffer.Advance(header);
        for (var index = 0; index < items.Count; index++)
        {
            var outer = BeginArray();
            items[index].WriteTo(ref this);
            EndArray(outer);
        }
    }

    /// <summary>Counts the field, and writes the empty ones that were left open before it.</summary>
    private void BeginField()
    {
        if (_array.Nils > 0)
        {
            _buffer.GetSpan(_array.Nils)[.._array.Nils].Fill(MessagePackCode.Nil);
            _buffer.Advance(_array.Nils);
            _array.Fields += _array.Nils;
            _array.Nils = 0;
        }

        _array.Fields++;
    }

    /// <summary>The array being written.</summary>
    internal struct Array
    {
        /// <summary>Where its header is in the buffer.</summary>
        public int Header;

        /// <summary>Fields written.</summary>
        public int Fields;

        /// <summary>Fields without a value since then.</summary>
        public int Nils;
    }
}
