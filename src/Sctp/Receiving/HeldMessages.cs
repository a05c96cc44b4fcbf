using System;
using System.Numerics;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// The complete ordered messages that wait for their turn (9260-6.6-02), found by stream and SSN. A binary trie with the bits that do not tell entries
/// apart left out: no look-up takes more than 32 steps, whatever sequence numbers a peer thinks of, and an entry costs one small node.
/// </summary>
internal sealed class HeldMessages
{
    private const int IdleNodes = 256;

    private readonly FragmentTable _fragments;

    // A link is 0 for nothing, positive for a node, negative for the first slot of a message.
    private Node[] _nodes = [];
    private int _root;
    private int _free;
    private int _used;

    public HeldMessages(FragmentTable fragments) => _fragments = fragments;

    /// <summary>Adds a message by its first slot; false when its stream has one with this SSN already.</summary>
    public bool TryAdd(int slot)
    {
        if (_root == 0)
        {
            _root = -slot;
            return true;
        }

        uint key = KeyOf(slot);
        uint difference = key ^ KeyOf(FindNearest(key));
        if (difference == 0)
        {
            return false;
        }

        uint bit = 0x8000_0000 >> BitOperations.LeadingZeroCount(difference);
        int node = TakeNode();
        ref int link = ref _root;
        while (link > 0 && _nodes[link].Bit > bit)
        {
            link = ref _nodes[link].Child(key);
        }

        _nodes[node] = (key & bit) != 0 ? new Node(bit, link, -slot) : new Node(bit, -slot, link);
        link = node;
        return true;
    }

    /// <summary>Takes out the message of a stream with a given SSN; 0 where there is none.</summary>
    public int Take(ushort streamId, Ssn ssn)
    {
        if (_root == 0)
        {
            return 0;
        }

        uint key = Key(streamId, ssn);
        ref int parent = ref _root;
        ref int link = ref _root;
        while (link > 0)
        {
            parent = ref link;
            link = ref _nodes[link].Child(key);
        }

        int slot = -link;
        if (KeyOf(slot) != key)
        {
            return 0;
        }

        if (parent <= 0)
        {
            _root = 0;
            return slot;
        }

        int node = parent;
        parent = _nodes[node].Child(~key & _nodes[node].Bit);
        _nodes[node] = new Node(0, _free, 0);
        _free = node;
        return slot;
    }

    public void Clear()
    {
        _nodes = [];
        _root = 0;
        _free = 0;
        _used = 0;
    }

    /// <summary>Lets go of nodes that an idle association does not need.</summary>
    public void Trim()
    {
        if (_root == 0 && _nodes.Length > IdleNodes)
        {
            Clear();
        }
    }

    private static uint Key(ushort streamId, Ssn ssn) => ((uint)streamId << 16) | ssn.Value;

    private uint KeyOf(int slot) => Key(_fragments[slot].StreamId, _fragments[slot].Ssn);

    private int FindNearest(uint key)
    {
        int link = _root;
        while (link > 0)
        {
            link = _nodes[link].Child(key);
        }

        return -link;
    }

    private int TakeNode()
    {
        int node = _free;
        if (node != 0)
        {
            _free = _nodes[node].Zero;
            return node;
        }

        node = ++_used;
        if (node >= _nodes.Length)
        {
            Array.Resize(ref _nodes, Math.Max(8, _nodes.Length * 2));
        }

        return node;
    }

    private struct Node(uint bit, int zero, int one)
    {
        public readonly uint Bit = bit;
        public int Zero = zero;
        public int One = one;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref int Child(uint key)
        {
            if ((key & Bit) != 0)
            {
                return ref One;
            }

            return ref Zero;
        }
    }
}
