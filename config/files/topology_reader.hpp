// Makes a topology of the values of a document, one section after the other.
#pragma once
#include "config/files/topology.hpp"

#include <optional>

namespace ockam::config {

class topology_reader {
public:
  topology into;

  /// REQUIRES: `variables:` is not among the members any more.
  status top(const document_value& root, topology_scope);

  /// As add_on_node().
  static on_node* add(topology&, std::string_view plural);

private:
  struct section;
  static const std::vector<section>& home_sections();
  static const std::vector<section>& node_sections();
  static const section* find(const std::vector<section>& among, std::string_view name);
  static status is_node_key(const document_member& given, bool at_top);
  static bool is_one(const section&, const document_value& map);
  static void put_first(const resource& made, document_member name, document_value& map);

  status top_key(const document_member& given, document_value& of_node);
  status hubs(const document_value&);
  status projects(const document_value&);
  status read(const section&, const document_value&);
  status named(const section&, const std::string& name, const position&, const document_value&);
  status one(const section&, std::optional<document_member> name, document_value map);
  status node_with_sections(const section&, std::optional<document_member>& name,
                            const document_value& map);

  bool is_of_node_ = false; ///< set when the top has keys of a node
  std::string inside_;      ///< name of the node whose sections are being read
};

} // namespace ockam::config
