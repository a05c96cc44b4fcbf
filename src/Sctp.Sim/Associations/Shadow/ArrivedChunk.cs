namespace Sctp.Sim.Associations;

/// <summary>A DATA chunk that arrived.</summary>
internal readonly record struct ArrivedChunk(uint Tsn, int Length, ushort StreamId, uint PayloadProtocolId, bool IsUnordered);
