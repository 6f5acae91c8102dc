using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using MessagePack;

namespace Chat.Protocol.Codec;

/// <summary>
/// Writes one frame: its length, and the fields of its array and of the arrays in it, in their order. Fields without a value are written as nil when another
/// follows and left out at the end, so that the shortest form goes out. Nothing is in the buffer before <see cref="End"/>: a frame that fails half way has not
/// begun. Passed by reference; owned by whoever encodes.
/// </summary>
internal ref struct FieldWriter
{
    private const int MaxFields = 15;
    private const int MaxIntegerBytes = 9;
    private const int MaxHeaderBytes = 5;
    private readonly FrameBuffer _buffer;
    private Span<byte> _free;
    private int _written;
    private Array _array;

    /// <summary>Begins a frame after what is in the buffer, up to and including its kind.</summary>
    public FieldWriter(FrameBuffer buffer, ulong kind)
    {
        _buffer = buffer;
        _free = buffer.GetSpan(Limits.LengthBytes);
        _written = Limits.LengthBytes;
        BeginArray();
        Write(kind);
    }

    /// <summary>Ends the frame and leaves it in the buffer.</summary>
    /// <exception cref="ArgumentException">The payload is above <see cref="Limits.MaxFrame"/>.</exception>
    public void End()
    {
        EndArray(default);
        var length = _written - Limits.LengthBytes;
        if (length > Limits.MaxFrame)
        {
            throw new ArgumentException($"A frame of {length} bytes is above the bound of {Limits.MaxFrame}.");
        }

        BinaryPrimitives.WriteInt32BigEndian(_free, length);
        _buffer.Advance(_written);
    }

    public void Write(long value)
    {
        if (value >= 0)
        {
            Write((ulong)value);
            return;
        }

        BeginField();
        MessagePackPrimitives.TryWrite(Reserve(MaxIntegerBytes), value, out var written);
        _written += written;
    }

    public void Write(ulong value)
    {
        BeginField();
        MessagePackPrimitives.TryWrite(Reserve(MaxIntegerBytes), value, out var written);
        _written += written;
    }

    public void Write(bool value)
    {
        BeginField();
        MessagePackPrimitives.TryWrite(Reserve(1), value, out var written);
        _written += written;
    }

    /// <summary>Writes a text; half a surrogate pair goes out as U+FFFD, for the wire carries valid UTF-8 only.</summary>
    public void Write(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        BeginField();
        var free = Reserve(MaxHeaderBytes + value.Length);
        MessagePackPrimitives.TryWriteStringHeader(free, (uint)value.Length, out var header);
        if (Ascii.FromUtf16(value, free[header..], out var length) == OperationStatus.Done)
        {
            _written += header + length; // Most texts, and nearly all names.
            return;
        }

        length = Encoding.UTF8.GetByteCount(value);
        free = Reserve(MaxHeaderBytes + length);
        MessagePackPrimitives.TryWriteStringHeader(free, (uint)length, out header);
        Encoding.UTF8.GetBytes(value, free[header..]);
        _written += header + length;
    }

    public void Write(Guid value)
    {
        BeginField();
        var free = Reserve(MaxHeaderBytes + Limits.KeyBytes);
        MessagePackPrimitives.TryWriteBinHeader(free, Limits.KeyBytes, out var header);
        value.TryWriteBytes(free[header..], bigEndian: true, out _);
        _written += header + Limits.KeyBytes;
    }

    public void Write(Fingerprint value)
    {
        BeginField();
        var free = Reserve(MaxHeaderBytes + Limits.FingerprintBytes);
        MessagePackPrimitives.TryWriteBinHeader(free, Limits.FingerprintBytes, out var header);
        value.TryWriteBytes(free[header..]);
        _written += header + Limits.FingerprintBytes;
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
        MessagePackPrimitives.TryWriteArrayHeader(Reserve(MaxHeaderBytes), (uint)items.Count, out var header);
        _written += header;
        for (var index = 0; index < items.Count; index++)
        {
            var outer = BeginArray();
            items[index].WriteTo(ref this);
            EndArray(outer);
        }
    }

    /// <summary>Opens an array of at most 15 fields; what is returned goes to <see cref="EndArray"/>.</summary>
    private Array BeginArray()
    {
        var outer = _array;
        _array = new Array { Header = _written };
        Reserve(1);
        _written++;
        return outer;
    }

    /// <summary>Closes the array, its header telling how many fields were written.</summary>
    private void EndArray(Array outer)
    {
        Debug.Assert(_array.Fields <= MaxFields, "An array header has one byte.");
        _free[_array.Header] = (byte)(MessagePackCode.MinFixArray | _array.Fields);
        _array = outer;
    }

    /// <summary>Counts the field, and writes the empty ones that were left open before it.</summary>
    private void BeginField()
    {
        if (_array.Nils > 0)
        {
            WriteNils();
        }

        _array.Fields++;
    }

    private void WriteNils()
    {
        Reserve(_array.Nils)[.._array.Nils].Fill(MessagePackCode.Nil);
        _written += _array.Nils;
        _array.Fields += _array.Nils;
        _array.Nils = 0;
    }

    /// <summary>Where to write the next bytes, at least so many.</summary>
    private Span<byte> Reserve(int count)
    {
        if (_free.Length - _written < count)
        {
            _free = _buffer.Enlarge(_written, count);
        }

        return _free[_written..];
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
