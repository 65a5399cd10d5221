// Help, from the tables, and which arguments an operation takes by position.
#pragma once

#include "cli/commands.hpp"

#include <string>
#include <vector>

namespace databricks::detail::cli {

/// The fields that are given by position, in their order: those in the path and other required ones, where the
/// operation has a path parameter or a single argument.
std::vector<const Field*> positional_fields(const EndpointTable& endpoint);
/// `CLUSTER_ID`
std::string placeholder(const Field& field);

/// A few lines: how the program is used.
std::string usage(const CommandLineContext& context);

void print_help(const Session& session);
void print_service_help(const Session& session, const ServiceTable& service);
void print_method_help(const Session& session, const ServiceTable& service, const MethodTable& method);

}  // namespace databricks::detail::cli
