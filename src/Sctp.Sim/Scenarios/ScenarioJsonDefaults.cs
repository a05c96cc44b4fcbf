using System;
using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// The values that are left out of JSON and come back when it is read. The metadata that is generated at build time does not know the initial values of
/// init-only properties, so an instance of each such record is kept here.
/// </summary>
internal static class ScenarioJsonDefaults
{
    private static readonly object[] Instances =
    [
        new Scenario(),
        new Schedule(),
        new PacketFault(),
        new LinkOptions(),
        new RedOptions(),
        new CoDelOptions(),
        new PacketMatch(),
        new ByteTest(),
        new GilbertElliott(),
        new PeriodicLoss(),
        new NthLoss(),
        new SomeOfNext(),
        new PredicateLoss(),
        new SideOptions(),
        new SctpOptions(),
        new WorkloadOptions(),
        new EndingOptions(),
        new AttackerOptions(),
        new AbsurdGaps(),
        new AckSplitting(),
        new BundledEnds(),
        new CookieInShutdown(),
        new DeafToShutdown(),
        new DuplicateFlood(),
        new DuplicateReports(),
        new EmptyData(),
        new ErrorReports(),
        new FarTsns(),
        new GapBlockFlood(),
        new HeartbeatFlood(),
        new InconsistentFragments(),
        new InvalidStreams(),
        new MalformedLengths(),
        new MisusedShutdown(),
        new OldCookies(),
        new OptimisticAck(),
        new RandomChunks(),
        new Renege(),
        new ShrinkingWindow(),
        new SilentReceiver(),
        new StaleInit(),
        new TinyWindow(),
        new UnknownChunks(),
        new ZeroWindow(),
    ];

    /// <summary>The record of a type with every property as it is at first; null for a type whose values are all given to its constructor.</summary>
    public static object? InstanceOf(Type type) => Array.Find(Instances, instance => instance.GetType() == type);

    /// <summary>The value that a property has when JSON does not name it.</summary>
    /// <returns>False for one that must be named.</returns>
    public static bool TryGet(JsonTypeInfo type, JsonPropertyInfo property, out object? value)
    {
        if (InstanceOf(type.Type) is { } instance)
        {
            value = property.Get!(instance);
            return true;
        }

        if (property.AssociatedParameter is { HasDefaultValue: true, IsMemberInitializer: false } parameter)
        {
            value = parameter.DefaultValue;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Lets properties that have their initial value be left out.</summary>
    public static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (ScenarioJsonChecker.IsData(property) && TryGet(type, property, out object? initial))
            {
                property.ShouldSerialize = (_, value) => !IsSame(value, initial);
            }
        }
    }

    // Records that hold lists are equal only if they hold the same list object.
    private static bool IsSame(object? a, object? b) =>
        Equals(a, b)
        || (a is ICollection { Count: 0 } && b is ICollection { Count: 0 })
        || (a is not null && b is not null && a.GetType() == b.GetType() && InstanceOf(a.GetType()) is not null && TextOf(a) == TextOf(b));

    private static string TextOf(object record) => JsonSerializer.Serialize(record, ScenarioJson.TypeOf(record.GetType()));
}
