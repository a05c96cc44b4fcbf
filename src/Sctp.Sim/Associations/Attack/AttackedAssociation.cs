namespace Sctp.Sim.Associations.Attack;

/// <summary>An association as an attacker finds it.</summary>
/// <param name="Association">Its number.</param>
/// <param name="ClientHost">The number of the client's host.</param>
/// <param name="Client">The options of the client, with port and addresses.</param>
/// <param name="Server">The options of the server, with port and addresses.</param>
/// <param name="FormerTags">Where the tags of a previous association are noted before its packets are replayed.</param>
internal readonly record struct AttackedAssociation(int Association, int ClientHost, SctpOptions Client, SctpOptions Server, FormerTags FormerTags);
