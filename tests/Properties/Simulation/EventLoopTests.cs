using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Conformance.Support;
using Sctp.Sim.Engine;

namespace Sctp.Properties.Simulation;

public class EventLoopTests
{
    [Property(MaxTest = 300)]
    public bool Events_happen_by_time_then_priority_then_order_of_scheduling((byte Time, byte Priority)[] plan)
    {
        var loop = new EventLoop();
        var recorder = new Recorder();
        int actor = loop.Register(recorder);
        for (int i = 0; i < plan.Length; i++)
        {
            loop.Schedule(Instant.FromNanoseconds(plan[i].Time % 16), (EventPriority)(plan[i].Priority % 4), actor, 0, i);
        }

        loop.RunUntil(Instant.FromNanoseconds(1000));
        IEnumerable<long> expected = plan
            .Select((p, i) => (Time: p.Time % 16, Priority: p.Priority % 4, Index: (long)i))
            .OrderBy(p => p.Time).ThenBy(p => p.Priority).ThenBy(p => p.Index)
            .Select(p => p.Index);
        return recorder.Arguments.SequenceEqual(expected);
    }

    [Property(MaxTest = 100)]
    public bool Events_scheduled_while_others_happen_keep_time_monotone(uint seed)
    {
        var loop = new EventLoop();
        var actor = new Branching(loop, seed);
        actor.Start();
        loop.RunUntil(Instant.FromNanoseconds(long.MaxValue / 2));
        return actor.Happened == 2_000 && actor.IsMonotone && loop.PendingCount == 0;
    }

    [Fact]
    public void An_event_for_the_past_happens_now()
    {
        var loop = new EventLoop();
        var recorder = new Recorder();
        int actor = loop.Register(recorder);
        loop.RunUntil(Instant.FromNanoseconds(50));
        loop.Schedule(Instant.FromNanoseconds(10), EventPriority.Timer, actor, 0, 1);
        Assert.True(loop.TryStep(Instant.MaxValue, out ScheduledEvent happened));
        Assert.Equal(50, happened.Time.Nanoseconds);
    }

    [Fact]
    public void An_event_after_the_limit_stays()
    {
        var loop = new EventLoop();
        int actor = loop.Register(new Recorder());
        loop.Schedule(Instant.FromNanoseconds(100), EventPriority.Timer, actor, 0);
        Assert.False(loop.TryStep(Instant.FromNanoseconds(99), out _));
        Assert.True(loop.TryStep(Instant.FromNanoseconds(100), out _));
    }

    [Fact]
    public void The_loop_allocates_nothing_once_it_is_warm()
    {
        var loop = new EventLoop();
        var pulse = new Pulse(loop, 1_000);
        loop.RunUntil(Instant.FromNanoseconds(100_000));
        long end = 0;
        Assert.Equal(0, AllocatedBytes.OfLeast(() => loop.RunUntil(Instant.FromNanoseconds(end += 1_000_000))));
        Assert.True(pulse.Count > 100_000);
    }

    private sealed class Recorder : IActor
    {
        public List<long> Arguments { get; } = [];

        public void OnEvent(in ScheduledEvent scheduled) => Arguments.Add(scheduled.Argument);
    }

    private sealed class Branching(EventLoop loop, uint seed) : IActor
    {
        private readonly Randomness _random = new(seed);
        private Instant _last;
        private int _actor;
        private int _scheduled;

        public int Happened { get; private set; }

        public bool IsMonotone { get; private set; } = true;

        public void Start()
        {
            _actor = loop.Register(this);
            Schedule();
        }

        public void OnEvent(in ScheduledEvent scheduled)
        {
            IsMonotone &= scheduled.Time >= _last && scheduled.Time == loop.Now;
            _last = scheduled.Time;
            Happened++;
            Schedule();
            Schedule();
        }

        private void Schedule()
        {
            if (_scheduled < 2_000)
            {
                ulong bits = _random.Draw(0, 0, (ulong)_scheduled++);
                loop.Schedule(loop.Now + Distribution.UpTo(bits, Duration.FromNanoseconds(20)), (EventPriority)(bits & 3), _actor, 0);
            }
        }
    }

    private sealed class Pulse : IActor
    {
        private readonly EventLoop _loop;
        private readonly int _actor;

        public Pulse(EventLoop loop, int count)
        {
            _loop = loop;
            _actor = loop.Register(this);
            for (int i = 0; i < count; i++)
            {
                loop.Schedule(Instant.FromNanoseconds(i), EventPriority.Timer, _actor, 0, i);
            }
        }

        public long Count { get; private set; }

        public void OnEvent(in ScheduledEvent scheduled)
        {
            Count++;
            _loop.Schedule(scheduled.Time + Duration.FromNanoseconds(1_000 + (scheduled.Argument % 7)), EventPriority.Timer, _actor, 0, scheduled.Argument);
        }
    }
}
