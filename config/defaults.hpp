// Every number of the product that somebody may want to argue about: value, unit, reason. What is
// more than a number allows is refused, unless the number's comment says what happens instead. How
// the numbers depend on each other is asserted at the end.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ockam::config {

using namespace std::chrono_literals;

inline constexpr std::size_t kib = 1024;       ///< bytes
inline constexpr std::size_t mib = 1024 * kib; ///< bytes

// -- messages -------------------------------------------------------------------------------------
/// Addresses on a route. The longest topology we know has 9; a route that grows in a loop across
/// nodes ends here.
inline constexpr std::size_t route_hops_max = 16;
/// Bytes of an address. Names are 32 hexadecimal digits or short words.
inline constexpr std::size_t address_size_max = 256;
/// Bytes of a frame's body; a peer that sends more loses its link. Peers send chunks of 128 KiB,
/// the wire allows 16 MiB.
inline constexpr std::size_t frame_size_max = 1 * mib;
/// Deliveries of one message inside one node. A message that has had so many loops, and is dropped.
inline constexpr unsigned local_hops_max = 64;
/// Addresses that one link or channel may have learnt, 128 bytes each: 8 MiB. The one that was
/// unused for longest is forgotten. A busy hub's link to a relay's owner learns one for each
/// client's link.
inline constexpr std::size_t reach_max = 65536;
/// Relays by which one address was learnt, 8 bytes each. Of more, any others count as not used: what
/// was learnt may be forgotten before the last of them ends, and never later.
inline constexpr std::size_t reach_relays_max = 256;

// -- buffers --------------------------------------------------------------------------------------
/// Bytes that a link reads at once. Larger reads gained 3 %, which is within noise.
inline constexpr std::size_t slab_size = 256 * kib;
/// Free slabs that a thread keeps: 4 MiB. Each further thread lets the process keep as many again,
/// which the threads share.
inline constexpr std::size_t slabs_kept = 16;
/// Bytes in front of a chunk: the portal's head, the inner message, the nonce and the frame's head
/// are written there in place.
inline constexpr std::size_t headroom = 192;
/// Bytes behind a chunk: the tag and trailing fields are written there in place.
inline constexpr std::size_t tailroom = 32;
/// All that waits in a node may take the memory that its process may use divided by this; then
/// whoever holds most ends. The other half is for what is at work, and for what the allocator does
/// not give back.
inline constexpr std::size_t memory_budget_divisor = 2;
/// The least that this is, in bytes, also on a tiny machine: the credit of one fast stream.
inline constexpr std::size_t memory_budget_min = 16 * mib;
/// The most that can be asked for.
inline constexpr std::size_t memory_budget_max = std::size_t{1} << 42;
/// Bytes that must have been given back, and half of all, before the system is given free memory.
inline constexpr std::size_t memory_fall_min = 16 * mib;
/// Actors that must have ended before somebody looks whether there is free memory: a relay has 4 KiB.
inline constexpr std::size_t actors_ended_noted = 256;
/// Time without that many more of them, after which free memory is given back: it takes milliseconds.
inline constexpr auto memory_look_period = 1s;
/// Time after which it is given back though they go on.
inline constexpr auto memory_look_max = 10s;

// -- links ----------------------------------------------------------------------------------------
/// Time for a TCP connection to be made. A dead host should not stall a command for longer.
inline constexpr auto connect_timeout = 5s;
/// Time for an echo over a link by which nothing came back; then it is dialed again. A new dial is
/// hardly faster.
inline constexpr auto link_doubt_timeout = 1s;
/// Time for a peer to send the version byte; then its link ends. A link that has shown it may be
/// silent.
inline constexpr auto version_timeout = 10s;
/// Time for the first message on an accepted link, after the version byte: somebody may type a
/// command first.
inline constexpr std::chrono::minutes first_message_timeout{2};
/// Time that an accepted link may be silent while no relay, channel or stream leans on it;
/// heartbeats are silence.
inline constexpr std::chrono::minutes link_silent_max{5};
/// Time from the first byte of a frame that comes in parts to its last: 35 KB/s are enough for the
/// largest.
inline constexpr auto frame_timeout = 30s;
/// Links of a node, or the process's limit of descriptors less `descriptors_reserved`, if that is
/// lower. At the limit the oldest link that never sent a frame gives way.
inline constexpr std::size_t links_max = 16384;
/// Descriptors that links and streams leave to files, databases and listeners.
inline constexpr std::size_t descriptors_reserved = 512;
/// Links from one remote address of whose peers nothing is known, unless a node is told otherwise:
/// the users behind one NAT who connect at once. A link that serves anybody becomes known within a
/// round trip.
inline constexpr std::size_t unknown_links_per_source_max = 256;
/// Such links from this machine: tests and local tools.
inline constexpr std::size_t unknown_links_from_loopback_max = 4096;
/// Such links from everywhere together.
inline constexpr std::size_t unknown_links_max = 4096;
/// Unknown links from which on new ones are refused at random, with a chance that grows to 1/2 at
/// unknown_links_max: who floods cannot keep everybody else out.
inline constexpr std::size_t early_drop_start = unknown_links_max / 4 * 3;
/// Times as many links as of strangers that a source may have with those whose identity a channel
/// proved: identities cost nothing.
inline constexpr std::size_t proven_links_factor = 4;
/// Links for which an identity stands; further ones count as those of strangers.
inline constexpr std::size_t proven_links_per_identity_max = 2;
/// All links divided by this are for those that this node dials.
inline constexpr std::size_t links_reserved_divisor = 16;
/// Links or channels of one source that never give way while they are in use: an honest stranger
/// has fewer.
inline constexpr std::size_t places_spared = 16;
/// Handshakes that one source may begin at once, beyond handshakes_per_source_per_s: the users
/// behind one NAT who come back after an outage. A source is who holds a credential, or an address
/// (a /64), its proven links apart; of this machine, and by links that we dialed, it is the link.
inline constexpr std::size_t handshakes_per_source_burst = 2048;
/// Handshakes a second that one source may begin and not complete.
inline constexpr std::size_t handshakes_per_source_per_s = 64;
/// Relays that one source may register at once, as above: a hub's owner with relays_per_link_max.
inline constexpr std::size_t registrations_per_source_burst = 4096;
/// Registrations a second that one source may ask for in vain.
inline constexpr std::size_t registrations_per_source_per_s = 64;
/// What came to a good end counts as a part of what did not, one divided by this: to be many is no
/// offence.
inline constexpr std::size_t good_end_divisor = 8;
/// Time for which a source that was too fast gets nothing, doubled each time.
inline constexpr auto source_pause_min = 1s;
/// The longest such time.
inline constexpr auto source_pause_max = 60s;
/// Time without offence that halves the next such time.
inline constexpr auto source_pause_forgotten = 60s;
/// Sources whose pace is remembered, 200 bytes each; then one of the oldest is forgotten.
inline constexpr std::size_t sources_paced_max = 16384;
/// Bytes that a read is offered at least; what is left of a slab is offered, slab_size at most.
inline constexpr std::size_t link_read_min = 64 * kib;
/// Frames of one link that are taken before others have a turn: a read may bring 5 000 small ones,
/// and thousands of 10 us each keep a request waiting that needs ten turns.
inline constexpr std::size_t link_frames_per_turn = 64;
/// Frames of all links that a round takes; then it looks again who has come. What is left waits for
/// its turn, and the source that had the least goes first: an honest one sends a frame and waits.
inline constexpr std::size_t round_frames_max = 256;
/// Frames after which a round that took round_time_max is over, too. A clock costs more than a frame.
inline constexpr std::size_t round_frames_timed = 32;
/// Time for the frames of one round: who comes meanwhile waits so long.
inline constexpr std::chrono::milliseconds round_time_max = 5ms;
/// Bytes that another thread has read for a link and the link has not taken. Above them that thread
/// reads no further: one read is being taken, one is ready.
inline constexpr std::size_t link_handover_max = 2 * slab_size;
/// Bytes of the first buffer of an incomplete frame. It grows with what arrives, not with what the
/// frame claims to be.
inline constexpr std::size_t partial_frame_start = 1 * kib;
/// Bytes of incomplete frames of all links together; then the link that holds most is dropped.
inline constexpr std::size_t partial_frame_bytes_max = 64 * mib;
/// Bytes queued on a link below which sources may pass its gate: a ping waits behind no more.
inline constexpr std::size_t link_unsent_max = 256 * kib;
/// Bytes queued on a link above which the sources of relayed traffic pause.
inline constexpr std::size_t link_queue_high = 1 * mib;
/// Bytes queued on a link at which these sources resume.
inline constexpr std::size_t link_queue_low = 256 * kib;
/// Bytes queued on a link above which its peer counts as one that does not read: the link is
/// dropped.
inline constexpr std::size_t link_queue_max = 64 * mib;
/// Bytes queued for a peer that takes nothing at all, above which sources pause again: the streams
/// of a stopped peer wait here, and nobody else's with them.
inline constexpr std::size_t link_queue_standing = 48 * mib;
/// Time without a byte taken, while sources pause, that makes a peer one that takes nothing.
inline constexpr auto link_standing_after = 1s;
/// Time without a byte taken, while something waits, after which a link is closed. The kernel does
/// not end what only acknowledges that it has no room.
inline constexpr auto link_stalled_max = 30s;
/// Time for which those count that had to do with a link: who has it alone may be made to wait.
inline constexpr auto company_kept = 30s;
/// Time for the kernel to wait for an acknowledgement of data; then the link is dead.
inline constexpr auto tcp_user_timeout = 20s;
/// Bytes that the kernel holds of a link beyond what the path takes. Less cost throughput.
inline constexpr std::size_t link_notsent_max = 128 * kib;
inline constexpr auto tcp_keepalive_idle = 300s; ///< time before the first probe, spec wire §2.1
inline constexpr auto tcp_keepalive_interval = 75s; ///< time between two probes, spec wire §2.1
inline constexpr int tcp_keepalive_probes = 2;      ///< not answered: the connection is dead
/// Attempts to find a port that is free for both addresses of localhost.
inline constexpr int listen_attempts_max = 16;
/// Connections that the kernel holds until they are accepted; the system's somaxconn caps it.
inline constexpr int listen_backlog = 4096;
/// Connections that a listener accepts before other sockets get their turn.
inline constexpr int accepts_per_round = 64;
/// Pause of a listener that has no descriptor for a connection, doubled each time.
inline constexpr std::chrono::milliseconds accept_pause_min = 10ms;
/// The longest such pause.
inline constexpr std::chrono::milliseconds accept_pause_max = 1s;
/// Slices that one write to a socket gathers, an iovec each.
inline constexpr int slices_per_write = 127;

// -- resolving and dialing ------------------------------------------------------------------------
/// Names that are looked up at once, and as many again of names that were slow the last time, so
/// that a dead name server does not delay the others. Each lookup has a thread.
inline constexpr std::size_t resolver_lookups_max = 16;
inline constexpr std::size_t resolver_threads_max = 2 * resolver_lookups_max; ///< both kinds
/// Time without a name to look up, after which a thread of the resolver ends.
inline constexpr auto resolver_idle_max = 30s;
/// Names that wait or are remembered. A node has a few, a large one hundreds.
inline constexpr std::size_t resolver_names_max = 1024;
/// Dials that wait for one name, 200 bytes each.
inline constexpr std::size_t resolver_waiting_per_name_max = 4096;
/// Time for a dial to wait for a name; the lookup goes on, for whoever asks next.
inline constexpr auto resolve_timeout = 5s;
/// Time after which a lookup counts as slow. A name server that answers takes less.
inline constexpr auto resolve_slow_after = 1s;
/// Time for answers and failures to be reused: a thousand links that lost one hub ask once, and
/// what has changed is seen by the next attempt.
inline constexpr auto resolve_answer_lifetime = 2s;
/// Seconds for a name server's answer. Those of glibc are 5.
inline constexpr int resolver_wait_s = 2;
/// Questions to each name server. Those of glibc are 2.
inline constexpr int resolver_tries = 1;
/// Time before the next address of a host is tried beside the others; RFC 8305 §5.
inline constexpr std::chrono::milliseconds dial_stagger = 250ms;
/// Addresses of a host that are tried; the rest is left out.
inline constexpr std::size_t dial_addresses_max = 16;
/// Time for which an address that failed is tried after the others of its host: a relay that starts
/// again is back by then.
inline constexpr auto dial_failed_last = 30s;
/// Addresses of which is known that they failed, 100 bytes each. Hosts have two or three.
inline constexpr std::size_t dial_failures_max = 1024;

// -- portals --------------------------------------------------------------------------------------
/// Bytes that are read from a client at once. Chunks of 32 KiB cost 30 % more CPU.
inline constexpr std::size_t portal_chunk = 48 * kib;
/// Bytes that a stream may send each way before the first credit, spec wire §11.
inline constexpr std::uint32_t stream_credit_start = 256 * kib;
/// Bytes that a window grows to before larger ones must have proved to be faster.
inline constexpr std::uint32_t stream_credit_unproven = 512 * kib;
/// The shortest time in which a larger window can prove to be faster: the best of many shorter ones
/// is luck. Before this bound, 8 stalled readers cost a node up to 24 MB.
inline constexpr auto stream_credit_turn_min = 20ms;
/// Bytes of the largest window: 1 Gbit/s over a round trip of 130 ms.
inline constexpr std::uint32_t stream_credit_max = 16 * mib;
/// Bytes that wait at all outlets of a node while their targets are dialed: 256 streams' whole
/// credit. A stream that brings more is ended.
inline constexpr std::size_t early_payload_bytes_max = 64 * mib;
/// Bytes held for a stream without credit; then the link that they came by pauses.
inline constexpr std::size_t plain_stream_queue_max = 8 * mib;
/// Bytes held at which that link resumes.
inline constexpr std::size_t plain_stream_queue_low = 1 * mib;
/// Bytes held for a stream without credit where others use its link, which does not pause then; a
/// stream that holds more is ended.
inline constexpr std::size_t plain_stream_queue_shared_max = 64 * mib;
/// Time without a byte on a stream of the plain protocol whose pings nobody ever answered; then it
/// is ended.
inline constexpr std::chrono::hours silent_stream_max{2};
/// Time for which a stream may make its link pause; then the stream is closed as a slow reader.
inline constexpr auto slow_reader_timeout = 20s;
/// Streams of a node, or the process's limit of descriptors less `descriptors_reserved`, if that is
/// lower.
inline constexpr std::size_t streams_max = 65536;
/// All streams divided by this are left to others by who has the most: a source (an address, a /64,
/// a link that we dialed) or an identity.
inline constexpr std::size_t streams_spared_divisor = 4;
/// The same for an outlet: a node seldom has many.
inline constexpr std::size_t outlet_streams_spared_divisor = 8;
/// Streams of one outlet, unless a node is told otherwise.
inline constexpr std::size_t streams_per_outlet_max =
    streams_max - streams_max / outlet_streams_spared_divisor;
/// Streams that nobody proven began, of one accepted link or channel: a busy real inlet has
/// hundreds. Those of this machine, and by links that we dialed, are not counted.
inline constexpr std::size_t streams_per_link_max = 2048;
/// The same of one address, or IPv6 /64.
inline constexpr std::size_t streams_per_source_max = 4096;
/// Targets that an outlet dials at once for others. A target that answers takes a moment, and one
/// that does not should not cost a descriptor for each who asks.
inline constexpr std::size_t outlet_dials_max = 256;
/// Those of one source: a browser opens six connections at once, a load balancer dozens.
inline constexpr std::size_t outlet_dials_per_source_max = 64;
/// Streams of others that an outlet starts in a round of the node. Each costs 50 us, and who comes
/// meanwhile waits so long.
inline constexpr std::size_t outlet_starts_per_round = 16;
/// Pings that wait for their turn at one outlet, 300 bytes each.
inline constexpr std::size_t outlet_waiting_max = 4096;
/// Those of one source. A proxy that lost its link opens hundreds anew.
inline constexpr std::size_t outlet_waiting_per_source_max = 1024;
/// Streams that end in a round because their hop has: a link may have thousands, 30 us each.
inline constexpr std::size_t stream_ends_per_turn = 64;
/// Time for an outlet to answer a new stream. It dials for connect_timeout unless it was given
/// another time, at most this one; relays may be far.
inline constexpr auto pong_timeout = 20s;
/// Time for a local program to take more of what a stream that has ended still has for it, spec
/// wire §5.3.
inline constexpr auto disconnect_linger = 2s;
/// Time between two looks whether a client has all of it, before its connection is reset.
inline constexpr auto delivery_poll = 20ms;
/// Chunks that a stream reads at once where no gate paces it; then others get their turn.
inline constexpr int chunks_per_turn = 8;
/// Time for open streams to end by themselves after SIGTERM; then they are broken off.
inline constexpr auto drain_timeout = 30s;
/// Time for streams of which nobody is proven to be at the far end, after SIGTERM.
inline constexpr auto drain_strangers_timeout = 2s;
/// Time for a node that is to end at once to tell its peers that their streams break off.
inline constexpr std::chrono::milliseconds farewell_timeout = 500ms;
/// Time for a node that is to end at once to be gone; then its process is killed.
inline constexpr auto force_patience = 1s;
/// Time for a process to end once it has drained, or was killed.
inline constexpr auto node_end_margin = 5s;

// -- streams that go on over another path -----------------------------------------------------------
/// Time for which an inlet keeps a client whose way is lost; then the client is reset. `--resume-for`.
inline constexpr std::chrono::seconds stream_patience = 60s;
/// The same for an outlet and its target: it outlasts the inlet by one attempt. `--keep-for`.
inline constexpr std::chrono::seconds stream_keep = 75s;
/// The longest that either may be set to: what waits holds a socket and memory.
inline constexpr std::chrono::seconds stream_patience_max = 3600s;
/// By so much a look at the time that is over comes late only if the process did not run, or the
/// machine slept: then the stream gets another attempt.
inline constexpr auto late_look = 1s;
/// Time for an outlet to answer that it goes on over a new path; then another one is tried.
inline constexpr auto resume_answer_timeout = 5s;
/// Every further attempt has as much more, up to so many times: the path may be slow.
inline constexpr int resume_patience_max = 4;
/// The least time between two attempts of a stream: one costs the asker more than the asked.
inline constexpr auto resume_interval_min = 100ms;
/// Streams that are given a new path in one round of the reactor; then others get their turn.
inline constexpr std::size_t resumes_per_round = 64;
/// Bytes that a stream has received since it last said so, or a quarter of its window; then it says
/// so without payload of its own.
inline constexpr std::uint32_t ack_bytes = 256 * kib;
/// Time after which it does, so an idle stream keeps nothing.
inline constexpr auto ack_delay = 250ms;
/// Age of kept bytes after which the far end is asked what it has.
inline constexpr std::chrono::milliseconds ack_overdue = 1500ms;
/// Time for the answer to that, while the path is pinged, too; then there is another question, and
/// then the path is given up: a black hole under traffic is found within 5 s.
inline constexpr std::chrono::milliseconds probe_answer = 1500ms;
/// Questions without an answer before a path is given up: where nothing else came by it and another
/// one carries, and else. Where others hear, much may wait in front of the answer; and without
/// another path nothing is gained.
inline constexpr int probes_max = 1, probes_patient_max = 5;
/// Time between two such questions where the far end has everything but takes no more: a stopped
/// reader costs two messages a minute.
inline constexpr auto probe_blocked = 30s;
/// The least time between two answers to such questions of one stream.
inline constexpr auto probe_interval_min = 100ms;
/// Time after which a detached end says again that it left a way which still stands: the first time
/// may have been lost with it.
inline constexpr auto lost_again = 5s;
/// Size from which sent bytes are kept by reference; smaller pieces are copied, as one of them
/// would keep a slab in use: this bounds what a kept byte costs to 8.
inline constexpr std::size_t resend_copied_max = 32 * kib;
/// The least size of a block that small pieces are copied into; later blocks double.
inline constexpr std::size_t resend_block_min = 256;
/// The budget of what may wait in memory divided by this is what all streams may keep to send it
/// again, besides. Beyond it a stream that keeps something reads no more.
inline constexpr std::size_t resend_share_divisor = 2;
/// Streams that wait for another path: of others without a proven identity, and in all. Where all are
/// full, the oldest one of the peer with the most ends for a new one.
inline constexpr std::size_t detached_per_peer_max = 4096;
inline constexpr std::size_t detached_max = 16384;
/// Streams that an outlet denied to know: an inlet may begin them anew, because for so long it
/// refuses what is still under way. Longer than a link can hold messages back: 20 s until TCP gives
/// a peer up, 25 s until pings do.
inline constexpr std::size_t denied_ids_max = 4096;
inline constexpr auto denied_ids_for = 60s;
/// Streams of an inlet that ended without a way, and that the outlet is still to be told of; then
/// its own patience ends them.
inline constexpr std::size_t forgotten_max = 1024;

// -- a node that goes while others reach each other by it ------------------------------------------
/// Time between two looks whether anything still needs a link whose peer goes, and whether anybody
/// still needs this node: less than anybody notices.
inline constexpr std::chrono::milliseconds departure_look_period = 100ms;
/// Time without a message after which a node that goes does not wait for a link: whoever had another
/// way has taken it by then, and what is idle would be as idle at the end of drain_timeout.
inline constexpr auto departure_quiet = 3s;
/// Time for streams that can wait to take another way; a relay that nobody else needs is not kept
/// from its restart by those that have none: they wait until it is back.
inline constexpr auto departure_patience = 7s;
/// Time for which it is believed of a neighbour that it goes, whatever it says.
inline constexpr auto departure_hint_max = 60s;
/// Time between two attempts to make another way while the present one goes: nobody may listen at
/// the other address of a host yet.
inline constexpr auto departure_retry = 5s;

// -- another process of a node (`node start --replace`) ------------------------------------------------
/// Time for which a process that another one follows goes on with what is open: a working day's
/// session, and the night before it.
inline constexpr auto handed_over_max = 24h;
/// Time without a stream after which it ends: inlets of ours that lead to it still have heard by then
/// that there is another process, with two of their pings.
inline constexpr auto handed_over_quiet = 20s;
inline constexpr std::chrono::milliseconds handed_over_look_period = 500ms; ///< between two looks
/// Time for the next process to get ready, and then to serve: as for a start.
inline constexpr std::chrono::milliseconds handover_patience = 10s;
/// Time for the running process to hand over what it has: it waits for nobody.
inline constexpr std::chrono::milliseconds handover_answer = 5s;
/// Time between two looks whether the process that hands over has to end.
inline constexpr std::chrono::milliseconds handover_look_period = 100ms;
/// Descriptors of one message; the system allows 253.
inline constexpr std::size_t handover_descriptors_max = 64;
/// Bytes of one message: as many addresses as descriptors, which take 64 bytes each at most.
inline constexpr std::size_t handover_text_max = 16 * kib;
/// Time between two attempts to have a node's lock again that the next process did not take; so often.
inline constexpr std::chrono::milliseconds lock_retry = 50ms;
inline constexpr int lock_retries_max = 100;
/// Time by which routes follow what they lead to when a neighbour goes: relays are registered at its
/// next process, or elsewhere, before an inlet asks for them there.
inline constexpr std::chrono::milliseconds departure_follow_delay = 500ms;

// -- sessions -------------------------------------------------------------------------------------
/// Time for an attempt to open a route, and then for a ping to come back: a dead host should not
/// delay the next attempt.
inline constexpr auto session_attempt_timeout = 5s;
/// Time for the first attempts of a session: what was sent into a relay whose owner is not back yet
/// is lost, and should be sent again soon. Doubled when it was not enough, up to
/// session_patience_known or session_attempt_timeout.
inline constexpr auto session_patience_min = 1s;
/// The longest time for attempts by a way whose round trip is known, and short. It is
/// session_attempt_timeout by every other way.
inline constexpr auto session_patience_known = 2s;
/// Time for the first confirmation of a relay that is registered through a channel: some hosts lose
/// the end of a handshake under load, and are deaf on that channel. Then another one is opened, and
/// has as much time as was spent before it, or this, if that is longer.
inline constexpr auto relay_channel_patience = 3s;
/// Time for a new stream to wait for its outlet; then its path is pinged out of turn. A proof that
/// is younger than this is not doubted.
inline constexpr auto pong_doubt = 1s;
/// Time for the answer to such a ping, at least: a far end that is stopped for a few seconds is no
/// dead one.
inline constexpr std::chrono::milliseconds doubt_timeout = 2500ms;
/// Time between two proofs of a path. The reference uses the same.
inline constexpr auto ping_period = 10s;
/// Time for the answer to a ping; then it is missed, and another one leaves at once.
inline constexpr auto ping_timeout = 5s;
/// Pings missed in a row; then a path is dead. A black hole is found within 10 + 2 * 5 s.
inline constexpr int pings_missed_max = 2;
/// Paths of one first hop that an outlet's node pings one by one. Peers choose their ways, so
/// streams by more of them share one proof of the hop. A hub's link seldom carries streams of more
/// nodes.
inline constexpr std::size_t watched_paths_per_hop = 256;
/// The age up to which a proof proves anything: what has only an older one is `degraded`.
inline constexpr auto proof_age_max = ping_period + ping_timeout;
/// Time for which other traffic excuses missed pings: it may be of the link and not of what is to
/// be proven. Then the path has to be confirmed in another way.
inline constexpr auto proof_excused_max = 2 * ping_period;
/// Confirmations of a relay's registration that no proof follows; then its way is given up.
inline constexpr int confirmations_max = 3;
/// A deadline that is looked at later than this says that this process was stopped, and nothing
/// about the path.
inline constexpr auto timer_late_max = 1s;
/// The pause before the second attempt, doubled for each one after it. A session waits for a random
/// part of it, so that a thousand that lost one hub do not come back at once.
inline constexpr std::chrono::milliseconds session_pause_min = 250ms;
/// What it is doubled to at first: streams wait for the way that was lost, and a relay that is
/// started again is there within seconds.
inline constexpr std::chrono::milliseconds session_pause_quick = 1s;
/// Attempts that failed after which pauses grow beyond that: some 8 s where each is refused at once.
inline constexpr unsigned session_quick_attempts = 16;
/// The longest such pause.
inline constexpr std::chrono::milliseconds session_pause_max = 4s;
/// Time for a path to be up, after which its session begins with short pauses again.
inline constexpr auto session_settled = 10s;
/// Time for a new client to wait for a route of its inlet; then its connection is reset.
inline constexpr auto inlet_hold = 5s;
/// Time for TLS at an edge of a portal to be agreed on: two round trips and a signature.
inline constexpr auto tls_handshake_timeout = 5s;
/// Clients of an inlet with which TLS is not agreed on yet, 40 kB each; for one more the first of the
/// source that has most of them goes.
inline constexpr std::size_t tls_handshakes_max = 256;
/// Time between two looks whether the files of an inlet's certificate are others: `certbot` puts a
/// new one there days before the old one ends.
inline constexpr auto tls_files_look = 2s;
/// Bytes of a file with certificates, or with a key; all roots of a system take 220 kB.
inline constexpr std::size_t tls_file_size_max = 4 * mib;
/// Clients of an inlet that wait for a route; more are refused at once.
inline constexpr std::size_t inlet_held_max = 1024;
/// Routes of an inlet, places of a relay, and hubs. Nobody is known to have more than three.
inline constexpr std::size_t inlet_routes_max = 8;

// -- identities and secure channels ---------------------------------------------------------------
/// Difference between the clocks of two nodes that does no harm to what they sign.
inline constexpr auto clock_drift_max = 60s;
/// Time that a clock may be behind what was made last, whose clock may have been ahead then.
inline constexpr std::chrono::hours clock_back_max{24 * 7};
/// Lifetime of a new identity: what the reference gives it, spec wire §7.2.
inline constexpr std::chrono::hours identity_lifetime{24 * 365 * 10};
/// Lifetime of the attestation of a channel's key: what the reference gives it, spec wire §7.3.
inline constexpr std::chrono::hours channel_key_lifetime{24 * 365 * 5};
/// Time to open a route: connect_timeout, then a handshake.
inline constexpr auto route_timeout = 15s;
/// Time for a handshake to be complete. A relay may be far; silent peers cost memory.
inline constexpr auto handshake_timeout = 10s;
/// Bytes of a first message; a longer one is dropped. Everybody sends 32, but a payload in clear is
/// allowed.
inline constexpr std::size_t handshake_m1_size_max = 1 * kib;
/// First messages that wait to be looked at; then the newest of the busiest link gives way.
inline constexpr std::size_t handshakes_waiting_max = 1024;
inline constexpr std::size_t handshakes_waiting_per_link_max = 64; ///< more of a link are dropped
/// Handshakes answered and not finished, 5 KiB each; then the oldest of the busiest link gives way.
inline constexpr std::size_t handshakes_open_max = 1024;
inline constexpr std::size_t handshakes_open_per_link_max = 256; ///< then a link's oldest gives way
/// Channels of a node: as many as links. Then, of the source with the most, one ends that was
/// silent for long: its peer may be dead behind a relay.
inline constexpr std::size_t channels_max = 16384;
/// Channels of one address, of one /64, or of one link that we dialed, which may lead to a hub with
/// all clients behind it.
inline constexpr std::size_t channels_per_source_max = 4096;
/// Channels of one peer: a real node makes one for each portal and relay.
inline constexpr std::size_t channels_per_identity_max = 1024;
/// Channels looked at, at a time, to find the one that was silent for longest: 0.1 ms.
inline constexpr std::size_t channels_looked_at_max = 64;
/// Changes of an identity. Each costs whoever verifies it two signatures; nobody is known to have
/// more than two.
inline constexpr std::size_t identity_changes_max = 8;
/// Hashes of histories that held, 100 bytes each: who comes again costs no signature of its
/// history.
inline constexpr std::size_t histories_kept = 1024;
/// Bytes of a history as hexadecimal text on standard input; identity_changes_max changes with
/// P-256 keys take 7 KiB.
inline constexpr std::size_t identity_text_size_max = 64 * kib;
/// Credentials that a peer presents in one message. Each costs two signatures more.
inline constexpr std::size_t credentials_max = 16;
/// Bytes kept of what a peer showed, for an authority that is trusted later; of more nothing is
/// kept. A credential has about 500.
inline constexpr std::size_t credentials_kept_max = 4 * kib;
/// Time between two looks at the time of day, which may jump, while a credential is to expire.
inline constexpr auto standing_look_period = 2s;
/// Time between two looks at newer credentials of one peer, which sends as many as it likes.
inline constexpr auto refresh_pause = 1s;
/// Time for which an authority's word on a peer that comes is good enough: a member that was
/// removed gets in no longer than this.
inline constexpr auto standing_life = 2s;
/// Time between two questions about a peer that is connected: a round trip before standing_life is
/// over.
inline constexpr auto standing_ask_after = 1s;
/// Time for which an authority's word on a peer that is connected counts while it is asked again:
/// the promise of docs/security.md.
inline constexpr auto standing_life_connected = 5s;
/// Time for which the credential from before counts when a peer's attributes have changed: its node
/// asks for a newer one and shows it.
inline constexpr std::chrono::milliseconds standing_change = 1500ms;
/// Time for an authority to answer; then it is silent.
inline constexpr auto standing_timeout = 3s;
/// Time after a question that failed, before the next one: that nobody answers may be known at
/// once.
inline constexpr std::chrono::milliseconds standing_retry = 500ms;
/// Time for which whoever was confirmed stays so while the authority is silent: the time to start
/// it again.
inline constexpr std::chrono::minutes standing_kept{10};
/// Peers of whom a node remembers what an authority said, 150 bytes each: all channels'. Then the
/// one that left first is forgotten.
inline constexpr std::size_t standings_max = 20'000;
/// Questions to an authority under way at once: 4 000 peers in a round trip.
inline constexpr std::size_t standing_questions_max = 4;
/// Messages of a channel that wait while an authority is asked about its peer; more are dropped.
inline constexpr std::size_t held_messages_max = 64;
/// Bytes of these messages: a stream's whole credit.
inline constexpr std::size_t held_bytes_max = 256 * kib;
/// Bytes of these messages of all channels.
inline constexpr std::size_t held_bytes_of_all_max = 16 * mib;

// -- policies, members and tickets ----------------------------------------------------------------
/// Bytes of a policy: a hundred identifiers fit.
inline constexpr std::size_t policy_size_max = 8 * kib;
/// Expressions within each other, `or` joins included; bounds the stack that a policy takes.
inline constexpr std::size_t policy_depth_max = 128;
/// Characters of a project's name, as name_size_max, or of its id, which is a UUID of 36.
inline constexpr std::size_t project_name_size_max = 64;
/// Bytes of project.json: two histories and two routes.
inline constexpr std::size_t project_text_size_max = 2 * identity_text_size_max + 4 * kib;
/// Bytes of a ticket: a project and 1 KiB for the rest, in hexadecimal text.
inline constexpr std::size_t ticket_size_max = 2 * (project_text_size_max + 1 * kib);
/// Bytes of a member's attributes as JSON. Nobody is known to have more than ten attributes.
inline constexpr std::size_t attributes_size_max = 16 * kib;
/// Tickets of an authority that can still be used, 1 KiB each, or more.
inline constexpr std::size_t tickets_max = 10'000;
/// Lifetime of a ticket if nobody says otherwise, spec wire §7.6.
inline constexpr auto ticket_lifetime = 600s;
/// The longest lifetime of a ticket, that of an identity; a longer one is cut to it.
inline constexpr std::chrono::hours ticket_lifetime_max{24 * 365 * 10};
/// The longest lifetime of a ticket by an enroller that is not pre-trusted but was let in itself.
inline constexpr std::chrono::hours ticket_lifetime_granted{24 * 7};
/// The most uses of such a ticket: a large site.
inline constexpr std::uint64_t ticket_uses_granted = 1'000;
/// Lifetime of a credential. An authority is asked about those it confirms anyway; only what cannot
/// ask learns of a removal by this.
inline constexpr std::chrono::hours credential_lifetime{4};
/// Time for which an authority remembers that somebody was a member. Older credentials have long
/// expired.
inline constexpr std::chrono::hours former_members_kept{24 * 30};
/// Members that one question to an authority names. Each costs a look-up.
inline constexpr std::size_t members_checked_max = 1'000;
/// Peers that a node asks its authority about in one question, where it asks about itself, too.
inline constexpr std::size_t standings_asked_max = members_checked_max - 1;
/// Time for an authority to wait for its turn to write its store. Whoever asked waits for 10 s.
inline constexpr auto member_store_patience = 5s;
/// Bytes of a request to an authority: members_checked_max identifiers, or attributes_size_max.
inline constexpr std::size_t authority_request_size_max = 64 * kib;
/// Requests of members that wait for an authority's store; then the newest of the busiest member
/// gives way.
inline constexpr std::size_t authority_requests_max = 1024;
inline constexpr std::size_t authority_requests_per_peer_max = 16; ///< more of a member are refused
/// Requests of strangers that wait for the store; then the newest of the busiest source gives way.
inline constexpr std::size_t strangers_requests_max = 256;
/// Of one address (a /64), its proven links apart, or of a link from this machine; more are refused.
/// A site behind one NAT enrolls a few at a time.
inline constexpr std::size_t strangers_requests_per_source_max = 64;
/// Time between two looks of an authority at what other processes changed in its store.
inline constexpr auto member_look_period = 1s;
/// Time after a look, for which whoever was not in the store is no member: anybody may ask, and
/// should not make an authority look each time.
inline constexpr std::chrono::milliseconds member_look_pause = 100ms;
/// Time for which an authority answers from what it saw last; then it does not know.
inline constexpr auto member_look_max = 5s;
/// Refusals that an authority has not looked at yet, more are not noted: it may be in the middle of
/// a write.
inline constexpr long refusals_waiting_max = 1024;
/// Time between two writes of what was refused.
inline constexpr auto refusals_write_period = 1s;
/// Period in which refusals of a kind are written down a few times, and then only counted.
inline constexpr auto refusals_count_period = 10s;
/// Refusals of a kind that are written down in full in such a period.
inline constexpr std::size_t refusals_of_kind_max = 4;
/// Kinds told apart in such a period; more count as one. There are about 20.
inline constexpr std::size_t refusal_kinds_max = 64;
/// Entries of an authority's audit log; then the oldest one goes.
inline constexpr std::size_t audit_entries_max = 100'000;
/// Entries that `ockam audit` shows unless it is told how many: a screen or two.
inline constexpr std::size_t audit_shown = 50;
/// Bytes of a part of an entry; longer ones are cut.
inline constexpr std::size_t audit_text_max = 256;

// -- being a member of a project ------------------------------------------------------------------
/// Time for an authority's answer: route_timeout, within which a message comes back, too.
inline constexpr auto authority_timeout = 15s;
/// Questions of one node that wait for an authority's answer.
inline constexpr std::size_t authority_questions_max = 64;
/// Time between two questions for a credential, at least; spec wire §7.6.
inline constexpr std::chrono::seconds credential_retry_min = 10s;
/// The most of that time, which is chosen at random between both.
inline constexpr std::chrono::seconds credential_retry_max = 15s;
/// Time between two that fail when somebody waits for a credential: they may have enrolled since.
inline constexpr auto credential_hurry = 1s;
/// Time between two questions of a node what it is itself, if it asks about nobody else.
inline constexpr auto membership_look = 5s;
/// That time for an authority that does not know the question: it may be another one by then.
inline constexpr auto membership_look_rare = 60s;

// -- relays ---------------------------------------------------------------------------------------
inline constexpr std::size_t relays_max = 10000;         ///< relays that a node hosts
inline constexpr std::size_t relays_per_link_max = 2048; ///< those registered by way of one link
/// Relays that end in a turn because the link to their owner has: 30 us each.
inline constexpr std::size_t relay_ends_per_turn = 64;
/// Time for which an owner that was heard of needs not be asked whether it is there. It pings its
/// relay more often.
inline constexpr auto owner_heard_max = 15s;
/// Time for an owner to answer whether it is there; then somebody else gets the name.
inline constexpr auto owner_answer_timeout = 3s;
/// Time between two looks at which owners were heard of. A look at 10 000 costs 10 ms.
inline constexpr std::chrono::milliseconds owner_look_period = 3s;
/// Owners asked at once. A name and a registration are remembered for each, for
/// owner_answer_timeout.
inline constexpr std::size_t owners_asked_max = 256;
/// Time for which a name stays with an owner that proved who it is, after its relay has ended: it
/// reboots, or moves.
inline constexpr auto name_reserved = 10min;
/// Time for which a relay shows that somebody else wanted its name; then it may be over.
inline constexpr auto conflict_shown = 10min;
/// Names reserved, 200 bytes each; more are not reserved.
inline constexpr std::size_t names_reserved_max = relays_max;
/// Names written down each owner_look_period: a write waits for the disk, and others wait for it.
inline constexpr std::size_t names_written_max = 16;
/// Time for a relay to be registered while a command waits for it.
inline constexpr auto registration_timeout = 10s;
/// Time for which a relay of an isolated project remembers whether a member may reach its owner.
inline constexpr auto isolation_look_period = 1s;
/// Time between the end of a relay and that of what it led to: streams say goodbye.
inline constexpr auto relay_farewell = 500ms;
/// Time for which first words to a relay that is not there wait for it: then who said them says them
/// again, as session_patience_min is over.
inline constexpr auto early_kept_for = 1s;
/// Time between two looks whether the relay is there.
inline constexpr std::chrono::milliseconds early_look_period = 50ms;
/// The longest message that waits so: a channel's first one is below handshake_m1_size_max.
inline constexpr std::size_t early_message_size_max = 1 * kib;
/// Messages that wait so in a node, 1.3 MiB at most; what comes on top is dropped as if there were no
/// such thing. A hub that starts again with 1 000 relays has one or two for each.
inline constexpr std::size_t early_messages_max = 1024;

// -- actors ---------------------------------------------------------------------------------------
/// Threads for the sockets of links, one per two cores: the reactor feeds no more than these.
inline constexpr std::size_t node_threads_usual_max = 4;
inline constexpr std::size_t node_threads_max = 64; ///< the most that somebody may ask for
/// Threads of the actor system: slow work only; the data path runs on the reactor.
inline constexpr std::size_t scheduler_threads = 1;
/// Messages that an actor takes before others get their turn.
inline constexpr std::size_t scheduler_throughput = 64;
/// Messages that wait for a worker outside the reactor; more are dropped.
inline constexpr std::size_t mailbox_messages_max = 4096;
/// Bytes of these messages; more are dropped.
inline constexpr std::size_t mailbox_bytes_max = 16 * mib;

// -- control --------------------------------------------------------------------------------------
/// Requests at once, a thread each. Some wait for the network, and one that only looks should not
/// wait for them.
inline constexpr std::size_t control_threads = 4;
/// Connections of commands at once; more are closed: a script that starts hundreds of commands
/// waits.
inline constexpr std::size_t control_connections_max = 256;
/// Time without a request, after which a thread of either server ends.
inline constexpr auto http_thread_idle_max = 10s;
/// Bytes of a request's body; more are refused.
inline constexpr std::size_t control_body_max = 1 * mib;
/// Bytes of a request in all: past control_body_max it is read to be refused politely.
inline constexpr std::size_t control_request_max = 4 * mib;
/// Bytes of a path: it holds a name of any resource, escaped.
inline constexpr std::size_t control_path_max = 1 * kib;
/// Commands that connect at once; more wait in connect().
inline constexpr int control_backlog = 128;
/// Time for a request to arrive, and for an answer that waits for nobody.
inline constexpr auto control_read_timeout = 5s;
/// Time for the node to answer a request that waits for others; then it says what it waited for.
inline constexpr auto control_reply_timeout = 30s;
/// Time for an answer to `message send`, spec cli §1.4.
inline constexpr auto message_reply_timeout = 10s;
/// Time for an echo of `route ping` and of `route trace`, for each hop.
inline constexpr auto echo_timeout = 5s;
inline constexpr std::size_t ping_count = 5;          ///< echoes of `route ping`
inline constexpr std::size_t ping_count_max = 10'000; ///< the most that somebody may ask for
/// Time between two echoes of `route ping`: five take a second.
inline constexpr std::chrono::milliseconds ping_interval = 200ms;
/// Time in which a node collects echoes before it answers; somebody watches them come.
inline constexpr std::chrono::milliseconds ping_batch = 2s;
/// Time from fork to ready; then the process is killed.
inline constexpr auto node_start_timeout = 10s;
/// Time for the kernel to close the files of a killed node: it takes 1 ms per 10 MB.
inline constexpr auto ending_process_max = 2s;
inline constexpr auto ending_process_poll = 2ms; ///< time between two looks whether it has
inline constexpr std::size_t name_size_max = 64; ///< characters of a node, a vault, an identity
/// Time for a node that starts to restore what was declared. It says within node_start_timeout that
/// it answers, and the rest follows.
inline constexpr auto restore_patience = 5s;
/// Time before a node tries again to restore what could not be, doubled each time.
inline constexpr std::chrono::milliseconds declaration_retry_min = 1s;
/// The longest such pause.
inline constexpr std::chrono::milliseconds declaration_retry_max = 30s;
/// Time for a command to wait for its turn to write. A write takes milliseconds.
inline constexpr auto state_busy_timeout = 10s;

// -- backups ------------------------------------------------------------------------------------
/// Bytes of a file that are in memory while it goes into a backup or comes out of it.
inline constexpr std::size_t bundle_piece = 64 * 1024;
/// Bytes of a file in a backup: SQLite holds at most 1e9 in a row. 100 000 members take 30 MB.
inline constexpr std::size_t bundle_part_max = 900'000'000;
/// Bytes of a text in a backup. One of 1 000 policies has 200 kB.
inline constexpr std::size_t bundle_text_max = 16 * 1024 * 1024;

// -- status server and diagnosis ------------------------------------------------------------------
/// Connections that are served at once, a thread each; seven times as many wait. While some wait, the one
/// that has asked for nothing for longest gives way: who is silent keeps no probe waiting.
inline constexpr std::size_t status_connections_max = 32;
/// Those of one address that are served at once, but for this machine: a monitor asks one at a time.
inline constexpr std::size_t status_connections_per_source_max = 4;
/// Times as long as a node took to describe itself that the answer is used again: whoever asks, at
/// most a fifth of its time goes into it.
inline constexpr int status_answer_reuse = 4;
/// Entries of each list that one page of /show has: 10 000 relays are 10 pages of 0.5 MB.
inline constexpr std::size_t status_page_entries = 1000;
/// Bytes of a request: heads of browsers fit.
inline constexpr std::size_t status_request_max = 16 * kib;
/// Time for a request, from the first byte to the last.
inline constexpr auto status_read_timeout = 2s;
/// Time for the node to say what a page shows; then the page says that it does not answer.
inline constexpr auto status_reply_timeout = 2s;
/// Time since a node's last turn, up to which it is healthy though busy: whoever kills what is not
/// healthy should not be made to by others' messages.
inline constexpr auto health_busy_max = 10s;
inline constexpr auto watch_interval = 1s; ///< time between two pictures of `status --watch`
/// Time between two looks at a resource that a program wants to hear about: soon for a person, and a
/// small part of a percent of a core.
inline constexpr auto status_watch_period = 100ms;
inline constexpr auto doctor_timeout = 3s; ///< time for each thing that `doctor` asks
/// Bytes free on the disk below which `doctor` says so: some files of a log, and the store's.
inline constexpr std::size_t disk_free_min = 64 * mib;
/// Descriptors of a process below which `doctor` says so: a node that serves a few hundred streams.
inline constexpr std::size_t descriptors_min = 4096;

// -- log ------------------------------------------------------------------------------------------
/// Bytes of a file; then the next one is begun.
inline constexpr std::size_t log_size_max = 10 * mib;
inline constexpr std::size_t log_files_max = 10;     ///< then the oldest one goes
inline constexpr std::size_t log_text_max = 1 * kib; ///< bytes of a line; longer ones are cut
/// Lines that wait for the disk; then the oldest one gives way.
inline constexpr std::size_t log_queue_max = 1024;
/// Time between two lines of one key, for what peers can cause at will; the next line says how many
/// were left out.
inline constexpr auto log_limit_period = 60s;
/// Keys remembered; kinds of lines are about 60, some with an alias of ours.
inline constexpr std::size_t log_keys_max = 1024;
/// Bytes per second of lines that others can cause, for kinds and for events: the log of 100 MB
/// lasts a day.
inline constexpr std::size_t log_bytes_per_second = 512;
/// Bytes of such lines at once: a hub that starts, and hundreds of its relays and channels.
inline constexpr std::size_t log_bytes_burst = 64 * kib;
/// Bytes of time and level, and of the end of a line.
inline constexpr std::size_t log_line_overhead = 40;
/// Bytes of each text in a line of the access log; longer ones are cut. A route has about 100.
inline constexpr std::size_t access_text_max = 256;
/// Lines a second of the access log about streams that were refused: more are counted in the next
/// one, so that knocking alone moves nothing else out of the log.
inline constexpr std::size_t access_refusals_per_second = 10;
/// Entries that `ockam access` shows unless it is told how many: a screen or two.
inline constexpr std::size_t access_shown = 50;
/// Entries that it shows at most: what the files of an access log have, of 200 bytes each.
inline constexpr std::size_t access_entries_max = 1'000'000;

// -- what goes to others for help -----------------------------------------------------------------
/// Characters of a word from which on it may be a secret: 32 random bytes are 43 in base64. Names of
/// workers and ids of projects have 32 and 36.
inline constexpr std::size_t support_word_max = 40;
/// Bytes of the end of each log that go along: some thousand lines, which somebody can still read.
inline constexpr std::size_t support_tail = 256 * kib;
/// Nodes of a home whose state goes along.
inline constexpr std::size_t support_nodes_max = 64;

// -- files of topologies --------------------------------------------------------------------------
/// Bytes of a file: thousands of resources. The parser needs 100 times that.
inline constexpr std::size_t document_size_max = 512 * kib;
/// Levels of a file. The grammar has 6.
inline constexpr std::size_t document_depth_max = 16;
/// Words, lists and maps of a file, once aliases stand for copies.
inline constexpr std::size_t document_values_max = 100'000;
inline constexpr std::size_t variables_max = 1'000;       ///< variables that a file declares
inline constexpr std::size_t variable_size_max = 4 * kib; ///< bytes of a value
/// Time between two looks of a command that waits for nodes to have what a file says. A look takes
/// about as long.
inline constexpr std::chrono::milliseconds status_look_period = 50ms;

// -- command line ---------------------------------------------------------------------------------
/// Bytes of a route on standard input: 16 addresses of 256 bytes fit twice.
inline constexpr std::size_t route_text_size_max = 8 * kib;
/// Time before a command says for what it waits: people start to wonder, and who reads a log later
/// wants to know where the time went.
inline constexpr std::chrono::milliseconds waiting_note_after = 1s;

// -- how limits relate ----------------------------------------------------------------------------
// What code elsewhere relies on. Whoever changes a number learns here what else has to change.

// Messages and buffers.
static_assert(local_hops_max >= route_hops_max,
              "A route whose hops all lie in one node must not count as a loop.");
static_assert(headroom + portal_chunk + tailroom <= slab_size,
              "A chunk and the room around it must lie in one slab.");
static_assert(headroom + portal_chunk + tailroom <= frame_size_max,
              "A chunk and its heads must fit in one frame.");
static_assert(tailroom >= 16 + 1 + 9,
              "The tag of a channel and the positions of a stream must fit behind a chunk.");
static_assert(link_read_min <= slab_size, "A read is offered no more than one slab has.");
static_assert(link_handover_max >= slab_size,
              "A whole read must be able to wait while the link takes another one.");
static_assert(partial_frame_start <= frame_size_max,
              "The first buffer of a frame must not be larger than the largest frame.");
static_assert(2 * frame_size_max <= partial_frame_bytes_max,
              "One link's incomplete frame must not get a link dropped.");
static_assert(frame_size_max <= mailbox_bytes_max, "A mailbox must take a message of any size.");
static_assert(slices_per_write <= 1024, "The kernel takes IOV_MAX parts in one write.");
static_assert(links_max <= reach_max,
              "A hub's link must be able to learn an address for each of its other links.");

// Queues: sources resume at low, pause above high, and a link is dropped above max.
static_assert(link_queue_low < link_queue_high, "Sources must resume below where they pause.");
static_assert(link_unsent_max + portal_chunk < link_queue_high,
              "What passes the gate alone must not make the sources of relayed traffic pause.");
static_assert(link_queue_high < link_queue_standing,
              "More must be able to wait for a peer that takes nothing than for a slow one.");
static_assert(link_queue_standing + frame_size_max < link_queue_max,
              "Sources must pause before the link is dropped.");
static_assert(stream_credit_max <= memory_budget_min && memory_budget_min < memory_budget_max,
              "The credit of one stream must not end it because of the memory it takes.");
static_assert(stream_credit_max < link_queue_max,
              "The credit of one stream must not get a link dropped.");
static_assert(plain_stream_queue_low < plain_stream_queue_max,
              "A link must resume below where a stream made it pause.");
static_assert(plain_stream_queue_max <= plain_stream_queue_shared_max,
              "A stream that cannot pause its link must be given no less than one that can.");

// Streams that go on.
static_assert(stream_patience + resume_answer_timeout <= stream_keep,
              "An outlet must outlast its inlet's last attempt.");
static_assert(stream_keep <= stream_patience_max, "What is the default must be allowed.");
static_assert(resend_block_min <= resend_copied_max, "A piece that is copied must fit a block.");
static_assert(detached_per_peer_max <= detached_max,
              "Those who prove nothing must leave room for others.");
static_assert(pong_timeout < denied_ids_for, "What was denied must not come late and be taken.");

// Credit of streams.
static_assert(portal_chunk <= stream_credit_start, "A stream must start with credit for a chunk.");
static_assert(stream_credit_start <= stream_credit_unproven,
              "A window must start no larger than where it has to prove itself.");
static_assert(stream_credit_unproven <= stream_credit_max,
              "A window must have to prove itself no later than where its growth ends.");
static_assert(stream_credit_start <= early_payload_bytes_max,
              "The first credit of a stream must fit where early payload waits.");
static_assert(stream_credit_start <= held_bytes_max,
              "The first credit of a stream must fit where messages wait for a peer's standing.");
static_assert(held_bytes_max <= held_bytes_of_all_max,
              "The limit of one channel must not be above that of all channels.");

// The limit of one source must not be above the limit of all of them.
static_assert(unknown_links_per_source_max <= early_drop_start,
              "Unknown links of one source alone must not get others refused.");
static_assert(early_drop_start < unknown_links_max,
              "Between the first refusal at random and the limit there must be a range.");
static_assert(unknown_links_per_source_max <= unknown_links_from_loopback_max,
              "This machine must be allowed as many unknown links as another one.");
static_assert(unknown_links_from_loopback_max <= unknown_links_max,
              "The limit of this machine must not be above that of all sources.");
static_assert(unknown_links_max <= links_max, "Unknown links are among all links.");
static_assert(proven_links_factor * unknown_links_per_source_max <= links_max,
              "The limit of proven links of one source must not be above that of all links.");
static_assert(good_end_divisor >= 1 && handshakes_per_source_per_s <= handshakes_per_source_burst
                  && registrations_per_source_per_s <= registrations_per_source_burst,
              "A source must be allowed at once what it is allowed in a second.");
static_assert(unknown_links_per_source_max <= handshakes_per_source_burst,
              "Each link of a NAT must be able to begin a channel at once.");
static_assert(
    relays_per_link_max <= registrations_per_source_burst,
    "Whoever has as many relays as a link may have must be able to register them at once.");
static_assert(source_pause_min < source_pause_max, "The pause of a source must be able to grow.");
static_assert(places_spared < sources_paced_max,
              "A few sources must not be able to have the offences of others forgotten.");
static_assert(handshakes_waiting_per_link_max <= handshakes_waiting_max,
              "The limit of one link must not be above that of all links.");
static_assert(handshakes_open_per_link_max <= handshakes_open_max,
              "The limit of one link must not be above that of all links.");
static_assert(channels_per_source_max <= channels_max && channels_per_identity_max <= channels_max,
              "The limit of one source or identity must not be above that of all channels.");
static_assert(relays_per_link_max <= relays_max,
              "The limit of one link must not be above that of all links.");
static_assert(strangers_requests_per_source_max <= strangers_requests_max,
              "The limit of one link must not be above that of all links.");
static_assert(authority_requests_per_peer_max <= authority_requests_max,
              "The limit of one member must not be above that of all members.");
static_assert(strangers_requests_max <= authority_requests_max,
              "Strangers must not be allowed more waiting requests than members.");
static_assert(2 * descriptors_reserved <= descriptors_min,
              "Where `doctor` is content, links must get as many descriptors as are reserved.");
static_assert(node_threads_usual_max <= node_threads_max,
              "The threads that a node has by itself must be allowed to be asked for.");
static_assert(relays_max <= names_reserved_max,
              "The name of each relay must have room to be reserved.");
static_assert(owners_asked_max <= relays_max, "Only owners of relays are asked.");

// Links, names and dials.
static_assert(link_doubt_timeout < connect_timeout,
              "A link in doubt must be judged sooner than a new one could be made.");
static_assert(link_standing_after < tcp_user_timeout && tcp_user_timeout <= link_stalled_max,
              "A peer that takes nothing must be known as such before its link is dead.");
static_assert(2 * ping_period < company_kept,
              "Who only pings by a link must be known to have to do with it.");
static_assert(accept_pause_min < accept_pause_max,
              "The pause between accepts must be able to grow.");
static_assert(2 * resolver_lookups_max <= resolver_names_max,
              "Names that are looked up must have room to be remembered.");
static_assert(resolve_slow_after < std::chrono::seconds(resolver_wait_s),
              "A name whose server does not answer must count as slow.");
static_assert(std::chrono::seconds(resolver_wait_s * resolver_tries) < resolve_timeout,
              "A second name server must be asked while somebody waits for the name.");
static_assert(resolve_timeout <= connect_timeout, "A name must be known before its dial is over.");
static_assert(dial_stagger * static_cast<int>(dial_addresses_max) <= connect_timeout,
              "Each address of a host must be tried before its dial is over.");
static_assert(connect_timeout + handshake_timeout <= route_timeout,
              "A route must have the time for a connection and a channel.");
static_assert(handshake_m1_size_max <= frame_size_max, "A first message must fit in a frame.");

// Streams, and the end of a node.
static_assert(connect_timeout < pong_timeout,
              "An outlet must have dialed before its inlet gives the stream up.");
static_assert(connect_timeout + tls_handshake_timeout < pong_timeout,
              "An outlet must have agreed on TLS before its inlet gives the stream up.");
static_assert(pong_doubt < pong_timeout, "A stream must doubt its path before it gives up.");
static_assert(delivery_poll < disconnect_linger, "A stream that lingers must be looked at.");
static_assert(farewell_timeout < force_patience, "A node must say goodbye before it is killed.");
static_assert(farewell_timeout < drain_strangers_timeout && drain_strangers_timeout < drain_timeout,
              "Strangers must not hold up an end for as long as those that are proven.");
static_assert(streams_spared_divisor > 1 && outlet_streams_spared_divisor > 1,
              "Whoever has the most streams must be allowed to have some.");
static_assert(streams_per_link_max <= streams_per_source_max
                  && streams_per_source_max <= streams_per_outlet_max
                  && streams_per_outlet_max < streams_max,
              "The limit of a part must not be above that of the whole.");
static_assert(outlet_dials_per_source_max <= outlet_dials_max
                  && outlet_starts_per_round <= outlet_dials_max
                  && outlet_waiting_per_source_max <= outlet_waiting_max,
              "One source must not be allowed more than all together.");
static_assert(round_frames_timed <= link_frames_per_turn
                  && link_frames_per_turn <= round_frames_max,
              "A round must have the time for a turn.");
static_assert(status_connections_per_source_max < status_connections_max,
              "One address must not have all connections to the status port.");
static_assert(farewell_timeout < drain_timeout,
              "A node in a hurry must end before it has drained.");
static_assert(ending_process_max < node_end_margin,
              "The files of a killed process must be closed before a command gives up.");
static_assert(ending_process_poll < ending_process_max, "A process that ends must be looked at.");
static_assert(departure_retry < departure_patience && departure_patience < drain_timeout,
              "Streams must have time for a second attempt at another way.");
static_assert(departure_look_period < departure_quiet && departure_quiet < drain_timeout
                  && drain_timeout <= departure_hint_max,
              "Whoever has another way must have taken it before a node has gone.");

// Sessions, and proofs of paths.
static_assert(doubt_timeout <= ping_timeout,
              "The time for an answer is clamped between these two, in this order.");
static_assert(ping_timeout <= ping_period, "A ping must be judged before the next proof is due.");
static_assert(pong_doubt < ping_period,
              "A proof must be old enough for a doubt before it is renewed.");
static_assert(timer_late_max < ping_timeout,
              "A process that was stopped must be noticed before it blames a path.");
static_assert(ping_period + ping_timeout <= proof_age_max,
              "A path whose pings are all answered in time must be up without a gap.");
static_assert(proof_age_max < proof_excused_max,
              "A path must be degraded before other traffic excuses it no longer.");
static_assert(ping_period + ping_timeout <= owner_heard_max,
              "An owner that pings its relay must not have to be asked whether it is there.");
static_assert(owner_look_period < owner_heard_max,
              "The host of a relay must see that its owner was heard of in time.");
static_assert(owner_answer_timeout < session_attempt_timeout,
              "The owner of a name must be asked while whoever wants the name waits.");
static_assert(early_kept_for <= session_patience_min,
              "Who says first words again must not find that they still wait.");
static_assert(handshake_m1_size_max <= early_message_size_max,
              "A channel's first message must be able to wait for a relay.");
static_assert(session_patience_min <= session_patience_known
                  && session_patience_known <= session_attempt_timeout,
              "The time for an attempt must grow from the first one to the last one.");
static_assert(session_pause_min < session_pause_quick && session_pause_quick < session_pause_max,
              "The pause between attempts must be able to grow.");

static_assert(version_timeout < first_message_timeout && first_message_timeout < link_silent_max,
              "A link must be given more time the further it has come.");
static_assert(frame_timeout < link_silent_max,
              "A link with half a frame must end before one that is merely silent.");

// What authorities say of members. docs/security.md promises standing_life_connected.
static_assert(clock_drift_max < ticket_lifetime && clock_drift_max < credential_lifetime,
              "What is signed must hold for longer than clocks may differ.");
static_assert(credential_lifetime < former_members_kept,
              "Nobody who is forgotten may have a credential that holds.");
static_assert(standing_ask_after < standing_life,
              "A connected peer must be asked about before what was said is too old.");
static_assert(standing_life <= standing_life_connected,
              "A peer that comes must not be believed for longer than one that is followed.");
static_assert(standing_ask_after + standing_timeout < standing_life_connected,
              "One question may fail without that a connected member is cut off.");
static_assert(2 * member_look_period + standing_ask_after < standing_life_connected,
              "A removal by another process must end channels within the time promised.");
static_assert(standing_life_connected < standing_kept,
              "Silence must excuse a peer for longer than an answer does.");
static_assert(standing_retry < standing_life, "A failed question must be repeated in time.");
static_assert(refresh_pause < standing_change && credential_hurry < standing_change,
              "A newer credential must be asked for and looked at while the older one counts.");
static_assert(standing_timeout < membership_look,
              "A node's question about itself must be over before the next one.");
static_assert(membership_look < membership_look_rare,
              "An authority that does not know a question must be asked it less often.");
static_assert(channels_max <= standings_max,
              "The peers of all channels must be remembered at once.");
static_assert(standing_questions_max < authority_questions_max,
              "Questions about peers must leave room for other questions to an authority.");
static_assert(34 * members_checked_max < authority_request_size_max,
              "A question with all its identifiers, 34 bytes each, must fit in a request.");
static_assert(attributes_size_max < authority_request_size_max,
              "A member with all its attributes must fit in a request.");
static_assert(member_store_patience < message_reply_timeout
                  && member_store_patience < authority_timeout,
              "An authority must say that its store is busy while somebody waits for it.");
static_assert(route_timeout <= authority_timeout,
              "The route to an authority must have the time to open.");
static_assert(credential_hurry < credential_retry_min,
              "Who needs a credential now must not wait for the usual retry.");
static_assert(credential_retry_min < credential_retry_max,
              "There must be a range to choose the time of a retry from.");
static_assert(member_look_pause < member_look_period && member_look_period < member_look_max,
              "An authority must look at its store before it stops to answer from memory.");
static_assert(refusals_write_period < refusals_count_period,
              "What is counted in a period must be written in it.");

// Identities, tickets and texts.
static_assert(channel_key_lifetime <= identity_lifetime,
              "A channel's key must not outlive its identity.");
static_assert(ticket_lifetime <= ticket_lifetime_granted
                  && ticket_lifetime_granted <= ticket_lifetime_max
                  && ticket_lifetime_max <= identity_lifetime,
              "A ticket must not live longer than its maker may grant, or its authority lives.");
static_assert(name_size_max <= project_name_size_max && 36 <= project_name_size_max,
              "A name and a UUID must be possible names of a project.");
static_assert(1 * kib * identity_changes_max <= identity_text_size_max,
              "A history with all its changes, less than 1 KiB of text each, must be readable.");
static_assert(2 * identity_text_size_max < project_text_size_max,
              "The histories of a project and of its authority must fit in its text.");
static_assert(2 * project_text_size_max < ticket_size_max,
              "A project in hexadecimal text must fit in a ticket.");
static_assert(policy_size_max < control_body_max,
              "A policy must fit in a request that declares it.");
static_assert(variable_size_max < document_size_max && variables_max <= document_values_max,
              "A file must have room for its variables.");
static_assert(2 * route_hops_max * address_size_max <= route_text_size_max,
              "A route of all hops must fit on standard input, with the text between them.");

// Control: a node says what it waited for before the command that asked gives up.
static_assert(control_body_max < control_request_max,
              "A body that is too long must be read, so that it can be refused politely.");
static_assert(3 * address_size_max + 64 <= control_path_max,
              "A path must have room for a name of which each byte is escaped.");
static_assert(control_read_timeout < control_reply_timeout,
              "A command must wait longer for work than for a look.");
static_assert(message_reply_timeout < control_reply_timeout
                  && registration_timeout < control_reply_timeout
                  && route_timeout < control_reply_timeout
                  && authority_timeout < control_reply_timeout
                  && pong_timeout < control_reply_timeout
                  && state_busy_timeout < control_reply_timeout,
              "A node must give up what a command asked for before it has to answer.");
static_assert(
    ping_batch + 2 * echo_timeout <= control_reply_timeout,
    "A batch of pings must be over before a node has to answer, its route's opening too.");
static_assert(ping_interval <= ping_batch, "A batch of pings must have a ping.");
static_assert(ping_count <= ping_count_max, "The usual number of pings must be allowed.");
static_assert(restore_patience < node_start_timeout,
              "A node must say that it answers before the command that started it gives up.");
static_assert(declaration_retry_min < declaration_retry_max,
              "The pause between attempts to restore must be able to grow.");

static_assert(status_reply_timeout < health_busy_max,
              "A node that does not answer in time may be busy, not dead.");

// Log.
static_assert(log_text_max < log_size_max, "A line must fit in a file of the log.");
static_assert(log_size_max < disk_free_min,
              "`doctor` must warn while there is room for the log's next file.");
static_assert(log_text_max + log_line_overhead < log_bytes_burst,
              "A line that others cause must fit in what they may cause at once.");

} // namespace ockam::config
