using System.Collections.Generic;
using Sctp.Sim.Associations.Oracles;

namespace Sctp.Sim.Associations;

/// <summary>Every oracle there is, in the order in which they are called.</summary>
internal static class OracleCatalog
{
    /// <summary>
    /// Oracles that have seen their planted bug but still speak in some runs of the swarm whose cause is not explained yet: they judge only where they are asked for by
    /// name (<see cref="SimulationOptions.Oracles"/>).
    /// </summary>
    private static readonly string[] OnProbation = [];

    /// <summary>Whether an oracle judges every run.</summary>
    public static bool IsSettled(string id) => System.Array.IndexOf(OnProbation, id) < 0;

    /// <summary>New oracles for one association of one run.</summary>
    public static List<Oracle> Create() =>
    [
        // Delivery to the application
        new ExactlyOnce(),
        new IntactContent(),
        new StreamOrder(),
        new NoHeadOfLineBlocking(),
        new UnorderedAtOnce(),
        new NoGhost(),
        new ReadableAfterClose(),
        new SendBufferAmount(),
        new PartialDelivery(),
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

        new InboundTag(),
        new UnknownChunk(),
        new UnknownParameter(),

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
        new NoStateBeforeCookie(),
        new AlteredCookie(),
        new CookieBinding(),
        new StrayHandshakeChunk(),
        new OutOfTheBluePacket(),
        new ReflectedTag(),

        // TSN and SACK
        new DenseTsn(),
        new TsnWindow(),
        new AcknowledgedData(),
        new CumulativeTsn(),
        new MonotoneCumulativeTsn(),
        new GapBlockForm(),
        new GapTruth(),
        new GapCompleteness(),
        new DuplicateReport(),
        new DuplicateSack(),
        new GapSack(),
        new SackFrequency(),
        new SackDelay(),
        new FirstDataSack(),
        new ImmediateSack(),
        new OneSack(),
        new AdvertisedWindow(),
        new UnsentAcknowledged(),
        new StaleSack(),
        new RevokedGapAck(),
        new MissIndications(),
        new T3Armed(),
        new T3Restart(),
        new SackDestination(),

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

        // Security
        new UdpPort(),
        new BlindInjection(),
        new OldTag(),
        new Amplification(),
        new FloodCost(),
        new HeartbeatReflection(),

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
