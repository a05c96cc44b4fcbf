using System;
using System.Collections.Generic;
using System.Globalization;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Names the packets of all links, and counts on each link how often a name came.</summary>
internal sealed class PacketNames
{
    private readonly PacketContent _content = new();
    private readonly char[] _name = new char[PacketContent.MaxLength];
#pragma warning disable RS0030 // looked up by key only
    private readonly Dictionary<(int Link, ulong Key), int> _counts = [];
#pragma warning restore RS0030
    private int _length;

    /// <summary>A number that stands for the name of the last packet.</summary>
    public ulong Key { get; private set; }

    /// <summary>How often the name of the last packet came on its link so far, itself included.</summary>
    public int Occurrence { get; private set; }

    /// <summary>The name of the last packet as schedules have it.</summary>
    public string Text => Occurrence == 1
        ? new string(_name, 0, _length)
        : string.Create(CultureInfo.InvariantCulture, $"{_name.AsSpan(0, _length)}#{Occurrence}");

    /// <summary>Takes apart what <see cref="Text"/> has written.</summary>
    public static ulong Read(ReadOnlySpan<char> text, out int occurrence)
    {
        int mark = text.LastIndexOf('#');
        if (mark < 0 || !int.TryParse(text[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out occurrence))
        {
            occurrence = 1;
            return PacketContent.KeyOf(text);
        }

        return PacketContent.KeyOf(text[..mark]);
    }

    /// <summary>Names a packet that a link is to carry.</summary>
    public void Take(Link link, ReadOnlySpan<byte> packet)
    {
        _length = _content.Name(link.From.Host, link.To.Host, packet, _name);
        Key = PacketContent.KeyOf(_name.AsSpan(0, _length));
        ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (link.Index, Key), out _);
        Occurrence = ++count;
    }
}
