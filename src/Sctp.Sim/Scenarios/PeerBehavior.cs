using System.Text.Json.Serialization;

namespace Sctp.Sim;

/// <summary>How a side breaks the protocol on purpose.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(OptimisticAck), "optimisticAck")]
[JsonDerivedType(typeof(AckSplitting), "ackSplitting")]
[JsonDerivedType(typeof(DuplicateReports), "duplicateReports")]
[JsonDerivedType(typeof(Renege), "renege")]
[JsonDerivedType(typeof(TinyWindow), "tinyWindow")]
[JsonDerivedType(typeof(ShrinkingWindow), "shrinkingWindow")]
[JsonDerivedType(typeof(ZeroWindow), "zeroWindow")]
[JsonDerivedType(typeof(GapBlockFlood), "gapBlockFlood")]
[JsonDerivedType(typeof(DuplicateFlood), "duplicateFlood")]
[JsonDerivedType(typeof(SilentReceiver), "silentReceiver")]
[JsonDerivedType(typeof(StaleInit), "staleInit")]
[JsonDerivedType(typeof(OldCookies), "oldCookies")]
[JsonDerivedType(typeof(ErrorReports), "errorReports")]
[JsonDerivedType(typeof(UnknownChunks), "unknownChunks")]
[JsonDerivedType(typeof(MalformedLengths), "malformedLengths")]
[JsonDerivedType(typeof(EmptyData), "emptyData")]
[JsonDerivedType(typeof(InvalidStreams), "invalidStreams")]
[JsonDerivedType(typeof(FarTsns), "farTsns")]
[JsonDerivedType(typeof(InconsistentFragments), "inconsistentFragments")]
[JsonDerivedType(typeof(AbsurdGaps), "absurdGaps")]
[JsonDerivedType(typeof(BundledEnds), "bundledEnds")]
[JsonDerivedType(typeof(HeartbeatFlood), "heartbeatFlood")]
[JsonDerivedType(typeof(MisusedShutdown), "misusedShutdown")]
[JsonDerivedType(typeof(DeafToShutdown), "deafToShutdown")]
[JsonDerivedType(typeof(RandomChunks), "randomChunks")]
[JsonDerivedType(typeof(CookieInShutdown), "cookieInShutdown")]
public abstract record PeerBehavior
{
    /// <summary>Checks every value.</summary>
    /// <exception cref="System.ArgumentException">A value is outside its range.</exception>
    public abstract void Validate();
}
