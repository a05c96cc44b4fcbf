using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>
/// How the association was set up, told from the wire alone: the tags and initial TSNs that each side goes by (RFC 9260 section 5). Cookies are opaque, but
/// each was seen when it left, so that its return tells what it stands for.
/// </summary>
internal sealed class SetupShadow
{
    private readonly SetupOfSide[] _sides = [new(), new()];

    /// <summary>Whether a host has a second association with the other: see <see cref="SetupOfSide.HasSecond"/>.</summary>
    public bool HasSecond => _sides[0].HasSecond || _sides[1].HasSecond;

    public SetupOfSide this[AssociationSide side] => _sides[side.Index];

    public void OnPacketReceived(AssociationSide side, WirePacket packet, InputOfSide input)
    {
        _sides[side.Index].OnPacketReceived(side, packet, input);
    }

    public void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        _sides[side.Index].OnPacketSent(side, packet);
    }

    public void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind is SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost)
        {
            _sides[side.Index].OnEnded();
        }
    }

    /// <summary>The side, or its whole host, forgot what there was.</summary>
    public void OnBeganAnew(AssociationSide side) => _sides[side.Index].OnBeganAnew(side.Incarnation);

    public void AfterEvent(AssociationSide side)
    {
        if (side.Application.IsEnded)
        {
            _sides[side.Index].OnEnded();
        }
    }

    /// <summary>The first parameter of a type, among those of an INIT or INIT ACK or the causes of an ERROR or ABORT.</summary>
    internal static bool TryFindParameter(ReadOnlySpan<byte> parameters, ushort type, out ReadOnlySpan<byte> value)
    {
        while (parameters.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(parameters[2..]);
            if (length < 4 || length > parameters.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(parameters) == type)
            {
                value = parameters[4..length];
                return true;
            }

            parameters = parameters[Math.Min((length + 3) & ~3, parameters.Length)..];
        }

        value = default;
        return false;
    }
}
