using System;
using System.Collections.Generic;
using Sctp.Buffers;

namespace Sctp.Sim.Associations.Drills;

/// <summary>One association of a <see cref="DrillStack"/>.</summary>
internal sealed class DrillAssociation(IAssociationStack inner, DrillStack stack) : IAssociationStack
{
    private readonly Queue<SctpMessage> _given = new();

    public AssociationState State => inner.State;

    public bool HasDiscardedData => inner.HasDiscardedData;

    public int PathCount => inner.PathCount;

    public ref readonly AssociationStatistics Statistics => ref inner.Statistics;

    public AssociationStatus Status => inner.Status;

    public SctpAssociation? Core => inner.Core;

    /// <summary>Whether the last part that was read was not the end of its message.</summary>
    public bool IsInMessage { get; private set; }

    /// <summary>A message that waits to be given out of its order.</summary>
    public SctpMessage? Held { get; set; }

    /// <summary>A message of the same content in a buffer of its own, or one whose last byte differs.</summary>
    public static SctpMessage Copy(in SctpMessage message, bool changes)
    {
        byte[] bytes = message.ToArray();
        bytes[^1] ^= changes ? (byte)1 : (byte)0;
        PayloadBuffer payload = new BlockPool().RentPayload();
        payload.Fill(bytes);
        return new SctpMessage(payload, message.Info);
    }

    /// <summary>Lets the application read a message next.</summary>
    public void Give(in SctpMessage message) => _given.Enqueue(message);

    public PathStatus GetPath(int index) => inner.GetPath(index);

    public SctpAddress AddressOf(int path) => inner.AddressOf(path);

    public SendResult Send(ReadOnlySpan<byte> payload, in SendOptions options, Instant now) => inner.Send(payload, options, now);

    public bool TryReceive(out SctpMessage message)
    {
        while (_given.Count == 0)
        {
            if (!inner.TryReceive(out SctpMessage read))
            {
                message = default;
                return false;
            }

            stack.Read(this, read);
            IsInMessage = !read.IsEndOfMessage;
        }

        return _given.TryDequeue(out message);
    }

    public void Shutdown(Instant now) => inner.Shutdown(now);

    public void Abort(Instant now) => inner.Abort(now);

    public bool TryCheckInvariants(out string violation) => inner.TryCheckInvariants(out violation);
}
