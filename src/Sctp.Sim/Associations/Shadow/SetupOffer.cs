namespace Sctp.Sim.Associations;

/// <summary>What an INIT or INIT ACK says of the side that sent it.</summary>
internal readonly record struct SetupOffer(uint Tag, uint InitialTsn, uint Window, ushort OutboundStreams, ushort InboundStreams, bool IsAck);
