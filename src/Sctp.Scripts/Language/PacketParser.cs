using System;
using System.Collections.Generic;
using Sctp.Scripts.Layouts;

namespace Sctp.Scripts.Language;

/// <summary>Reads what arrives and what is expected: SCTP packets, ICMP messages, and packets of other protocols.</summary>
internal sealed class PacketParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;

    public PacketParser(TokenStream tokens, ExpressionParser expressions)
    {
        _tokens = tokens;
        _expressions = expressions;
    }

    /// <summary>A packet from its <c>&lt;</c> or <c>&gt;</c> on; null for an error.</summary>
    public ScriptStatement? Read(TextPosition position, EventTime time)
    {
        Token arrow = _tokens.Current;
        bool isInbound = arrow.Is('<');
        _tokens.Next();
        string? source = null;
        string? destination = null;
        if (_tokens.Current.IsWord("ipv4") || _tokens.Current.IsWord("ipv6"))
        {
            bool isIPv6 = _tokens.Current.IsWord("ipv6");
            _tokens.Next();
            source = Address(isIPv6);
            if (!_tokens.Expect('>'))
            {
                return null;
            }

            destination = Address(isIPv6);
            if (!_tokens.Expect(':'))
            {
                return null;
            }
        }

        string? ecn = null;
        long? tag = null;
        if (_tokens.TryTake('['))
        {
            if (_tokens.Current.IsWord("sctp"))
            {
                tag = QuotedTag();
            }
            else if (_tokens.Current is { Kind: TokenKind.Word, Text: "noecn" or "ect0" or "ect1" or "ect01" or "ce" })
            {
                ecn = _tokens.Word("the ECN field");
            }
            else
            {
                return Foreign(position, time, arrow);
            }

            if (!_tokens.Expect(']'))
            {
                return null;
            }
        }

        if (tag is not null ? !_tokens.Current.IsWord("icmp") : ecn is not null && _tokens.Current.IsWord("icmp"))
        {
            _tokens.FailHere(tag is null ? "an SCTP packet behind an ECN field" : "an ICMP message behind the tag that it quotes");
            return null;
        }

        if (_tokens.Current.IsWord("sctp"))
        {
            return Sctp(source, destination, ecn) is { } pattern ? new PacketStatement(position, time, isInbound, pattern) : null;
        }

        return _tokens.Current.IsWord("icmp") ? Icmp(position, time, isInbound, tag, destination) : Foreign(position, time, arrow);
    }

    private string Address(bool isIPv6)
    {
        TextPosition position = _tokens.Current.Position;
        string address = _tokens.Address();
        if (address.Contains(':', StringComparison.Ordinal) != isIPv6)
        {
            _tokens.Fail(position, $"{address} is no address of {(isIPv6 ? "IPv6" : "IPv4")}");
        }

        return address;
    }

    /// <summary>The Verification Tag of the packet that an ICMP message quotes.</summary>
    private long QuotedTag()
    {
        _tokens.Next();
        _ = _tokens.Expect('(');
        long tag = _tokens.Integer("a Verification Tag", 0, uint.MaxValue);
        _ = _tokens.Expect(')');
        _ = Encapsulation();
        return tag;
    }

    private PacketPattern? Sctp(string? source, string? destination, string? ecn)
    {
        TextPosition position = _tokens.Current.Position;
        _tokens.Next();
        (bool isBad, bool isZero, long? tag) = Header();
        (long sourcePort, long destinationPort) = Encapsulation();
        if (!_tokens.Expect(':'))
        {
            return null;
        }

        List<ElementExpression>? chunks = null;
        ListExpression? bytes = null;
        if (_tokens.Current.Is('['))
        {
            bytes = Bytes(position);
        }
        else
        {
            chunks = Chunks();
        }

        return _tokens.Error is null
            ? new PacketPattern(position, source, destination, ecn, isBad, isZero, tag, sourcePort, destinationPort, chunks, bytes)
            : null;
    }

    /// <summary>What is said of the common header in parentheses.</summary>
    private (bool IsChecksumBad, bool IsChecksumZero, long? Tag) Header()
    {
        bool isBad = false;
        bool isZero = false;
        long? tag = null;
        if (!_tokens.TryTake('('))
        {
            return (isBad, isZero, tag);
        }

        do
        {
            TextPosition at = _tokens.Current.Position;
            string word = _tokens.Word("bad_crc32c, zero_checksum or tag");
            isBad |= word == "bad_crc32c";
            isZero |= word == "zero_checksum";
            if (word == "tag")
            {
                _ = _tokens.Expect('=');
                tag = _tokens.Integer("a Verification Tag", 0, uint.MaxValue);
            }
            else if (word is not ("bad_crc32c" or "zero_checksum" or ""))
            {
                _tokens.Fail(at, $"'{word}' is nothing that can be said of an SCTP header");
            }
        }
        while (_tokens.TryTake(','));
        _ = _tokens.Expect(')');
        return (isBad, isZero, tag);
    }

    private (long Source, long Destination) Encapsulation()
    {
        if (!_tokens.TryTake('/'))
        {
            return (0, 0);
        }

        if (!_tokens.Current.IsWord("udp"))
        {
            _tokens.FailHere("udp");
            return (0, 0);
        }

        _tokens.Next();
        _ = _tokens.Expect('(');
        long source = _tokens.Integer("a UDP port", 1, ushort.MaxValue);
        _ = _tokens.Expect('>');
        long destination = _tokens.Integer("a UDP port", 1, ushort.MaxValue);
        _ = _tokens.Expect(')');
        return (source, destination);
    }

    private ListExpression? Bytes(TextPosition position)
    {
        if (_expressions.One() is not ListExpression bytes)
        {
            _tokens.Fail(position, "expected bytes in brackets");
            return null;
        }

        if (ElementCheck.FindInBytes(bytes) is { } complaint)
        {
            _tokens.Fail(complaint.Position, complaint.Message);
        }

        return bytes;
    }

    private List<ElementExpression> Chunks()
    {
        List<ElementExpression> chunks = [];
        while (_tokens.Current.Kind == TokenKind.Word)
        {
            TextPosition at = _tokens.Current.Position;
            if (_expressions.One() is not ElementExpression chunk)
            {
                _tokens.Fail(at, "expected a chunk");
                break;
            }

            if (ElementCheck.Find(ElementGroup.Chunk, chunk) is { } complaint)
            {
                _tokens.Fail(complaint.Position, complaint.Message);
            }

            chunks.Add(chunk);
            if (!_tokens.TryTake(';'))
            {
                break;
            }
        }

        return chunks;
    }

    private IcmpStatement Icmp(TextPosition position, EventTime time, bool isInbound, long? tag, string? destination)
    {
        _tokens.Next();
        string type = _tokens.Word("the type of the ICMP message");
        string? code = null;
        long? mtu = null;
        if (_tokens.Current.Kind == TokenKind.Word && _tokens.Current.Text != "mtu")
        {
            code = _tokens.Word("the code");
        }

        if (_tokens.Current.IsWord("mtu"))
        {
            _tokens.Next();
            mtu = _tokens.Integer("an MTU", 0, ushort.MaxValue);
        }

        return new IcmpStatement(position, time, isInbound, tag, type, code, mtu, destination);
    }

    /// <summary>A packet of another protocol goes up to the end of its line.</summary>
    private ForeignPacketStatement? Foreign(TextPosition position, EventTime time, in Token arrow)
    {
        if (_tokens.IsAtEnd || _tokens.Current.Position.Line != arrow.Position.Line)
        {
            _tokens.Fail(arrow.Position, $"expected a packet behind '{arrow.Text}'");
            return null;
        }

        return new ForeignPacketStatement(position, time, _tokens.RestOfLine(arrow.Start));
    }
}
