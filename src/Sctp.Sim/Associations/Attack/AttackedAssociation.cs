namespace Sctp.Sim.Associations.Attack;

/// <summary>An association as an attacker finds it.</summary>
/// <param name="Association">Its number.</param>
/// <param name="ClientHost">The number of the client's host.</param>
/// <param name="Client">The options of the client.</param>
/// <param name="Server">The options of the server.</param>
/// <param name="FormerTags">Where the tags of a previous association are noted before its packets are replayed.</param>
internal readonly record struct AttackedAssociation(int Association, int ClientHost, SctpOptions Client, SctpOptions Server, FormerTags FormerTags);
