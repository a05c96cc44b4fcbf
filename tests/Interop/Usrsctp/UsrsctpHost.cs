using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sctp.Sim.Engine;

namespace Sctp.Interop.Usrsctp;

/// <summary>
/// The one instance of usrsctp in the process, without threads: its time, its random bytes and its packets are those of the simulation. It takes the time from
/// gettimeofday and from the ticks that it is told of, and random bytes from a function of its own; both calls are led here. What timers it has set is
/// overheard, so that time can go straight to the next one.
/// </summary>
internal static unsafe class UsrsctpHost
{
    private const long SecondsOfEpoch = 1_700_000_000;
    private const uint Stream = 0x7053;
    private const long NanosecondsOfTick = 1_000_000;

    private static readonly Dictionary<nint, uint> Timers = [];
    private static readonly List<nint> Due = [];
    private static readonly Queue<byte[]> Output = new();
    private static delegate* unmanaged[Cdecl]<void*, uint, void*, void*, int> s_startTimer;
    private static delegate* unmanaged[Cdecl]<void*, int> s_stopTimer;
    private static Randomness s_random = new(0);
    private static uint s_entity;
    private static ulong s_ordinal;
    private static bool s_isLoaded;
    private static bool s_isRunning;
    private static Instant s_now;
    private static Instant s_start;
    private static uint s_ticks;

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => s_isLoaded || NativeLibrary.TryLoad(Native.Library, Assembly.GetExecutingAssembly(), null, out _);

    /// <summary>When the next timer expires.</summary>
    public static Instant? NextTimeout
    {
        get
        {
            uint next = uint.MaxValue;
            foreach (uint due in Timers.Values)
            {
                next = Math.Min(next, due);
            }

            return next == uint.MaxValue ? null : s_start + Duration.FromMilliseconds(next);
        }
    }

    /// <summary>Begins anew: another life of the library, at some time, with other random bytes.</summary>
    public static void Start(Instant now, Randomness random, uint entity)
    {
        Load();
        Stop();
        s_random = random;
        s_entity = entity;
        s_ordinal = 0;
        s_start = now;
        s_now = now;
        s_ticks = 0;
        Native.Init(0, &OnOutput, null);
        s_isRunning = true;
    }

    /// <summary>Ends the present life; all sockets must be closed.</summary>
    public static void Stop()
    {
        if (s_isRunning)
        {
            if (Native.Finish() != 0)
            {
                throw new InvalidOperationException("usrsctp still has sockets.");
            }

            s_isRunning = false;
        }

        Timers.Clear();
        Output.Clear();
    }

    /// <summary>Lets the clock go on. No timer expires: that is an input of its own.</summary>
    public static void SetTime(Instant now) => s_now = now;

    /// <summary>Lets the timers that are due expire.</summary>
    public static void ExpireTimers(Instant now)
    {
        s_now = now;
        uint ticks = TicksOf(now);
        if (ticks <= s_ticks)
        {
            return;
        }

        uint elapsed = ticks - s_ticks;
        s_ticks = ticks;
        Due.Clear();
        foreach ((nint timer, uint at) in Timers)
        {
            if (at <= ticks)
            {
                Due.Add(timer);
            }
        }

        foreach (nint timer in Due)
        {
            _ = Timers.Remove(timer);
        }

        Native.HandleTimers(elapsed);
    }

    /// <summary>DATA chunks dropped because there were too many or because there was no room, in this life.</summary>
    public static uint DroppedForRoom
    {
        get
        {
            byte* statistics = stackalloc byte[Native.StatisticsLength];
            Native.GetStatistics(statistics);
            return *(uint*)(statistics + Native.DroppedForChunkLimit) + *(uint*)(statistics + Native.DroppedForWindow);
        }
    }

    public static bool TryTake(Span<byte> buffer, out int length)
    {
        if (!Output.TryDequeue(out byte[]? packet))
        {
            length = 0;
            return false;
        }

        packet.CopyTo(buffer);
        length = packet.Length;
        return true;
    }

    private static uint TicksOf(Instant time) => (uint)((time - s_start).Nanoseconds / NanosecondsOfTick);

    private static void Load()
    {
        if (s_isLoaded)
        {
            return;
        }

        nint library = NativeLibrary.Load(Native.Library, Assembly.GetExecutingAssembly(), null);
        var imports = new ImportTable("/" + Native.Library[..^2]);
        _ = imports.Redirect("gettimeofday", (delegate* unmanaged[Cdecl]<long*, void*, int>)&OnTimeOfDay);
        _ = imports.Redirect("read_random", (delegate* unmanaged[Cdecl]<byte*, nuint, void>)&OnRandom);
        s_startTimer = (delegate* unmanaged[Cdecl]<void*, uint, void*, void*, int>)NativeLibrary.GetExport(library, "sctp_os_timer_start");
        s_stopTimer = (delegate* unmanaged[Cdecl]<void*, int>)NativeLibrary.GetExport(library, "sctp_os_timer_stop");
        _ = imports.Redirect("sctp_os_timer_start", (delegate* unmanaged[Cdecl]<void*, uint, void*, void*, int>)&OnTimerStart);
        _ = imports.Redirect("sctp_os_timer_stop", (delegate* unmanaged[Cdecl]<void*, int>)&OnTimerStop);
        s_isLoaded = true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOutput(void* address, void* packet, nuint length, byte tos, byte dontFragment)
    {
        Output.Enqueue(new ReadOnlySpan<byte>(packet, (int)length).ToArray());
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTimeOfDay(long* time, void* zone)
    {
        long microseconds = s_now.Nanoseconds / 1_000;
        time[0] = SecondsOfEpoch + (microseconds / 1_000_000);
        time[1] = microseconds % 1_000_000;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRandom(byte* buffer, nuint count) => s_random.Fill(Stream, s_entity, ref s_ordinal, new Span<byte>(buffer, (int)count));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTimerStart(void* timer, uint ticks, void* function, void* argument)
    {
        // Ticks are whole milliseconds; a timer that is set within one must not be early. Ticks that have passed and that it was not told of are added.
        ticks = Math.Max(ticks, 1) + ((s_now - s_start).Nanoseconds % NanosecondsOfTick == 0 ? 0u : 1u) + TicksOf(s_now) - s_ticks;
        Timers[(nint)timer] = s_ticks + ticks;
        return s_startTimer(timer, ticks, function, argument);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTimerStop(void* timer)
    {
        Timers.Remove((nint)timer);
        return s_stopTimer(timer);
    }
}
