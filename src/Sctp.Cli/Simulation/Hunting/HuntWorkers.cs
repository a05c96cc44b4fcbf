using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>Threads that take turns of a hunt. Each run is alone in its thread; what it gives is counted in one thread, the caller's.</summary>
internal sealed class HuntWorkers : IDisposable
{
    private const int ResultsWaiting = 256;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Hunt _hunt;
    private readonly int _jobs;
    private readonly BlockingCollection<SeedResult> _results = new(ResultsWaiting);
    private long _turns;
    private long _started;
    private volatile bool _isStopping;

    public HuntWorkers(Hunt hunt, int jobs)
    {
        _hunt = hunt;
        _jobs = jobs;
    }

    /// <summary>Runs the hunt.</summary>
    /// <param name="goesOn">Asked now and then; when it says no, the runs under way end and no new ones begin.</param>
    /// <param name="onResult">Told each result, with the summary that holds it and the group it opened.</param>
    /// <param name="onTick">Called several times a second.</param>
    public HuntSummary Run(Func<HuntSummary, bool> goesOn, Action<SeedResult, HuntSummary, FailureGroup?> onResult, Action<HuntSummary> onTick)
    {
        var summary = new HuntSummary(_hunt.Options);
        List<Thread> threads = [];
        int running = _jobs;
        for (int i = 0; i < _jobs; i++)
        {
            var thread = new Thread(() =>
            {
                Work();
                if (Interlocked.Decrement(ref running) == 0)
                {
                    _results.CompleteAdding();
                }
            })
            { IsBackground = true, Name = "hunt" };
            threads.Add(thread);
            thread.Start();
        }

        while (!_results.IsCompleted)
        {
            if (_results.TryTake(out SeedResult? result, Tick))
            {
                CountStarted(summary);
                onResult(result, summary, summary.Add(result));
            }

            _isStopping |= !goesOn(summary);
            onTick(summary);
        }

        threads.ForEach(t => t.Join());
        CountStarted(summary);
        return summary;
    }

    public void Dispose() => _results.Dispose();

    private void CountStarted(HuntSummary summary)
    {
        for (long started = Interlocked.Read(ref _started); summary.Started < started;)
        {
            summary.Start();
        }
    }

    private void Work()
    {
        while (!_isStopping)
        {
            ulong turn = (ulong)Interlocked.Increment(ref _turns) - 1;
            if (!_hunt.HasTurn(turn))
            {
                return;
            }

            Interlocked.Increment(ref _started);
            _results.Add(_hunt.RunTurn(turn));
        }
    }
}
