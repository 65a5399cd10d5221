// The calls that a statement makes.
#pragma once

#include "ext/sql_answer.hpp"

#include <databricks/client.hpp>

#include <cstdint>
#include <stop_token>
#include <string>

namespace databricks::detail {

/// They throw what calls throw.
StatementAnswer execute_statement(const Client& client, const sql::ExecuteStatementRequest& request,
                                  const std::stop_token& stop);
StatementAnswer get_statement(const Client& client, const std::string& id, const std::stop_token& stop);
ChunkAnswer get_chunk(const Client& client, const std::string& id, std::int64_t index, const std::stop_token& stop);
/// Asks once, and does not wait long; whether the service heard it is not told.
void cancel_statement(const Client& client, const std::string& id) noexcept;

/// The body behind a presigned link. The client's credentials are not sent. Throws what calls throw; the link is in
/// none of their texts.
std::string fetch_link(const Client& client, const sql::ExternalLink& link, const std::stop_token& stop);

}  // namespace databricks::detail
