using System;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>
/// What one input - a packet, the expiry of timers, an act of the application - did to one side: its paths before and after, what was acknowledged, what
/// expired and what was sent. Oracles that judge a change ask here what may have caused it.
/// </summary>
internal sealed class SideStep
{
    private PathStep[] _paths = [];
    private Credit[] _found = [];
    private readonly EarlyHeartbeat[] _early = new EarlyHeartbeat[16];
    private int _earlyCount;
    private SctpAssociation? _core;
    private uint _peerTag;
    private readonly AssociationShadow _shadow;

    public SideStep(AssociationShadow shadow) => _shadow = shadow;

    public AssociationSide Side { get; private set; } = null!;

    /// <summary>The data that this side sent, as the rules see it.</summary>
    public ReferenceSender Sender { get; } = new();

    /// <summary>What this packet acknowledged.</summary>
    public ReferenceAcknowledgement Acknowledgement { get; } = new();

    /// <summary>The time that the clock of the side's host shows.</summary>
    public Instant Now => Side.Node.LocalNow;

    public int PathCount { get; private set; }

    /// <summary>Whether rwnd is known: the shadow remembers the INIT or INIT ACK that the association was set up with, or a SACK arrived since.</summary>
    public bool IsPeerWindowKnown { get; private set; }

    /// <summary>Whether the side was handed a packet in this step.</summary>
    public bool HasPacket => Side.Input == SideInput.Packet;

    /// <summary>Whether that packet is one that the side accepts, by checksum and Verification Tag.</summary>
    public bool IsPacketAccepted { get; private set; }

    public bool IsTimer => Side.Input == SideInput.Timer;

    public bool IsIcmp => Side.Input == SideInput.Icmp;

    public AssociationState StateBefore { get; private set; }

    public AssociationState State { get; private set; }

    /// <summary>What the stack shows of the association after the input.</summary>
    public AssociationStatus Status { get; private set; }

    public int ErrorCountBefore { get; private set; }

    public int ErrorCount { get; private set; }

    /// <summary>T2-shutdown may have expired in this step: it is not shown.</summary>
    public bool MayT2HaveExpired => IsTimer && StateBefore is AssociationState.ShutdownSent or AssociationState.ShutdownAckSent;

    /// <summary>Packets with DATA since the application last asked for something to be sent.</summary>
    public int BurstPackets { get; private set; }

    /// <summary>Packets of this step with DATA.</summary>
    public int DataPackets { get; private set; }

    /// <summary>Whether the state before and after is one in which DATA goes by the rules of section 6: neither set-up nor after the end.</summary>
    public bool IsEstablished => StateBefore >= AssociationState.Established && State >= AssociationState.Established;

    private int _acceptedMessages;

    // A packet with DATA went to no path, or the peer offers another window.
    private bool _hasTouchedAll;

    /// <summary>Whether the input may have done something to a path that oracles judge: DATA that arrives does nothing to the paths of the side that receives it.</summary>
    public bool MayHaveTouched(PathStep path) =>
        !path.WasJudged || _hasTouchedAll || IsTimer || IsIcmp || DataPackets != 0 || Acknowledgement.Count != 0 || path.HasChanged;

    public PathStep this[int path] => _paths[path];

    public void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Side = side;
        bool isWhole = packet.Origin == PacketOrigin.Genuine || packet.HasValidChecksum;
        if (!isWhole || packet.ChunkCount == 0 || !side.HasPortsOf(packet))
        {
            return;
        }

        IsPacketAccepted = side.Stack.Core is { } core && packet.VerificationTag == core.LocalTag;
        if (packet.Has(WireChunk.CookieEcho) || packet.Has(WireChunk.Init))
        {
            Sender.Excuse();
        }

        // What is behind a COOKIE ECHO counts once COOKIE ACK answers it.
        if (IsPacketAccepted && !side.Application.IsEnded && packet.Chunks[0].Type != WireChunk.CookieEcho)
        {
            TakeChunks(packet, side.Stack.State);
        }
    }

    public void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        Side = side;
        if (side.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        if (packet.VerificationTag != _peerTag && packet.DataCount != 0)
        {
            _peerTag = packet.VerificationTag;
            IsPeerWindowKnown = false;
            Sender.Reset();
        }

        // Of the INIT or INIT ACK that the association was set up with, if a flood of others did not push it out of the shadow's memory.
        uint window = _shadow[side].PeerOffer.Window;
        _hasTouchedAll |= Sender.InitialWindow != window;
        Sender.InitialWindow = window;
        IsPeerWindowKnown |= packet.VerificationTag == _shadow[side].PeerTag;
        Refresh(side);
        NoteTimers();
        NoteChangeOfDscp();
        if (_shadow.AcceptedEcho is { } echo)
        {
            TakeChunks(echo, StateBefore > AssociationState.Established ? StateBefore : AssociationState.Established);
        }

        int index = PathOf(packet.To);
        Sender.OnPacketSent(packet, Math.Max(index, 0), side.Stack.State >= AssociationState.Established, Now);
        if (!IsPeerWindowKnown)
        {
            Sender.Excuse();
        }

        if (index < 0)
        {
            _hasTouchedAll |= packet.DataCount != 0;
            NoteEarly(packet);
            return;
        }

        PathStep path = _paths[index];
        if (packet.DataCount != 0)
        {
            NoteData(path, packet);
        }

        if (packet.Has(WireChunk.Heartbeat) && packet.TryFind(WireChunk.Heartbeat, out WireChunk heartbeat))
        {
            path.NoteHeartbeat(Now, WirePacket.HashOf(packet.ValueOf(heartbeat)), side.Stack.GetPath(index).RetransmissionTimeout);
        }
    }

    public void OnEvent(AssociationSide side, in SctpEvent e)
    {
        Side = side;
        if (e.Kind == SctpEventKind.SendBufferDrained)
        {
            BurstPackets = 0;
        }

        if (e.Kind != SctpEventKind.PathStateChanged)
        {
            return;
        }

        Refresh(side);
        for (int i = 0; i < PathCount; i++)
        {
            if (_paths[i].After.Address.IsSameHost(e.Address))
            {
                _paths[i].StateReports++;
                _paths[i].ReportedState = e.PathState;
            }
        }
    }

    /// <summary>All that the input caused has been taken: looks at how things stand.</summary>
    public void End(AssociationSide side)
    {
        Side = side;
        Refresh(side);
        NoteTimers();
        NoteChangeOfDscp();
        State = side.Stack.State;
        Status = side.Stack.Status;
        ErrorCount = side.Stack.Core is null ? 0 : Status.ErrorCount;
        for (int i = 0; i < PathCount; i++)
        {
            PathStep path = _paths[i];
            path.After = side.Stack.GetPath(i);
            if (!path.IsKnown)
            {
                path.Before = path.After;
            }

            if (path.Before.State != PathState.Active && path.After.State == PathState.Active)
            {
                path.ActiveSince = Now;
            }

            if (path.IsKnown)
            {
                path.Sample = FindSample(path, i);
            }
        }
    }

    /// <summary>The oracles have judged; the next input begins.</summary>
    public void BeginNext()
    {
        IsPacketAccepted = false;
        _hasTouchedAll = false;
        StateBefore = State;
        ErrorCountBefore = ErrorCount;
        BurstPackets = 0;
        DataPackets = 0;
        Acknowledgement.Clear();
        Sender.BeginStep();
        Side.Input = SideInput.Application;
        Side.DemandedHeartbeats = 0;
        for (int i = 0; i < PathCount; i++)
        {
            _paths[i].BeginStep();
            _paths[i].IsHeartbeatAwaited &= State != AssociationState.CookieWait; // One beside a COOKIE ECHO whose cookie was stale is not awaited any more.
        }
    }

    /// <summary>The index of the path to an address of the peer; -1 where there is none.</summary>
    public int PathOf(NetworkAddress to)
    {
        SctpAddress address = Side.Node.AddressOf(to);
        for (int i = 0; i < PathCount; i++)
        {
            if (_paths[i].After.Address.IsSameHost(address))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool MayAcknowledge(AssociationState state) =>
        state is AssociationState.CookieEchoed or AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived;

    private void TakeChunks(WirePacket packet, AssociationState state)
    {
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.Sack when MayAcknowledge(state):
                    OnSack(packet, chunk);
                    break;
                case WireChunk.Shutdown when MayAcknowledge(state) && chunk.Length >= 8 && state != AssociationState.CookieEchoed:
                    BeginAcknowledgement();
                    Sender.OnShutdown(packet.FirstWord(chunk), Acknowledgement);
                    EndAcknowledgement();
                    break;
                case WireChunk.HeartbeatAck:
                    OnHeartbeatAck(packet, chunk);
                    break;
                case WireChunk.CookieAck when state == AssociationState.CookieEchoed:
                    state = AssociationState.Established;
                    break;
                default:
                    break;
            }

            if (chunk.EndsPacket)
            {
                break;
            }
        }

        for (int i = 0; i < PathCount; i++)
        {
            PathStep path = _paths[i];
            path.WasDrained = Acknowledgement.IsProcessed && Sender.FlightOn(i) == 0;
            path.IsLimitedToOnePacket &= path.AckedBytes == 0;
        }
    }

    private void OnSack(WirePacket packet, in WireChunk chunk)
    {
        if (chunk.Length < WireSack.FixedLength)
        {
            return;
        }

        WireSack sack = packet.Sack(chunk);
        if (sack.IsWellFormed)
        {
            BeginAcknowledgement();
            IsPeerWindowKnown |= Sender.OnSack(sack, Acknowledgement, Now);
            EndAcknowledgement();
        }
    }

    // A packet may hold more than one, and what the first left is what the second finds.
    private void BeginAcknowledgement()
    {
        Acknowledgement.Count++;
        if (_found.Length < PathCount)
        {
            _found = new Credit[PathCount];
        }

        int largestMarked = Sender.LargestMarked();
        for (int i = 0; i < PathCount; i++)
        {
            _found[i] = new Credit(Sender.FlightOn(i), 0, Sender.IsInFastRecovery, largestMarked);
        }
    }

    private void EndAcknowledgement()
    {
        for (int i = 0; i < PathCount; i++)
        {
            _paths[i].AddCredit(_found[i], Acknowledgement.BytesOn(i));
        }
    }

    private void OnHeartbeatAck(WirePacket packet, in WireChunk chunk)
    {
        ulong hash = WirePacket.HashOf(packet.ValueOf(chunk));
        for (int i = 0; i < PathCount; i++)
        {
            PathStep path = _paths[i];
            if (path.HeartbeatHash == hash)
            {
                path.IsHeartbeatAwaited = false;
                path.HeartbeatHash = 0;
                path.HasHeartbeatAck = true;
                path.HeartbeatRoundTrip = Now - path.LastHeartbeat;
                path.LastActivity = Now;
                return;
            }
        }
    }

    private void NoteData(PathStep path, WirePacket packet)
    {
        if (Side.Application.Outbound.AcceptedCount != _acceptedMessages)
        {
            _acceptedMessages = Side.Application.Outbound.AcceptedCount;
            BurstPackets = 0;
        }

        BurstPackets++;
        DataPackets++;
        path.DataPackets++;
        path.HasSentData = true;
        path.HasSentSinceReset = true;
        path.LastDataSent = Now;
        foreach (ref readonly DataInPacket data in Sender.Packet)
        {
            if (data.IsNew)
            {
                path.NewDataBytes += data.Size;
                path.LastActivity = Now;
            }
            else
            {
                path.ResentChunks++;
            }
        }
    }

    // What the timers did is known before the packets that they caused are looked at.
    private void NoteTimers()
    {
        if (!IsTimer || StateBefore < AssociationState.CookieEchoed)
        {
            return;
        }

        bool isAnswered = Sender.IsProbeAnswered;
        for (int i = 0; i < PathCount; i++)
        {
            PathStep path = _paths[i];
            if (!path.IsKnown)
            {
                continue;
            }

            if (!path.HasT3Expired && path.Before.T3Deadline is { } deadline && deadline <= Now)
            {
                path.HasT3Expired = true;
                path.IsT3Error = !isAnswered;
                path.IsT3Loss = Sender.OnT3Expired(i, Now);
                path.IsLimitedToOnePacket |= path.IsT3Loss;
            }

            bool isMonitored = StateBefore is AssociationState.CookieEchoed or AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived;
            if (path.IsHeartbeatAwaited && path.HeartbeatDeadline <= Now && isMonitored && !path.HasSentHeartbeat)
            {
                path.IsHeartbeatAwaited = false; // Its answer still counts, but no longer stops a timer.
                path.HasHeartbeatExpired = true;
                path.LastActivity = Now;
            }
        }
    }

    // "The congestion control parameters for all affected destination addresses MUST be reset to their initial values" (section 7.2.5.1). It comes after the timers:
    // the application is asked last.
    private void NoteChangeOfDscp()
    {
        if (!Side.HasChangedDscp)
        {
            return;
        }

        Side.HasChangedDscp = false;
        for (int i = 0; i < PathCount; i++)
        {
            _paths[i].IsReinitialized = true;
            _paths[i].HasSentSinceReset = false;
            _paths[i].IsLimitedToOnePacket = false;
        }
    }

    private SampleSource FindSample(PathStep path, int index)
    {
        SctpOptions options = Side.Options.Endpoint;
        var before = RoundTripEstimate.Of(path.Before);
        var after = RoundTripEstimate.Of(path.After);
        if (!HasPacket)
        {
            return before == after ? SampleSource.None : SampleSource.Unexplained;
        }

        if (path.HasHeartbeatAck)
        {
            before = before.After(path.HeartbeatRoundTrip, options);
            if (before.IsNear(after, options))
            {
                path.PossibleSampleAt = Now;
                return SampleSource.Heartbeat;
            }
        }

        RoundTripEstimate adjusted = path.HasHeartbeatAck ? before.Adjusted(options) : before; // What the HEARTBEAT left to the sample behind it.
        var source = SampleSource.None;
        Instant sentAt = default;
        foreach (ref readonly AckedDataChunk acked in Sender.Acked)
        {
            if (acked.FirstPath != index && acked.LastPath != index)
            {
                continue;
            }

            Duration roundTrip = Now - acked.FirstSent;
            if (!before.After(roundTrip, options).IsNear(after, options) && !adjusted.After(roundTrip, options).IsNear(after, options))
            {
                continue;
            }

            bool isGood = !acked.IsAmbiguous && acked.Transmissions == 1;
            if (source == SampleSource.None || (isGood && (source != SampleSource.Data || sentAt < acked.FirstSent)))
            {
                // Chunks sent some nanoseconds apart explain what is shown alike: the one sent last.
                source = isGood ? SampleSource.Data : SampleSource.AmbiguousData;
                sentAt = acked.FirstSent;
            }
        }

        if (source != SampleSource.None)
        {
            path.PossibleSampleAt = Now;
        }

        if (source == SampleSource.None || before == after)
        {
            return before == after ? SampleSource.None : SampleSource.Unexplained;
        }

        path.SampleSentAt = sentAt;
        path.SampleTakenAt = Now;
        path.HasSampled = true;
        return source;
    }

    private void Refresh(AssociationSide side)
    {
        IAssociationStack stack = side.Stack;
        if (!ReferenceEquals(stack.Core, _core))
        {
            _core = stack.Core;
            _paths = [];
            PathCount = 0;
            Sender.Reset();
        }

        int count = stack.PathCount;
        if (count != PathCount || (count > 0 && !_paths[0].After.Address.IsSameHost(stack.AddressOf(0))))
        {
            Rebuild(stack, count);
        }
    }

    // The list of paths changes during the set-up only.
    private void Rebuild(IAssociationStack stack, int count)
    {
        _paths = new PathStep[count];
        for (int i = 0; i < count; i++)
        {
            PathStatus path = stack.GetPath(i);
            _paths[i] = new PathStep { Index = i, Before = path, After = path, FirstMtu = path.PathMtu, ActiveSince = Now, LastActivity = Now };
        }

        PathCount = count;
        for (int i = 0; i < _earlyCount; i++)
        {
            int index = PathOf(_early[i].To);
            if (index >= 0)
            {
                _paths[index].NoteHeartbeat(_early[i].Time, _early[i].Hash, _paths[index].After.RetransmissionTimeout);
            }
        }

        _earlyCount = 0;
    }

    // A listening side shows its association only after the first packets of it.
    private void NoteEarly(WirePacket packet)
    {
        if (packet.TryFind(WireChunk.Heartbeat, out WireChunk heartbeat) && _earlyCount < _early.Length)
        {
            _early[_earlyCount++] = new EarlyHeartbeat(packet.To, Now, WirePacket.HashOf(packet.ValueOf(heartbeat)));
        }
    }

    private readonly record struct EarlyHeartbeat(NetworkAddress To, Instant Time, ulong Hash);
}
