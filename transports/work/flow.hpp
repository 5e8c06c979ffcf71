// A flow is where messages entered this node: a link, or a secure channel; a channel inside a link
// is a flow of its own. A message carries its flow wherever it goes in this node, and never out of
// it; a message without a flow is the node's own. The `reach` of an address says who may name it
// first; beyond that a flow may name what it has learnt (transports/work/reach_table.hpp):
//   exits teach    what leaves through a flow names the way back to it: learn_way_back(), port.hpp
//   entries ask    directory::route asks for each local hop of a message that has a flow
// A flow is made, taught and asked on the node's reactor; the last message that holds it may be
// destroyed elsewhere.
#pragma once
#include "transports/work/company.hpp"
#include "transports/work/reach_table.hpp"
#include "wire/messages/identifier.hpp"

#include <memory>
#include <optional>
#include <string>

namespace ockam::transports {

class flow : public caf::ref_counted {
public:
  /// What a reach_rule may ask of a flow.
  struct facts {
    std::string name;      ///< the address of the link, or of the channel's encryptor
    bool loopback = false; ///< whether both ends of the link at the bottom are on this machine
    bool accepted = false; ///< whether a peer began that link
    /// Whether it is a channel begun by a peer at a listener for some only.
    bool authorized = false;
    /// Who is behind a channel that a peer began; none for links and for our own channels.
    std::optional<wire::identifier> peer{};
    /// The link at the bottom, and what it is counted by: link_table::source(). None: there is none.
    caf::actor_id link = 0;
    std::shared_ptr<const std::string> source{};
    std::shared_ptr<const std::string> from{}; ///< address of the peer of that link, as IP:PORT
    std::shared_ptr<company> with{};           ///< of that link; none if there is none
    /// Whether it is the link by which the next process of this node passes on what it does not know.
    bool of_successor = false;
  };

  explicit flow(facts about) : about_(std::move(about)) {}

  const facts& about() const noexcept { return about_; }
  /// The link that a channel runs over may change. None: it begins and ends in this node.
  void lie_on(const flow* below, bool afar) noexcept {
    about_.loopback = !afar && (!below || below->about_.loopback);
    about_.accepted = !below || below->about_.accepted;
    about_.link = below ? below->about_.link : 0;
    if (below && about_.with != below->about_.with) about_.with = below->about_.with;
    if (below && about_.source != below->about_.source) about_.source = below->about_.source;
    if (below && about_.from != below->about_.from) about_.from = below->about_.from;
  }
  /// Whoever is at the other end of the link passes on what comes from other machines.
  void comes_from_afar() noexcept { about_.loopback = false; }
  /// Its link or channel is gone: it has learnt nothing any more, and never will.
  void end() noexcept {
    ended_ = true;
    learnt_.clear();
  }
  /// Its peer has finished the connection: what still comes was sent before, and no answer is heard.
  void nobody_hears() noexcept { heard_ = false; }
  bool is_heard() const noexcept { return heard_; }
  void learn(reachable& what, const marks& by) {
    if (!ended_) learnt_.learn(what, by);
  }
  reach_table& learnt() noexcept { return learnt_; }

private:
  facts about_;
  reach_table learnt_;
  bool ended_ = false;
  bool heard_ = true;
};
using flow_ptr = caf::intrusive_ptr<flow>;

/// Says who may name an address, where neither everybody nor nobody may.
class reach_rule {
public:
  virtual ~reach_rule() = default;
  virtual bool admits(const flow&) const = 0;
  /// A message of that flow was refused. The rule may tell the operator which option would have let
  /// it in.
  virtual void refused(const flow&) const {}
};

/// Who may name an address first on the onward route of a message. The node itself always may, and
/// so may a flow that has learnt it.
class reach {
public:
  /// Everybody may: the worker has rules of its own, or needs none.
  static reach everybody() { return reach{kind::everybody, {}}; }
  /// Nobody else may: for links, ends of channels and streams, whatever waits for an answer.
  static reach who_learnt_it() { return reach{kind::learnt, {}}; }
  /// Neither, but the next process of this node passes on what others send by names that it has now.
  static reach stream() { return reach{kind::stream, {}}; }
  static reach ruled(std::shared_ptr<const reach_rule> by) {
    return reach{kind::ruled, std::move(by)};
  }

  bool admits(const flow& f) const {
    if (kind_ == kind::ruled) return rule_->admits(f);
    return kind_ == kind::everybody || (kind_ == kind::stream && f.about().of_successor);
  }
  const reach_rule* rule() const noexcept { return rule_.get(); }
  /// What `worker list` says: everybody, learnt, ruled.
  std::string_view name() const noexcept {
    if (kind_ == kind::ruled) return "ruled";
    return kind_ == kind::everybody ? "everybody" : "learnt";
  }

private:
  enum class kind : unsigned char { everybody, learnt, stream, ruled };
  reach(kind k, std::shared_ptr<const reach_rule> by) : kind_(k), rule_(std::move(by)) {}

  kind kind_;
  std::shared_ptr<const reach_rule> rule_;
};

} // namespace ockam::transports
