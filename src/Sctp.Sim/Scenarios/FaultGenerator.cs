using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>Draws what befalls the paths and hosts of a scenario. Half of it comes early, while there is something to disturb.</summary>
internal sealed class FaultGenerator
{
    private static readonly Duration Early = Duration.FromSeconds(3);

    private readonly bool[] _isOn;
    private readonly Func<KnobGroup, RandomSequence> _sequence;
    private readonly Scenario _scenario;
    private readonly List<Fault> _faults = [];

    public FaultGenerator(bool[] isOn, Func<KnobGroup, RandomSequence> sequence, Scenario scenario)
    {
        _isOn = isOn;
        _sequence = sequence;
        _scenario = scenario;
    }

    public List<Fault> Generate()
    {
        Add(KnobGroup.PathFaults, 4, PathFault);
        Add(KnobGroup.Udp, 2, UdpFault);
        Add(KnobGroup.InexactTime, 3, TimeFault);
        Add(KnobGroup.Crashes, 2, Crash);
        Add(KnobGroup.CookieKeys, 2, draw => new CookieKeyRotation(Moment(draw), DrawSide(draw), Association(draw)));
        Add(KnobGroup.SlowReader, 1, StalledReader);
        Add(KnobGroup.ForgedIcmp, 5, ForgedIcmp);
        return _faults;
    }

    private void Add(KnobGroup group, int most, Func<RandomSequence, Fault> generate)
    {
        if (!_isOn[(int)group])
        {
            return;
        }

        RandomSequence draw = _sequence(group);
        long count = draw.Between(1, most);
        for (int i = 0; i < count; i++)
        {
            _faults.Add(generate(draw));
        }
    }

    private Fault PathFault(RandomSequence draw)
    {
        Duration at = Moment(draw);
        int path = (int)draw.Between(0, _scenario.Paths.Count - 1);
        bool toServer = draw.Chance(800_000);
        bool toClient = !toServer || draw.Chance(700_000);
        int? association = _scenario.Associations > 1 && draw.Chance(500_000) ? Association(draw) : null;
        if (draw.Chance(750_000))
        {
            return new PathOutage(at, Length(draw, at), path, toServer, toClient, association);
        }

        PathOptions options = _scenario.Paths[path];
        Duration delay = draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(500));
        return new PathChange(at, path, (toServer ? options.ToServer : options.ToClient) with { Delay = delay }, toServer, toClient, association);
    }

    private Fault UdpFault(RandomSequence draw)
    {
        Duration at = Moment(draw);
        int path = (int)draw.Between(0, _scenario.Paths.Count - 1);
        return draw.Pick<int>([0, 1, 2, 2]) switch
        {
            0 => new NatRebinding(at, path, Association: Association(draw)),
            1 => new NatTimeout(at, path, draw.Between(Duration.FromMilliseconds(100), Duration.FromSeconds(20)), Association(draw)),
            _ => new UdpPortChange(at, Side.Client, path, Association(draw)),
        };
    }

    private Fault TimeFault(RandomSequence draw)
    {
        Duration at = Moment(draw);
        Side side = DrawSide(draw);
        int association = Association(draw);
        Duration length = Length(draw, at);
        return draw.Pick<int>([0, 1, 2, 3]) switch
        {
            0 => new HostPause(at, length, side, association, LosesPackets: draw.Chance(300_000)),
            1 => new SlowHost(at, length, side, draw.Between(Duration.FromMicroseconds(10), Duration.FromMilliseconds(20)), association),
            2 => new LateTimers(at, length, side, draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(500)), association),
            _ => new ClockSkew(at, side, (int)draw.Between(-1_000, 1_000), association),
        };
    }

    private Fault Crash(RandomSequence draw)
    {
        Duration at = Moment(draw);
        Duration down = draw.Chance(500_000) ? Duration.Min(draw.Between(Duration.Zero, Duration.FromSeconds(1)), _scenario.HealAfter - at) : Length(draw, at);
        return new HostCrash(at, down, DrawSide(draw), Reconnects: draw.Chance(800_000), Association(draw));
    }

    private Fault StalledReader(RandomSequence draw)
    {
        Duration at = Moment(draw);
        return new StalledReader(at, Length(draw, at), DrawSide(draw), Association(draw));
    }

    private Fault ForgedIcmp(RandomSequence draw)
    {
        Duration at = Moment(draw);
        Side side = DrawSide(draw);
        int path = (int)draw.Between(0, _scenario.Paths.Count - 1);
        int association = Association(draw);
        IcmpQuote quote = draw.Pick<IcmpQuote>([IcmpQuote.Genuine, IcmpQuote.WrongTag, IcmpQuote.UnknownAssociation, IcmpQuote.Truncated]);
        if (draw.Chance(500_000))
        {
            int mtu = draw.Pick<int>([0, 1, 68, 511, 512, 576, 1_280, 9_000, 65_535]);
            return new ForgedTooBig(at, side, path, mtu, quote, association);
        }

        ForgedUnreachableKind what = draw.Pick<ForgedUnreachableKind>([ForgedUnreachableKind.Host, ForgedUnreachableKind.Port, ForgedUnreachableKind.Protocol]);
        return new ForgedUnreachable(at, side, path, what, quote, association);
    }

    private Duration Moment(RandomSequence draw) =>
        draw.Chance(600_000) ? draw.Between(Duration.Zero, Duration.Min(Early, _scenario.HealAfter)) : draw.Between(Duration.Zero, _scenario.HealAfter);

    private Duration Length(RandomSequence draw, Duration at)
    {
        Duration left = _scenario.HealAfter - at;
        return draw.Between(Duration.Zero, draw.Chance(500_000) ? Duration.Min(left, Early) : left);
    }

    private static Side DrawSide(RandomSequence draw) => draw.Pick<Side>([Side.Client, Side.Server]);

    private int Association(RandomSequence draw) => (int)draw.Between(0, _scenario.Associations - 1);
}
