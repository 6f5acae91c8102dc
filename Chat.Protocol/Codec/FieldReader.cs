using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using MessagePack;

namespace Chat.Protocol.Codec;

/// <summary>
/// Reads the fields of one frame, and of the arrays in it, in their order, and takes nothing on trust. What is no frame throws at
/// once; a value out of its bounds is remembered and thrown by <see cref="End"/>, when it is known that the rest is a frame.
/// Everything read is copied out of the payload.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _offset;
    private int _level;
    private uint _left;
    private uint _id;
    private string? _badField;

    /// <summary>Opens the frame's array.</summary>
    public FieldReader(ReadOnlySpan<byte> payload)
    {
        _bytes = payload;
        if (MessagePackPrimitives.TryReadArrayHeader(payload, out _left, out _offset) != MessagePackPrimitives.DecodeResult.Success)
        {
            throw ProtocolException.Malformed("A frame is an array.");
        }

        _level = 1;
    }

    /// <summary>Reads the kind, a number above 0.</summary>
    public ulong ReadKind()
    {
        var kind = ReadInteger("kind", out var negative);
        return negative || kind == 0 ? throw ProtocolException.Malformed("A kind is above 0.") : kind;
    }

    /// <summary>Reads the id of a request or an answer, which a later <c>bad_field</c> carries.</summary>
    public uint ReadId()
    {
        var id = ReadIdOrZero();
        return id == 0 ? throw ProtocolException.Malformed("An id is above 0.") : id;
    }

    /// <summary>Reads an id that is 0 where there is no request.</summary>
    public uint ReadIdOrZero()
    {
        var id = ReadInteger("id", out var negative);
        return negative || id > uint.MaxValue ? throw ProtocolException.Malformed("An id has 32 bits.") : _id = (uint)id;
    }

    /// <summary>Reads the second field of a frame whose kind is not known: its id if it can be one, else 0.</summary>
    public uint ReadUnknownId()
    {
        if (_left == 0 || _offset >= _bytes.Length || MessagePackCode.ToMessagePackType(_bytes[_offset]) != MessagePackType.Integer)
        {
            return 0;
        }

        var id = ReadInteger("id", out var negative);
        return negative || id > uint.MaxValue ? 0 : (uint)id;
    }

    public ulong ReadUInt64(string field)
    {
        var value = ReadInteger(field, out var negative);
        return negative ? OutOfBounds(field, 0UL) : value;
    }

    public long ReadInt64(string field)
    {
        var value = ReadInteger(field, out var negative);
        return negative || value > long.MaxValue ? OutOfBounds(field, 0L) : (long)value;
    }

    public int ReadInt32(string field)
    {
        var value = ReadInteger(field, out var negative);
        return negative || value > int.MaxValue ? OutOfBounds(field, 0) : (int)value;
    }

    /// <summary>Reads a number of which too many is the same as many: one above what the field holds is taken for the largest it holds.</summary>
    public int ReadLimit(string field)
    {
        var value = ReadInteger(field, out var negative);
        return negative ? OutOfBounds(field, 0) : (int)Math.Min(value, int.MaxValue);
    }

    public bool ReadBool(string field) => Next(field) switch
    {
        MessagePackCode.True => Taken(true),
        MessagePackCode.False => Taken(false),
        _ => throw WrongType(field, "a bool"),
    };

    public string ReadText(string field)
    {
        Next(field);
        if (MessagePackPrimitives.TryReadStringHeader(_bytes[_offset..], out var length, out var header) != MessagePackPrimitives.DecodeResult.Success)
        {
            throw WrongType(field, "a str");
        }

        var text = Take(field, header, length);
        if (Ascii.IsValid(text))
        {
            return Encoding.Latin1.GetString(text); // Which looks for nothing any more.
        }

        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw ProtocolException.Malformed($"{field}: no valid UTF-8.");
    }

    /// <summary>Reads 16 bytes, the first of them the highest.</summary>
    public Guid ReadGuid(string field)
    {
        var bytes = ReadBytes(field);
        return bytes.Length == Limits.KeyBytes ? new Guid(bytes, bigEndian: true) : OutOfBounds(field, Guid.Empty);
    }

    public Fingerprint ReadFingerprint(string field)
    {
        var bytes = ReadBytes(field);
        return bytes.Length == Limits.FingerprintBytes ? new Fingerprint(bytes) : OutOfBounds(field, default(Fingerprint));
    }

    public string? ReadOptionalText(string field) => TakeNil() ? null : ReadText(field);

    public long? ReadOptionalInt64(string field) => TakeNil() ? null : ReadInt64(field);

    public int? ReadOptionalInt32(string field) => TakeNil() ? null : ReadInt32(field);

    public Guid? ReadOptionalGuid(string field) => TakeNil() ? null : ReadGuid(field);

    /// <summary>Reads a field that is an array of fields.</summary>
    public T ReadItem<T>(string field)
        where T : struct, IWireItem<T>
    {
        Next(field);
        var left = _left;
        OpenArray(field);
        var item = T.ReadFrom(ref this);
        CloseArray();
        _left = left;
        return item;
    }

    /// <summary>Reads a field that is an array of arrays.</summary>
    public T[] ReadList<T>(string field)
        where T : struct, IWireItem<T>
    {
        Next(field);
        var left = _left;
        OpenArray(field);
        if (_left > (uint)(_bytes.Length - _offset) / (uint)T.MinBytes)
        {
            throw ProtocolException.Malformed($"{field}: fewer items than claimed.");
        }

        var items = _left == 0 ? [] : new T[_left];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = ReadItem<T>(field);
        }

        CloseArray();
        _left = left;
        return items;
    }

    /// <summary>Walks over the fields that are left and sees that nothing comes after them.</summary>
    /// <exception cref="ProtocolException">Also when a field that was read was out of its bounds (<c>bad_field</c>).</exception>
    public void End()
    {
        CloseArray();
        if (_offset != _bytes.Length)
        {
            throw ProtocolException.Malformed("Bytes after the frame's array.");
        }

        if (_badField is not null)
        {
            throw new ProtocolException(ErrorCodes.BadField, $"{_badField}: out of bounds.", _id, _badField);
        }
    }

    private void OpenArray(string field)
    {
        if (MessagePackPrimitives.TryReadArrayHeader(_bytes[_offset..], out _left, out var header) != MessagePackPrimitives.DecodeResult.Success)
        {
            throw WrongType(field, "an array");
        }

        _offset += header;
        _level++;
    }

    private void CloseArray()
    {
        for (; _left > 0; _left--)
        {
            _offset = WireSkipper.Skip(_bytes, _offset, _level + 1);
        }

        _level--;
    }

    /// <summary>Steps to the next field, which must be there, and gives its first byte.</summary>
    private byte Next(string field)
    {
        if (_left == 0 || _offset >= _bytes.Length)
        {
            ThrowMissing(field);
        }

        _left--;
        return _bytes[_offset];
    }

    /// <summary>Takes a field that is missing or nil.</summary>
    private bool TakeNil()
    {
        if (_left == 0)
        {
            return true;
        }

        if (_offset >= _bytes.Length || _bytes[_offset] != MessagePackCode.Nil)
        {
            return false;
        }

        _left--;
        _offset++;
        return true;
    }

    private T Taken<T>(T value)
    {
        _offset++;
        return value;
    }

    private ReadOnlySpan<byte> Take(string field, int header, uint length)
    {
        if (length > (uint)(_bytes.Length - _offset - header))
        {
            ThrowMissing(field);
        }

        var taken = _bytes.Slice(_offset + header, (int)length);
        _offset += header + (int)length;
        return taken;
    }

    private ReadOnlySpan<byte> ReadBytes(string field)
    {
        Next(field);
        if (MessagePackPrimitives.TryReadBinHeader(_bytes[_offset..], out var length, out var header) != MessagePackPrimitives.DecodeResult.Success)
        {
            throw WrongType(field, "a bin");
        }

        return Take(field, header, length);
    }

    /// <summary>Reads an integer of any width and either sign; the value of a negative one is not given.</summary>
    private ulong ReadInteger(string field, out bool negative)
    {
        var code = Next(field);
        if (code <= MessagePackCode.MaxFixInt)
        {
            negative = false;
            return Taken<ulong>(code);
        }

        if (MessagePackCode.ToMessagePackType(code) != MessagePackType.Integer)
        {
            throw WrongType(field, "an int");
        }

        int size;
        ulong value;
        MessagePackPrimitives.DecodeResult result;
        if (code is >= MessagePackCode.UInt8 and <= MessagePackCode.UInt64)
        {
            negative = false;
            result = MessagePackPrimitives.TryReadUInt64(_bytes[_offset..], out value, out size);
        }
        else
        {
            result = MessagePackPrimitives.TryReadInt64(_bytes[_offset..], out var signed, out size);
            negative = signed < 0;
            value = (ulong)signed;
        }

        if (result != MessagePackPrimitives.DecodeResult.Success)
        {
            ThrowMissing(field);
        }

        _offset += size;
        return value;
    }

    private T OutOfBounds<T>(string field, T instead)
    {
        _badField ??= field;
        return instead;
    }

    private static ProtocolException WrongType(string field, string wanted) => ProtocolException.Malformed($"{field}: not {wanted}.");

    [DoesNotReturn]
    private static void ThrowMissing(string field) => throw ProtocolException.Malformed($"{field}: missing.");
}
