using System.Collections.Generic;
using Sctp.Sim.Associations.Oracles;

namespace Sctp.Sim.Associations;

/// <summary>Every oracle there is, in the order in which they are called.</summary>
internal static class OracleCatalog
{
    /// <summary>New oracles for one association of one run.</summary>
    public static List<Oracle> Create() =>
    [
        // Delivery to the application
        new ExactlyOnce(),
        new IntactContent(),
        new StreamOrder(),
        new NoGhost(),
        new FailureReport(),

        // Wire format and identity
        new Checksum(),
        new DamagedPacket(),
        new OutboundTag(),
        new InitiateTagValue(),
        new Bundling(),
        new ChunkOrder(),
        new ChunkPadding(),
        new PacketSize(),
        new UserDataLength(),
        new Fragments(),
        new ParameterBounds(),
        new RoundTrip(),
        new StreamIdentifiers(),

        // State machine and handshake
        new LegalTransition(),
        new DataState(),
        new CookieLife(),
        new InitCollision(),
        new CookieTable(),
        new Restart(),
        new FormerTag(),
        new SetupRetransmission(),
        new InitValues(),
        new ShutdownGate(),
        new ShutdownRepetition(),
        new ShutdownCollision(),
        new ShutdownGuard(),
        new AbortIsFinal(),
        new DataAfterEstablishment(),

        // TSN and SACK
        new DenseTsn(),
        new MonotoneCumulativeTsn(),
        new GapBlockForm(),
        new T3Armed(),

        // Flow and congestion control
        new CongestionWindow(),
        new ExactOutstanding(),
        new PeerWindow(),
        new WindowProbing(),
        new RetransmissionFirst(),
        new Burst(),
        new InitialWindow(),
        new SlowStart(),
        new CongestionAvoidance(),
        new ThreeMisses(),
        new FastRetransmitOnce(),
        new FastRecoveryCut(),
        new FastRetransmitPacket(),
        new TimeoutCut(),
        new IdleDecay(),
        new PathIndependence(),
        new EarnedGrowth(),
        new ReferenceFlight(),

        // Timers and paths
        new RtoBounds(),
        new RtoFormula(),
        new Karn(),
        new SamplePerRoundTrip(),
        new BackOff(),
        new EarlyRetransmission(),
        new HeartbeatInterval(),
        new HeartbeatNonce(),
        new UnconfirmedAddress(),
        new PathErrorCount(),
        new PathFailure(),
        new AssociationFailure(),
        new AlternatePath(),
        new TimerHygiene(),
        new LateTimer(),
        new PathMtu(),
        new IcmpEffect(),

        // Resources and liveness
        new MemoryBound(),
        new NothingLeft(),
        new WorkBound(),
        new NoException(),
        new Quiescence(),
        new Liveness(),
        new ClosingLiveness(),
        new ConnectLiveness(),
        new WindowLiveness(),
        new LegalEnd(),
        new SimulatorSanity(),
    ];
}
