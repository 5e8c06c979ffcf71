// Every number of the product that somebody may want to argue about: value, unit, reason.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace ockam::config {

using namespace std::chrono_literals;

inline constexpr std::size_t kib = 1024, mib = 1024 * kib;

// -- messages
// ---------------------------------------------------------------------------------------------
inline constexpr std::size_t route_hops_max =
    16; ///< longest topology we know has 9; ends route loops across nodes
inline constexpr std::size_t address_size_max = 256; ///< bytes; names are 32 hex or short words
inline constexpr std::size_t frame_size_max =
    1 * mib; ///< bytes of a frame body; peers send 128 KiB chunks, the wire allows 16 MiB
inline constexpr unsigned local_hops_max =
    64; ///< deliveries inside one node before a message counts as looping
inline constexpr std::size_t reach_max =
    65536; ///< addresses that one link or channel may have learnt: 8 MiB; a busy hub's link to a
           ///< relay's owner learns one for each client's link

// -- buffers
// ----------------------------------------------------------------------------------------------
inline constexpr std::size_t slab_size =
    256 * kib; ///< bytes a link reads at once; larger gained 3 %, within noise
inline constexpr std::size_t slabs_kept =
    16; ///< free slabs a thread keeps: 4 MiB; as many again for each further one, between them
inline constexpr std::size_t headroom =
    192; ///< bytes in front of a chunk: portal head, inner message, nonce, frame head
inline constexpr std::size_t tailroom = 32; ///< bytes behind it: tag and trailing fields

// -- links
// ------------------------------------------------------------------------------------------------
inline constexpr auto connect_timeout = 5s; ///< a dead host should not stall a command longer
inline constexpr auto link_doubt_timeout =
    1s; ///< for an echo over a link by which nothing came back; a new dial is hardly faster
inline constexpr auto version_timeout =
    10s; ///< to send the version byte; then a link may be silent
inline constexpr std::chrono::minutes first_message_timeout{
    2}; ///< of an accepted link, after the version byte: somebody may type a command first
inline constexpr std::chrono::minutes link_silent_max{
    5}; ///< of an accepted link on which no relay, channel or stream leans; heartbeats are silence
inline constexpr auto frame_timeout =
    30s; ///< from the first byte of a frame that came in parts to its last: 35 KB/s are enough for the largest
inline constexpr std::size_t links_max =
    16384; ///< or the descriptor limit less `descriptors_reserved`
inline constexpr std::size_t descriptors_reserved = 512;
inline constexpr std::size_t unknown_links_per_source_max =
    256; ///< from one remote address, unless a node is told otherwise: the users behind one NAT who
         ///< connect at once; a link that serves anybody becomes known within a round trip
inline constexpr std::size_t unknown_links_from_loopback_max = 4096; ///< tests and local tools
inline constexpr std::size_t unknown_links_max = 4096;
inline constexpr std::size_t proven_links_factor =
    4; ///< times as many links as of strangers a source may have with those whose identity a channel proved: identities cost nothing
inline constexpr std::size_t proven_links_per_identity_max =
    2; ///< links for which an identity stands; further ones count as a stranger's
inline constexpr std::size_t links_reserved_divisor =
    16; ///< this part of all links is for those that this node dials
inline constexpr std::size_t places_spared =
    16; ///< links or channels of one source that never give way while they are in use: an honest stranger has fewer
inline constexpr std::size_t early_drop_start =
    unknown_links_max / 4 * 3; ///< unknown links from which on new ones are refused at random,
                               ///< with a chance that grows to 1/2 at unknown_links_max
inline constexpr std::size_t link_read_min =
    64 * kib; ///< bytes offered to a read at least; up to slab_size
inline constexpr std::size_t link_handover_max =
    2 * slab_size; ///< bytes read by another thread than the link's and not taken by the link yet,
                   ///< above which it reads no further: one read is taken, one is ready
inline constexpr std::size_t partial_frame_start =
    1 * kib; ///< bytes of the first buffer of an incomplete frame; grows with what arrives
inline constexpr std::size_t queued_memory_divisor =
    4; ///< this part of the memory that a process may use may wait in all links together
inline constexpr std::size_t partial_frame_bytes_max = 64 * mib; ///< of all links together
inline constexpr std::size_t link_unsent_max =
    256 * kib; ///< bytes below which sources may pass the gate: a ping waits behind no more
inline constexpr std::size_t link_queue_high =
    1 * mib; ///< bytes queued above which the sources of relayed traffic pause
inline constexpr std::size_t link_queue_low = 256 * kib; ///< and below which they resume
inline constexpr std::size_t link_queue_max =
    64 * mib; ///< then the peer does not read: the link is dropped
inline constexpr std::size_t link_queue_standing =
    48 * mib; ///< bytes queued for a peer that takes nothing at all, above which sources pause
              ///< again: the streams of a stopped peer wait here, and nobody else's with them
inline constexpr auto link_standing_after = 1s; ///< without a byte taken, while sources pause
inline constexpr auto tcp_user_timeout = 20s; ///< unacknowledged data for so long: the link is dead
inline constexpr std::size_t link_notsent_max =
    128 * kib; ///< bytes the kernel holds beyond what the path takes; less cost throughput
inline constexpr auto tcp_keepalive_idle = 300s, tcp_keepalive_interval = 75s; ///< spec wire §2.1
inline constexpr int tcp_keepalive_probes = 2;
inline constexpr int listen_attempts_max =
    16; ///< to find a port that is free for both addresses of localhost
inline constexpr int listen_backlog = 4096;  ///< connections the kernel holds; somaxconn caps it
inline constexpr int accepts_per_round = 64; ///< then other sockets get their turn
inline constexpr std::chrono::milliseconds accept_pause_min = 10ms,
                                           accept_pause_max =
                                               1s; ///< without descriptors; doubled each time
inline constexpr int slices_per_write = 127;       ///< iovecs a gather-write takes

// -- resolving and dialing
// --------------------------------------------------------------------------------
inline constexpr std::size_t resolver_lookups_max =
    16; ///< at once, and as many again of names that were slow the last time: each has a thread
inline constexpr std::size_t resolver_threads_max = 2 * resolver_lookups_max;
inline constexpr auto resolver_idle_max = 30s; ///< of a thread; then it ends
inline constexpr std::size_t resolver_names_max =
    1024; ///< that wait or are remembered; a node has a few, a large one hundreds
inline constexpr std::size_t resolver_waiting_per_name_max =
    4096;                                      ///< who wait for one name, 200 B each
inline constexpr auto resolve_timeout = 5s;    ///< that somebody waits for a name
inline constexpr auto resolve_slow_after = 1s; ///< a name server that answers takes less
inline constexpr auto resolve_answer_lifetime =
    2s; ///< of answers and failures: a thousand that lost one hub ask once, and what has changed is
        ///< seen by the next attempt
inline constexpr int resolver_wait_s = 2, ///< for a name server's answer; glibc's own are 5 s
    resolver_tries = 1;                   ///< of each name server; glibc's own are 2
inline constexpr std::chrono::milliseconds dial_stagger =
    250ms; ///< before the next address of a host is tried, too; RFC 8305 §5
inline constexpr std::size_t dial_addresses_max = 16; ///< of a host that are tried

// -- portals
// ----------------------------------------------------------------------------------------------
inline constexpr std::size_t portal_chunk =
    48 * kib; ///< bytes read from a client at once; 32 KiB cost 30 % CPU
inline constexpr std::uint32_t stream_credit_start = 256 * kib; ///< bytes each way, spec wire §11
inline constexpr std::uint32_t stream_credit_unproven =
    512 * kib; ///< a window grows so far before larger ones must have proved to be faster
inline constexpr auto stream_credit_turn_min =
    20ms; ///< in which one must be faster; before, 8 stalled readers cost a node up to 24 MB
inline constexpr std::uint32_t stream_credit_max = 16 * mib; ///< 1 Gbit/s x 130 ms
inline constexpr std::size_t early_payload_bytes_max =
    64 * mib; ///< that wait at an outlet while its target is dialed: 256 streams' whole credit
inline constexpr std::size_t plain_stream_queue_max =
    8 * mib; ///< held for a stream without credit, then its link pauses
inline constexpr std::size_t plain_stream_queue_low = 1 * mib; ///< and resumes below
inline constexpr std::size_t plain_stream_queue_shared_max =
    64 * mib; ///< where others use the same link, which does not pause then: the stream ends
inline constexpr std::size_t stream_memory_divisor =
    4; ///< this part of memory may wait in all streams together; then the one that holds most ends
inline constexpr std::size_t stream_held_step =
    64 * kib; ///< in which that is counted: a stream whose peer reads holds less
inline constexpr std::chrono::hours silent_stream_max{
    2}; ///< of a stream of the plain protocol whose pings nobody ever answered, without a byte
inline constexpr auto slow_reader_timeout = 20s; ///< and for so long, then the stream is closed
inline constexpr std::size_t streams_max =
    65536; ///< or the descriptor limit less `descriptors_reserved`
inline constexpr auto pong_timeout =
    20s; ///< an outlet dials for connect_timeout at most, relays may be far
inline constexpr auto disconnect_linger = 2s; ///< spec wire §5.3
inline constexpr auto delivery_poll =
    20ms; ///< between two looks whether a client has all before its connection is reset
inline constexpr int chunks_per_turn = 8; ///< a stream without a gate reads, then others get theirs
inline constexpr auto drain_timeout = 30s; ///< of open streams on SIGTERM
inline constexpr std::chrono::milliseconds farewell_timeout =
    500ms; ///< of a node that is to end at once, to tell its peers that their streams break off
inline constexpr auto force_patience = 1s; ///< for that; then the process is killed
inline constexpr auto node_end_margin =
    5s; ///< for a process to end once it has drained, or was killed

// -- sessions
// ---------------------------------------------------------------------------------------------
inline constexpr auto session_attempt_timeout =
    5s; ///< to open a route, and then for a ping: a dead host should not delay the next attempt
inline constexpr auto session_patience_min =
                          1s,    ///< of an attempt: what was sent into a relay whose
                                 ///< owner is not back yet is lost; doubled when it
                                 ///< was not enough, to session_attempt_timeout, or
    session_patience_known = 2s; ///< to this on a way whose round trip is known, and short
inline constexpr auto pong_doubt =
    1s; ///< a new stream waits for its outlet, then its path is pinged out of turn
inline constexpr std::chrono::milliseconds doubt_timeout =
    2500ms; ///< for such a ping; a far end that only stands for a few seconds is no dead one
inline constexpr auto ping_period = 10s; ///< between two proofs of a path, as the reference
inline constexpr auto ping_timeout = 5s; ///< for an answer; then another ping leaves at once
inline constexpr int pings_missed_max =
    2; ///< in a row, then a path is dead: a black hole is found within 10 + 2 * 5 s
/// Paths of one first hop that an outlet's node pings one by one; peers choose their ways, so streams
/// by more of them share one proof of the hop. A hub's link seldom carries streams of more nodes.
inline constexpr std::size_t watched_paths_per_hop = 256;
inline constexpr auto proof_age_max =
    ping_period + ping_timeout; ///< older proofs prove nothing: what has one is `degraded`
inline constexpr auto proof_excused_max =
    2 * ping_period; ///< that other traffic excuses a missed ping: it may be of the link and not of
                     ///< what is proven; then it is confirmed again
inline constexpr int confirmations_max =
    3; ///< of a relay's registration without a proof behind them, then its way is given up
inline constexpr auto timer_late_max =
    1s; ///< a deadline that is looked at later than that says that this process was stopped, and
        ///< nothing about the path
inline constexpr std::chrono::milliseconds session_pause_min = 250ms,
                                           session_pause_max =
                                               4s; ///< before the next attempt, doubled each time;
                                                   ///< it waits for a random part of it
inline constexpr auto session_settled =
    10s; ///< a path that was up for so long begins with short pauses again
inline constexpr auto inlet_hold = 5s;              ///< that a new client waits for a route
inline constexpr std::size_t inlet_held_max = 1024; ///< clients of an inlet that wait so
inline constexpr std::size_t inlet_routes_max = 8;  ///< nobody is known to have more than three

// -- identities and secure channels
// ------------------------------------------------------------------
inline constexpr auto clock_drift_max = 60s; ///< between two nodes, in what they sign
inline constexpr std::chrono::hours clock_back_max{
    24 * 7}; ///< of a clock behind what was made last, whose clock may have been ahead then
inline constexpr std::chrono::hours identity_lifetime{24 * 365 * 10},
    channel_key_lifetime{24 * 365 * 5}; ///< spec wire §7.2, §7.3: what the reference gives them
inline constexpr auto route_timeout = 15s; ///< to open a route: connect_timeout, then a handshake
inline constexpr auto handshake_timeout = 10s; ///< a relay may be far; silent peers cost memory
inline constexpr std::size_t handshake_m1_size_max =
    1 * kib; ///< bytes; everybody sends 32, but a payload in clear is allowed
inline constexpr std::size_t handshakes_waiting_max = 1024, ///< first messages not looked at yet
    handshakes_waiting_per_link_max = 64;
inline constexpr std::size_t handshakes_open_max = 1024, ///< answered, not finished: 5 KiB each
    handshakes_open_per_link_max = 256;
inline constexpr std::size_t channels_max =
    16384; ///< as many as links; then one of the source with the most ends that was silent for long: its peer may be dead behind a relay
inline constexpr std::size_t channels_per_source_max =
    4096; ///< of one address, /64, or link that we dialed, which may be a hub with all clients behind it
inline constexpr std::size_t channels_per_identity_max =
    1024; ///< of one peer: a real node makes one for each portal and relay
inline constexpr std::size_t channels_looked_at_max =
    64; ///< at a time, to find the one that was silent for longest: 0.1 ms
inline constexpr std::size_t identity_changes_max =
    8; ///< each costs whoever verifies it two signatures; nobody is known to have more than two
inline constexpr std::size_t histories_kept =
    1024; ///< hashes of histories that held, 100 bytes each: who comes again costs no signature of its history
inline constexpr std::size_t identity_text_size_max =
    64 * kib; ///< digits of a history on standard input; identity_changes_max P-256 ones take 7 KiB
inline constexpr std::size_t credentials_max = 16; ///< that a peer presents; each costs two more
inline constexpr std::size_t credentials_kept_max =
    4 * kib; ///< bytes of what a peer showed, for an authority that is trusted later; one has 500
inline constexpr auto standing_look_period =
    2s; ///< between two looks at the time of day, which may jump, while a credential should expire
inline constexpr auto refresh_pause =
    1s; ///< between two looks at newer credentials of a peer, who sends as many as it likes
inline constexpr auto standing_life =
    2s; ///< of what an authority said of a peer, for one that comes: a removed one has no longer
inline constexpr auto standing_ask_after =
    1s; ///< of one that is connected: a round trip before standing_life is over
inline constexpr auto standing_life_connected =
    5s; ///< of one that is connected, and asked about meanwhile: the promise of docs/security.md
inline constexpr std::chrono::milliseconds standing_change =
    1500ms; ///< to show a newer credential when attributes changed: to ask for one and show it
inline constexpr auto standing_timeout = 3s; ///< for an answer; then the authority is silent
inline constexpr std::chrono::milliseconds standing_retry =
    500ms; ///< after a question that nobody answered, which may be known at once
inline constexpr std::chrono::minutes standing_kept{
    10}; ///< of whoever was confirmed, while the authority is silent: to start it again
inline constexpr std::size_t standings_max =
    20'000; ///< peers of whom a node remembers what an authority said, 150 bytes each: all channels
inline constexpr std::size_t standing_questions_max =
    4; ///< under way at once: 4 000 peers a round trip
inline constexpr std::size_t held_messages_max = 64, ///< of a channel whose peer is asked about
    held_bytes_max = 256 * kib,                      ///< the same: a stream's whole credit
    held_bytes_of_all_max = 16 * mib;                ///< of all such channels

// -- policies, members and tickets
// -----------------------------------------------------------------------------------------------
inline constexpr std::size_t policy_size_max = 8 * kib; ///< bytes; a hundred identifiers fit
inline constexpr std::size_t policy_depth_max =
    128; ///< expressions within each other, what `or` joins included: bounds the stack it takes
inline constexpr std::size_t project_name_size_max =
    64; ///< as name_size_max; an id is a UUID of 36
inline constexpr std::size_t project_text_size_max =
    2 * identity_text_size_max + 4 * kib; ///< bytes of project.json: two histories, two routes
inline constexpr std::size_t ticket_size_max =
    2 * (project_text_size_max + 1 * kib); ///< bytes; in hexadecimal text
inline constexpr std::size_t attributes_size_max =
    16 * kib; ///< bytes of a member's attributes as JSON; nobody is known to have more than ten
inline constexpr std::size_t tickets_max = 10'000; ///< that can be used; 1 KiB each, or more
inline constexpr auto ticket_lifetime = 600s;      ///< if nobody says otherwise, spec wire §7.6
inline constexpr std::chrono::hours ticket_lifetime_max{24 * 365 * 10}; ///< an identity's
inline constexpr std::chrono::hours ticket_lifetime_granted{
    24 * 7}; ///< the longest of an enroller that was let in itself
inline constexpr std::uint64_t ticket_uses_granted = 1'000; ///< of the same: a large site
inline constexpr std::chrono::hours credential_lifetime{
    4}; ///< an authority is asked about those it confirms anyway; what cannot ask learns so
inline constexpr std::chrono::hours former_members_kept{
    24 * 30}; ///< that somebody was a member once: older credentials have long expired
inline constexpr std::size_t members_checked_max =
    1'000; ///< that a node asks about at once: each costs a look-up
inline constexpr auto member_store_patience =
    5s; ///< of an authority for its turn to write: who asked waits for 10 s
inline constexpr std::size_t authority_request_size_max =
    64 * kib; ///< bytes: members_checked_max identifiers, or attributes_size_max
inline constexpr std::size_t authority_requests_max = 1024, ///< that wait for the members' store
    authority_requests_per_peer_max = 16;
inline constexpr std::size_t strangers_requests_max = 256, ///< of those, of strangers, and
    strangers_requests_per_link_max = 16; ///< then the newest of the busiest link gives way
inline constexpr auto member_look_period =
    1s; ///< between an authority's looks what other processes changed in its store
inline constexpr std::chrono::milliseconds member_look_pause =
    100ms; ///< after a look, in which whoever was not in the store is no member: anybody may ask
inline constexpr auto member_look_max =
    5s; ///< that an authority answers from what it saw last; then it does not know
inline constexpr long refusals_waiting_max =
    1024; ///< that an authority has not looked at: it may be in the middle of a write
inline constexpr auto refusals_write_period = 1s, ///< between two writes of what was refused
    refusals_count_period = 10s; ///< in which refusals of a kind are counted after the first few
inline constexpr std::size_t refusals_of_kind_max = 4, ///< written down in full
    refusal_kinds_max = 64; ///< told apart in a period; there are about 20
inline constexpr std::size_t audit_entries_max = 100'000; ///< then the oldest one goes
inline constexpr std::size_t audit_text_max = 256; ///< bytes of a part of an entry; then it is cut

// -- being a member of a project
// -----------------------------------------------------------------------------------------------
inline constexpr auto authority_timeout = 15s; ///< for an answer: route_timeout, then a message
inline constexpr std::size_t authority_questions_max = 64; ///< of one node that wait for an answer
inline constexpr std::chrono::seconds credential_retry_min = 10s,
                                      credential_retry_max = 15s; ///< spec wire §7.6; at random
inline constexpr auto credential_hurry =
    1s; ///< after a failure, when somebody needs a credential now: they may have enrolled since
inline constexpr auto membership_look =
    5s; ///< between two questions of a node what it is itself, if it asks about nobody else
inline constexpr auto membership_look_rare =
    60s; ///< of an authority that does not know the question: it may be another one by then

// -- relays
// -----------------------------------------------------------------------------------------------
inline constexpr std::size_t relays_max = 10000, relays_per_link_max = 2048;
inline constexpr auto owner_heard_max =
    15s; ///< ago: an owner that was heard of since needs not be asked whether it is there
inline constexpr auto owner_answer_timeout =
    3s; ///< for an owner that is asked; then somebody else has the name
inline constexpr std::chrono::milliseconds owner_look_period =
    3s; ///< between two looks at which owners were heard of; 10 000 cost 10 ms
inline constexpr std::size_t owners_asked_max =
    256; ///< at once: a name and a registration are remembered for each, for owner_answer_timeout
inline constexpr auto name_reserved =
    10min; ///< for an owner that proved who it is, after its relay has ended: it reboots, or moves
inline constexpr auto conflict_shown =
    10min; ///< that somebody else wanted the name of a relay; then it may be over
inline constexpr std::size_t names_reserved_max =
    relays_max; ///< 200 bytes each; more are not reserved
inline constexpr std::size_t names_written_max =
    16; ///< each owner_look_period: a write waits for the disk, and others wait for it
inline constexpr auto registration_timeout = 10s;
inline constexpr auto isolation_look_period =
    1s; ///< for which a relay of an isolated project remembers whether a member may reach its owner
inline constexpr auto relay_farewell =
    500ms; ///< between the end of a relay and that of what it led to: streams say goodbye

// -- actors
// -----------------------------------------------------------------------------------------------
inline constexpr std::size_t node_threads_usual_max =
    4; ///< for the sockets of links, one per two cores: the reactor feeds no more
inline constexpr std::size_t node_threads_max = 64; ///< that somebody may ask for
inline constexpr std::size_t scheduler_threads =
    1; ///< slow work only; the data path runs on the reactor
inline constexpr std::size_t scheduler_throughput =
    64; ///< messages an actor takes before others get their turn
inline constexpr std::size_t mailbox_messages_max =
    4096; ///< waiting for a worker outside the reactor; more are dropped
inline constexpr std::size_t mailbox_bytes_max = 16 * mib;

// -- control
// ----------------------------------------------------------------------------------------------
inline constexpr std::size_t control_threads =
    4; ///< requests at once; some wait for the network, and one that looks should not wait for them
inline constexpr std::size_t control_connections_max =
    256; ///< at once; more are closed: a script that starts hundreds of commands waits
inline constexpr auto http_thread_idle_max = 10s; ///< of a thread of either server; then it ends
inline constexpr std::size_t control_body_max = 1 * mib;
inline constexpr std::size_t control_request_max =
    4 * mib; ///< bytes of a request in all: past control_body_max it is read to be refused politely
inline constexpr std::size_t control_path_max = 1 * kib; ///< bytes; holds a name of any resource
inline constexpr int control_backlog = 128;              ///< commands that connect at once
inline constexpr auto control_read_timeout = 5s, control_reply_timeout = 30s;
inline constexpr auto message_reply_timeout = 10s; ///< of `message send`, spec cli §1.4
inline constexpr auto echo_timeout = 5s; ///< of `route ping` and `route trace`, for each hop
inline constexpr std::size_t ping_count = 5, ping_count_max = 10'000; ///< of `route ping`
inline constexpr std::chrono::milliseconds ping_interval = 200ms, ///< so that five take a second
    ping_batch = 2s; ///< of echoes that a node answers for at once, while somebody watches
inline constexpr auto node_start_timeout = 10s; ///< from fork to ready
inline constexpr auto ending_process_max =
    2s; ///< of a killed node, until the kernel has closed its files: 1 ms per 10 MB
inline constexpr auto ending_process_poll = 2ms; ///< between two looks at it
inline constexpr std::size_t name_size_max = 64; ///< of a node, a vault, an identity
inline constexpr auto restore_patience =
    5s; ///< of a node that starts with what was declared: it says within node_start_timeout that it
        ///< answers, and the rest follows
inline constexpr std::chrono::milliseconds declaration_retry_min = 1s,
                                           declaration_retry_max =
                                               30s; ///< to restore what could not be; doubled
inline constexpr auto state_busy_timeout =
    10s; ///< of a command for its turn to write; a write takes milliseconds

// -- status server and diagnosis
// -----------------------------------------------------------------------------------------------
inline constexpr std::size_t status_connections_max =
    32; ///< at once, each with a thread while it is served; more are closed: who is slow keeps no probe waiting
inline constexpr int status_answer_reuse =
    4; ///< times as long as a node took to describe itself the answer is used again: whoever asks, at most a fifth of its time goes into it
inline constexpr std::size_t status_request_max = 16 * kib; ///< bytes; heads of browsers fit
inline constexpr auto status_read_timeout = 2s, ///< of a request, from the first byte to the last
    status_reply_timeout = 2s;                  ///< of the node; then it does not answer
inline constexpr auto watch_interval = 1s;      ///< of `status --watch`
inline constexpr auto doctor_timeout = 3s;      ///< of each thing that `doctor` asks
inline constexpr std::size_t disk_free_min = 64 * mib; ///< bytes: a log's files and the store's
inline constexpr std::size_t descriptors_min = 4096;   ///< a node that serves a few hundred streams
inline constexpr auto credential_ending = 10min;       ///< before it ends, when `doctor` says so

// -- log
// ------------------------------------------------------------------------------------------------
inline constexpr std::size_t log_size_max = 10 * mib, log_files_max = 10;
inline constexpr std::size_t log_text_max = 1 * kib; ///< bytes of a line; longer ones are cut
inline constexpr std::size_t log_queue_max =
    1024; ///< lines that wait for the disk; then the oldest one gives way
inline constexpr auto log_limit_period = 60s; ///< between two lines of one key
inline constexpr std::size_t log_keys_max =
    1024; ///< keys remembered; kinds of lines are about 60, some with an alias of ours
inline constexpr std::size_t log_bytes_per_second =
    512; ///< of lines that others can cause, for kinds and for events: the log of 100 MB lasts a day
inline constexpr std::size_t log_bytes_burst =
    64 * kib; ///< of the same at once: a hub that starts, and hundreds of its relays and channels
inline constexpr std::size_t log_line_overhead =
    40; ///< bytes of time and level, and of the end of a line

// -- files of topologies
// ---------------------------------------------------------------------------------------------
inline constexpr std::size_t document_size_max =
    512 * kib; ///< bytes: thousands of resources; the parser needs 100 times that
inline constexpr std::size_t document_depth_max = 16; ///< the grammar has 6 levels
inline constexpr std::size_t document_values_max =
    100'000; ///< words, lists and maps, once aliases stand for copies
inline constexpr std::size_t variables_max = 1'000, ///< that a file declares
    variable_size_max = 4 * kib;                    ///< bytes of a value
inline constexpr std::chrono::milliseconds status_look_period =
    50ms; ///< of a command that waits for nodes to have what a file says: a look takes one of them

// -- command line
// -----------------------------------------------------------------------------------------
inline constexpr std::size_t route_text_size_max =
    8 * kib; ///< bytes of a route on standard input; 16 addresses of 256 bytes fit twice
inline constexpr std::chrono::milliseconds
    waiting_note_after =
        1s, ///< before a command says on a terminal for what it waits: people start to wonder
    waiting_note_unseen_after =
        5s; ///< and where standard error is none: logs want to know of what is long only

} // namespace ockam::config
