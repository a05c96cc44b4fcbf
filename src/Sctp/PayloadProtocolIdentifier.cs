namespace Sctp;

/// <summary>
/// The payload protocol identifiers registered with IANA. SCTP carries the number unchanged and attaches no meaning to it (RFC 9260 section 15.5);
/// any 32-bit value can be used. The number is the value of the chunk field read in network byte order.
/// </summary>
public enum PayloadProtocolIdentifier : uint
{
    /// <summary>Unspecified: the user gave none. Named SCTP in some older libraries.</summary>
    Unspecified = 0,

    /// <summary>ISDN Q.921 user adaptation (RFC 4233).</summary>
    Iua = 1,

    /// <summary>SS7 MTP2 user adaptation (RFC 3331).</summary>
    M2ua = 2,

    /// <summary>SS7 MTP3 user adaptation (RFC 4666).</summary>
    M3ua = 3,

    /// <summary>SS7 SCCP user adaptation (RFC 3868).</summary>
    Sua = 4,

    /// <summary>SS7 MTP2 peer-to-peer adaptation (RFC 4165).</summary>
    M2pa = 5,

    /// <summary>V5.2 user adaptation (RFC 3807).</summary>
    V5ua = 6,

    /// <summary>H.248.</summary>
    H248 = 7,

    /// <summary>BICC / Q.2150.3.</summary>
    Bicc = 8,

    /// <summary>Transport adapter layer interface (RFC 3094).</summary>
    Tali = 9,

    /// <summary>DPNSS/DASS 2 user adaptation (RFC 4129).</summary>
    Dua = 10,

    /// <summary>Aggregate server access protocol (RFC 5352).</summary>
    Asap = 11,

    /// <summary>Endpoint handlespace redundancy protocol (RFC 5353).</summary>
    Enrp = 12,

    /// <summary>H.323.</summary>
    H323 = 13,

    /// <summary>Q.IPC / Q.2150.3.</summary>
    Qipc = 14,

    /// <summary>SIMCO (RFC 4540).</summary>
    Simco = 15,

    /// <summary>DDP segment chunk (RFC 5043).</summary>
    DdpChunk = 16,

    /// <summary>DDP stream session control (RFC 5043).</summary>
    DdpControl = 17,

    /// <summary>S1 application protocol.</summary>
    S1ap = 18,

    /// <summary>RANAP user adaptation.</summary>
    Rua = 19,

    /// <summary>HNB application protocol.</summary>
    Hnbap = 20,

    /// <summary>ForCES high priority (RFC 5811).</summary>
    ForcesHp = 21,

    /// <summary>ForCES medium priority (RFC 5811).</summary>
    ForcesMp = 22,

    /// <summary>ForCES low priority (RFC 5811).</summary>
    ForcesLp = 23,

    /// <summary>SBc application protocol.</summary>
    Sbcap = 24,

    /// <summary>NodeB application part.</summary>
    Nbap = 25,

    /// <summary>X2 application protocol.</summary>
    X2ap = 27,

    /// <summary>Inter-router capability protocol.</summary>
    Ircp = 28,

    /// <summary>LCS application protocol.</summary>
    Lcsap = 29,

    /// <summary>MPICH2.</summary>
    Mpich2 = 30,

    /// <summary>Service area broadcast protocol.</summary>
    Sabp = 31,

    /// <summary>Fractal generator protocol.</summary>
    Fgp = 32,

    /// <summary>Ping pong protocol.</summary>
    Ppp = 33,

    /// <summary>CalcApp protocol.</summary>
    Calcapp = 34,

    /// <summary>Scripting service protocol.</summary>
    Ssp = 35,

    /// <summary>NetPerfMeter control channel.</summary>
    NpmpControl = 36,

    /// <summary>NetPerfMeter data channel.</summary>
    NpmpData = 37,

    /// <summary>Echo (RFC 862).</summary>
    Echo = 38,

    /// <summary>Discard (RFC 863).</summary>
    Discard = 39,

    /// <summary>Daytime (RFC 867).</summary>
    Daytime = 40,

    /// <summary>Character generator (RFC 864).</summary>
    Chargen = 41,

    /// <summary>3GPP RNA.</summary>
    Rna = 42,

    /// <summary>3GPP M2AP.</summary>
    M2ap = 43,

    /// <summary>3GPP M3AP.</summary>
    M3ap = 44,

    /// <summary>SSH over SCTP.</summary>
    Ssh = 45,

    /// <summary>Diameter in a SCTP DATA chunk (RFC 6733).</summary>
    Diameter = 46,

    /// <summary>Diameter in a DTLS/SCTP DATA chunk (RFC 6733).</summary>
    DiameterDtls = 47,

    /// <summary>R14P BER encoded ASN.1 over SCTP.</summary>
    Ber = 48,

    /// <summary>WebRTC data channel establishment protocol (RFC 8832).</summary>
    WebRtcDcep = 50,

    /// <summary>WebRTC string (RFC 8831).</summary>
    WebRtcString = 51,

    /// <summary>WebRTC binary partial, deprecated (RFC 8831).</summary>
    WebRtcBinaryPartial = 52,

    /// <summary>WebRTC binary (RFC 8831).</summary>
    WebRtcBinary = 53,

    /// <summary>WebRTC string partial, deprecated (RFC 8831).</summary>
    WebRtcStringPartial = 54,

    /// <summary>3GPP PUA.</summary>
    Pua = 55,

    /// <summary>WebRTC string empty (RFC 8831).</summary>
    WebRtcStringEmpty = 56,

    /// <summary>WebRTC binary empty (RFC 8831).</summary>
    WebRtcBinaryEmpty = 57,

    /// <summary>3GPP XwAP.</summary>
    Xwap = 58,

    /// <summary>3GPP Xw control plane (XWCP).</summary>
    XwControlPlane = 59,

    /// <summary>3GPP NGAP.</summary>
    Ngap = 60,

    /// <summary>3GPP XnAP.</summary>
    Xnap = 61,

    /// <summary>3GPP F1AP.</summary>
    F1ap = 62,

    /// <summary>HTTP over SCTP.</summary>
    HttpSctp = 63,

    /// <summary>3GPP E1AP.</summary>
    E1ap = 64,

    /// <summary>ELE2 lawful interception.</summary>
    Ele2LawfulInterception = 65,

    /// <summary>3GPP NGAP over DTLS over SCTP.</summary>
    NgapDtls = 66,

    /// <summary>3GPP XnAP over DTLS over SCTP.</summary>
    XnapDtls = 67,

    /// <summary>3GPP F1AP over DTLS over SCTP.</summary>
    F1apDtls = 68,

    /// <summary>3GPP E1AP over DTLS over SCTP.</summary>
    E1apDtls = 69,

    /// <summary>O-RAN E2-CP.</summary>
    E2Cp = 70,

    /// <summary>O-RAN D2 (registered as E2-UP before).</summary>
    OranD2 = 71,

    /// <summary>O-RAN E2-DU.</summary>
    E2Du = 72,

    /// <summary>3GPP W1AP.</summary>
    W1ap = 73,
}
