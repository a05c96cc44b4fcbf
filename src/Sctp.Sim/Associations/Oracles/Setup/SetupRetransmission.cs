namespace Sctp.Sim.Associations.Oracles;

internal sealed class SetupRetransmission : Oracle
{
    private readonly Attempt[] _attempts = [new(), new()];

    public override string Id => "O-S11";

    public override string Name => "init-retries";

    public override string Statement =>
        "INIT and COOKIE ECHO are sent again at most Max.Init.Retransmits times, after T1, which begins at RTO.Initial and doubles up to RTO.Max.";

    public override string RfcSection => "4, 5.1, 5.1.6, 16";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Init) | (1UL << WireChunk.CookieEcho);

    // A damaged INIT ACK may name addresses that no host has: what goes there is not seen.
    public override Conditions Excludes => Conditions.Crashes | Conditions.InexactTime | Conditions.SealedDamage;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        SctpOptions options = side.Options.Endpoint;
        Attempt attempt = _attempts[side.Index];
        byte type = packet.Chunks[0].Type;
        uint tag = type == WireChunk.Init && packet.Chunks[0].Length >= 8 ? packet.FirstWord(packet.Chunks[0]) : packet.VerificationTag;
        bool isAgain = !Set.Input[side].IsPacket && attempt.Type == type && attempt.Tag == tag;
        if (!isAgain)
        {
            // The first INIT of an association begins with RTO.Initial. What follows a packet goes on with the RTO of its path, backed off or not.
            attempt.Begin(type, tag, packet.Time, isFresh: type == WireChunk.Init && !Set.Input[side].IsPacket);
            return;
        }

        attempt.Retransmissions++;
        Duration interval = packet.Time - attempt.LastSent;
        attempt.LastSent = packet.Time;
        if (attempt.Retransmissions > options.MaxInitRetransmits)
        {
            Violate(side, $"chunk type {type} was sent again {attempt.Retransmissions} times, Max.Init.Retransmits is {options.MaxInitRetransmits}");
        }

        // An INIT ACK that is forged may name addresses that no host has: what goes there is not seen.
        Duration longest = (Set.Conditions & (Conditions.MisbehavingPeer | Conditions.Attacker)) == 0 ? options.RtoMax : Duration.MaxValue;
        Duration shortest = options.RtoMin;
        if (attempt.IsFresh)
        {
            // Every path has an RTO of its own, which only its own expiries double.
            longest = Doubled(options.RtoInitial, attempt.Retransmissions - 1, options.RtoMax);
            shortest = side.Stack.PathCount == 1 ? longest : options.RtoInitial;
        }

        if (type == WireChunk.Init && options.MaxInitTimeout is { } limit)
        {
            longest = Duration.Min(longest, limit);
            shortest = Duration.Min(shortest, limit);
        }

        if (interval < shortest || interval > longest)
        {
            Violate(side, $"chunk type {type} was sent again, time {attempt.Retransmissions}, after {interval}; {shortest} to {longest} are allowed");
        }
    }

    private static Duration Doubled(Duration interval, int times, Duration longest)
    {
        for (int i = 0; i < times && interval < longest; i++)
        {
            interval *= 2;
        }

        return Duration.Min(interval, longest);
    }

    private sealed class Attempt
    {
        public byte Type { get; private set; }

        public uint Tag { get; private set; }

        public bool IsFresh { get; private set; }

        public int Retransmissions { get; set; }

        public Instant LastSent { get; set; }

        public void Begin(byte type, uint tag, Instant now, bool isFresh)
        {
            Type = type;
            Tag = tag;
            IsFresh = isFresh;
            Retransmissions = 0;
            LastSent = now;
        }
    }
}
