namespace Sctp.Sim.Associations.Oracles;

internal sealed class HeartbeatInterval : StepOracle
{
    public override string Id => "O-T7";

    public override string Name => "hb-interval";

    public override string Statement => "A confirmed path gets a HEARTBEAT when it was idle for HB.interval and one RTO +/- 50 %, and none while data measures its round trip; an unconfirmed one at most one each RTO.";

    public override string RfcSection => "8.3, 5.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Heartbeat;

    private readonly PathWatch<Watch> _watches = new();

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        int index = step.PathOf(packet.To);
        if (index < 0)
        {
            return;
        }

        PathStep path = step[index];
        ref Watch watch = ref _watches[side, index];
        bool isConfirmed = path.Before.State == PathState.Active;
        if ((side.DemandedHeartbeats & (1UL << index)) == 0) // One that the user asks for is sent at once (section 11.1.10).
        {
            JudgeTime(side, step, path, watch, isConfirmed, packet);
        }

        watch.HasSent = true;
        watch.SentAt = step.Now;
        watch.WasConfirmed = isConfirmed;
    }

    private void JudgeTime(AssociationSide side, SideStep step, PathStep path, in Watch watch, bool isConfirmed, WirePacket packet)
    {
        SctpOptions options = side.Options.Endpoint;
        if (isConfirmed && !path.Before.HeartbeatEnabled)
        {
            Violate(side, $"HEARTBEAT to {path.After.Address} although it is switched off there");
        }

        // Of an inactive path it is not shown whether it is confirmed: either period may hold. So it may for the first one after a confirmation.
        Duration period = options.HeartbeatInterval + (options.RtoMin / 2);
        Duration least = isConfirmed && watch.WasConfirmed ? period
            : path.Before.State == PathState.Unconfirmed ? options.RtoMin
            : Duration.Min(period, options.RtoMin);
        bool isForCookie = packet.Has(WireChunk.CookieAck) || packet.Has(WireChunk.CookieEcho); // Goes to an unconfirmed address only beside a HEARTBEAT (section 5.4).
        if (watch.HasSent && !isForCookie && step.Now - watch.SentAt < least)
        {
            Violate(side, $"HEARTBEAT to {path.After.Address} {step.Now - watch.SentAt} after the last one");
        }

        if (isConfirmed && path.HasSampled && step.Now - path.SampleSentAt < options.HeartbeatInterval)
        {
            Violate(side, $"HEARTBEAT to {path.After.Address} {step.Now - path.SampleSentAt} after DATA was sent there that gave a round trip");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        bool isMonitored = step.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived
            && step.StateBefore == step.State;
        SctpOptions options = side.Options.Endpoint;
        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            ref Watch watch = ref _watches[side, i];
            Duration longest = watch.NoteRto(step.Now, Duration.Max(path.Before.RetransmissionTimeout, path.After.RetransmissionTimeout), options, step.PathCount);
            bool isOwed = isMonitored && path.Before.HeartbeatEnabled && path.After.HeartbeatEnabled;

            // Also where one is sent now: it comes late.
            if (isOwed && watch.IsMonitored && step.Now - watch.Since > longest)
            {
                watch.IsMonitored = false;
                Violate(side, $"no HEARTBEAT to {path.After.Address} within {longest} without any chunk that gives a round trip");
            }
            else if (!isOwed || !watch.IsMonitored || path.LastActivity == step.Now)
            {
                watch.IsMonitored = isMonitored;
                watch.Since = step.Now;
            }
        }
    }

    private struct Watch
    {
        public bool HasSent;
        public bool WasConfirmed;
        public bool IsMonitored;
        public Instant SentAt;
        public Instant Since;
        private Instant _slot;
        private Duration _rto;
        private Duration _formerRto;

        /// <summary>The longest that a HEARTBEAT may take, by the longest RTO that its timer may have been set with.</summary>
        public Duration NoteRto(Instant now, Duration rto, SctpOptions options, int paths)
        {
            // Once for the answer, one and a half for the jitter, and once for each other path that HB.Max.Burst lets go first.
            _rto = Duration.Max(_rto, rto);
            if (_slot == default)
            {
                _slot = now;
                _formerRto = options.RtoInitial; // The association was set up with it.
            }

            Duration longest = options.HeartbeatInterval + (Duration.Max(_rto, _formerRto) * (3 + paths));
            if (now - _slot > longest)
            {
                _slot = now;
                _formerRto = _rto;
                _rto = rto;
            }

            return longest;
        }
    }
}
