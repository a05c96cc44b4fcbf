using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>One direction of one path through the network: what it does to packets. Probabilities are in millionths and independent for each packet.</summary>
public sealed record LinkOptions
{
    /// <summary>The greatest <see cref="ReorderSpan"/>.</summary>
    public const int MostReorderSpan = 15;

    /// <summary>The greatest <see cref="DuplicateCopies"/>.</summary>
    internal const int MostDuplicateCopies = 1_000;

    /// <summary>A link without faults and without a rate.</summary>
    public static LinkOptions Perfect { get; } = new();

    /// <summary>Whether the link carries packets at all. Packets already on their way when it fails still arrive.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>The constant part of the delay.</summary>
    public Duration Delay { get; init; } = Duration.FromMilliseconds(10);

    /// <summary>The variable part of the delay; zero for none.</summary>
    public Duration Jitter { get; init; }

    /// <summary>How <see cref="Jitter"/> is distributed.</summary>
    public JitterShape JitterShape { get; init; }

    /// <summary>Whether a packet never arrives before one that was sent earlier because of <see cref="Jitter"/>, default true.</summary>
    public bool JitterKeepsOrder { get; init; } = true;

    /// <summary>The probability of the slow mode of <see cref="JitterShape.Bimodal"/>.</summary>
    public int SlowPerMillion { get; init; } = 100_000;

    /// <summary>The delays of <see cref="JitterShape.Trace"/>, by turns; see <see cref="DelayTrace"/>.</summary>
    public IReadOnlyList<Duration> JitterTrace { get; init; } = [];

    /// <summary>A second variable part of the delay, evenly from zero to this, in which packets overtake one another whatever <see cref="JitterKeepsOrder"/> says; zero for none.</summary>
    public Duration OvertakingJitter { get; init; }

    /// <summary>The probability that a packet is lost.</summary>
    public int LossPerMillion { get; init; }

    /// <summary>Loss that follows a rule, beside <see cref="LossPerMillion"/>; null for none.</summary>
    public LossModel? Loss { get; init; }

    /// <summary>The probability that a packet changes places with others as <see cref="ReorderShape"/> says.</summary>
    public int ReorderPerMillion { get; init; }

    /// <summary>How packets change places.</summary>
    public ReorderShape ReorderShape { get; init; }

    /// <summary>The longest time a packet is held back, or waits for those to change places with.</summary>
    public Duration ReorderDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>How many packets are overtaken (<see cref="ReorderShape.JumpAhead"/>) or change places in all (<see cref="ReorderShape.BurstReversal"/>); 2 to <see cref="MostReorderSpan"/>.</summary>
    public int ReorderSpan { get; init; } = 4;

    /// <summary>The longest time that a <see cref="ReorderShape.Straggler"/> is late.</summary>
    public Duration StragglerDelay { get; init; } = Duration.FromSeconds(30);

    /// <summary>The probability that a packet arrives more than once.</summary>
    public int DuplicatePerMillion { get; init; }

    /// <summary>The greatest number of further copies; their number is drawn.</summary>
    public int DuplicateCopies { get; init; } = 1;

    /// <summary>The longest time from one copy to the next.</summary>
    public Duration DuplicateDelay { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>The probability that a further copy comes very late, perhaps after the end of the association.</summary>
    public int LateCopyPerMillion { get; init; }

    /// <summary>The longest time that such a copy is late; it is at least half of that.</summary>
    public Duration LateCopyDelay { get; init; } = Duration.FromSeconds(120);

    /// <summary>The probability that a packet is damaged.</summary>
    public int CorruptPerMillion { get; init; }

    /// <summary>How packets are damaged.</summary>
    public CorruptionKind Corruption { get; init; }

    /// <summary>What becomes of the checksum of a damaged packet.</summary>
    public ChecksumTreatment CorruptChecksum { get; init; }

    /// <summary>The probability that an ECN-capable packet is marked without a reason.</summary>
    public int MarkPerMillion { get; init; }

    /// <summary>The rate in bits per second; 0 for no limit.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>The bytes that may leave at once after a pause before the rate holds (a token bucket); 0 for a link that is a wire.</summary>
    public int BurstBytes { get; init; }

    /// <summary>The bytes that may wait or be on their way into the link before packets are dropped; 0 for no limit.</summary>
    public int QueueBytes { get; init; }

    /// <summary>The packets that may wait for the link; 0 for no limit.</summary>
    public int QueuePackets { get; init; }

    /// <summary>Which packets the queue gives up.</summary>
    public QueueDiscipline Discipline { get; init; }

    /// <summary>Parameters of <see cref="QueueDiscipline.Red"/>.</summary>
    public RedOptions Red { get; init; } = new();

    /// <summary>Parameters of <see cref="QueueDiscipline.CoDel"/>.</summary>
    public CoDelOptions CoDel { get; init; } = new();

    /// <summary>The length of the queue in bytes from which on ECN-capable packets are marked as they come; 0 for never.</summary>
    public int EcnThreshold { get; init; }

    /// <summary>
    /// Links with the same number share one queue and one rate, whatever addresses they connect; 0 for a queue of its own. They should have the same
    /// rate and queue: each packet is treated by the options of its own link. Fixed when the link is made.
    /// </summary>
    public int SharedBottleneck { get; init; }

    /// <summary>The largest packet in bytes; 0 for no limit. Larger ones are dropped if they must not be fragmented.</summary>
    public int Mtu { get; init; }

    /// <summary>What the sender of a packet that is too big hears.</summary>
    public PtbMode Ptb { get; init; }

    /// <summary>
    /// The same link without faults: up, with neither loss, reordering, duplication, corruption nor false marks, a queue that drops only what does not fit,
    /// and true reports of packets that are too big. Delay, jitter, rate, queue and MTU stay.
    /// </summary>
    public LinkOptions Heal() => this with
    {
        IsUp = true,
        OvertakingJitter = Duration.Zero,
        LossPerMillion = 0,
        Loss = null,
        ReorderPerMillion = 0,
        DuplicatePerMillion = 0,
        LateCopyPerMillion = 0,
        CorruptPerMillion = 0,
        MarkPerMillion = 0,
        Discipline = QueueDiscipline.TailDrop,
        Ptb = PtbMode.True,
    };

    /// <summary>The delay, and of all else what has an effect and differs from the default, as reports tell it.</summary>
    public override string ToString() => LinkText.Describe(this);

    /// <summary>Whether any packet may have a fate that is drawn, <see cref="Loss"/> apart.</summary>
    internal bool HasChance =>
        (LossPerMillion | ReorderPerMillion | DuplicatePerMillion | LateCopyPerMillion | CorruptPerMillion | MarkPerMillion) != 0
        || Jitter > Duration.Zero || OvertakingJitter > Duration.Zero || JitterTrace.Count > 0;

    /// <summary>Whether packets wait one by one: they are counted, or the discipline may take one out that waits already.</summary>
    internal bool QueuesPackets => QueuePackets != 0 || Discipline is QueueDiscipline.HeadDrop or QueueDiscipline.RandomVictim or QueueDiscipline.CoDel;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public void Validate()
    {
        CheckProbabilities();
        CheckDurations();
        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderSpan, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReorderSpan, MostReorderSpan);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(DuplicateCopies);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicateCopies, MostDuplicateCopies);
        ArgumentOutOfRangeException.ThrowIfNegative(BitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(BurstBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(QueuePackets);
        ArgumentOutOfRangeException.ThrowIfNegative(EcnThreshold);
        ArgumentOutOfRangeException.ThrowIfNegative(SharedBottleneck);
        ArgumentOutOfRangeException.ThrowIfNegative(Mtu);
        ArgumentNullException.ThrowIfNull(Red);
        ArgumentNullException.ThrowIfNull(CoDel);
        Red.Validate();
        CoDel.Validate();
        Loss?.Validate();
    }

    private void CheckProbabilities()
    {
        PerMillion.Check(LossPerMillion, nameof(LossPerMillion));
        PerMillion.Check(SlowPerMillion, nameof(SlowPerMillion));
        PerMillion.Check(ReorderPerMillion, nameof(ReorderPerMillion));
        PerMillion.Check(DuplicatePerMillion, nameof(DuplicatePerMillion));
        PerMillion.Check(LateCopyPerMillion, nameof(LateCopyPerMillion));
        PerMillion.Check(CorruptPerMillion, nameof(CorruptPerMillion));
        PerMillion.Check(MarkPerMillion, nameof(MarkPerMillion));
    }

    private void CheckDurations()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Delay, Duration.Zero, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfLessThan(Jitter, Duration.Zero, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfLessThan(OvertakingJitter, Duration.Zero, nameof(OvertakingJitter));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderDelay, Duration.Zero, nameof(ReorderDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(StragglerDelay, Duration.Zero, nameof(StragglerDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateDelay, Duration.Zero, nameof(DuplicateDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(LateCopyDelay, Duration.Zero, nameof(LateCopyDelay));
        ArgumentNullException.ThrowIfNull(JitterTrace);
        for (int i = 0; i < JitterTrace.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(JitterTrace[i], Duration.Zero, nameof(JitterTrace));
        }
    }
}
