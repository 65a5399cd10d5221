// The typed details of an error answer: google.rpc messages (https://cloud.google.com/apis/design/errors), described
// structs like all models.
#pragma once

#include <databricks/field.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace databricks {

namespace rpc {

struct ErrorInfo {
  std::string reason{};
  std::string domain{};
  map<std::string> metadata{};
};
struct RequestInfo {
  std::string request_id{};
  std::string serving_data{};
};
struct RetryInfo {
  Duration retry_delay{};
};
struct DebugInfo {
  list<std::string> stack_entries{};
  std::string detail{};
};
struct QuotaViolation {
  std::string subject{};
  std::string description{};
};
struct QuotaFailure {
  list<QuotaViolation> violations{};
};
struct PreconditionViolation {
  std::string type{};
  std::string subject{};
  std::string description{};
};
struct PreconditionFailure {
  list<PreconditionViolation> violations{};
};
struct FieldViolation {
  std::string field{};
  std::string description{};
};
struct BadRequest {
  list<FieldViolation> field_violations{};
};
struct ResourceInfo {
  std::string resource_type{};
  std::string resource_name{};
  std::string owner{};
  std::string description{};
};
struct HelpLink {
  std::string description{};
  std::string url{};
};
struct Help {
  list<HelpLink> links{};
};

BOOST_DESCRIBE_STRUCT(ErrorInfo, (), (reason, domain, metadata))
BOOST_DESCRIBE_STRUCT(RequestInfo, (), (request_id, serving_data))
BOOST_DESCRIBE_STRUCT(RetryInfo, (), (retry_delay))
BOOST_DESCRIBE_STRUCT(DebugInfo, (), (stack_entries, detail))
BOOST_DESCRIBE_STRUCT(QuotaViolation, (), (subject, description))
BOOST_DESCRIBE_STRUCT(QuotaFailure, (), (violations))
BOOST_DESCRIBE_STRUCT(PreconditionViolation, (), (type, subject, description))
BOOST_DESCRIBE_STRUCT(PreconditionFailure, (), (violations))
BOOST_DESCRIBE_STRUCT(FieldViolation, (), (field, description))
BOOST_DESCRIBE_STRUCT(BadRequest, (), (field_violations))
BOOST_DESCRIBE_STRUCT(ResourceInfo, (), (resource_type, resource_name, owner, description))
BOOST_DESCRIBE_STRUCT(HelpLink, (), (description, url))
BOOST_DESCRIBE_STRUCT(Help, (), (links))

}  // namespace rpc

/// One slot per type; of several entries of one type the last is kept.
struct ErrorDetails {
  std::optional<rpc::ErrorInfo> error_info{};
  std::optional<rpc::RequestInfo> request_info{};
  std::optional<rpc::RetryInfo> retry_info{};
  std::optional<rpc::DebugInfo> debug_info{};
  std::optional<rpc::QuotaFailure> quota_failure{};
  std::optional<rpc::PreconditionFailure> precondition_failure{};
  std::optional<rpc::BadRequest> bad_request{};
  std::optional<rpc::ResourceInfo> resource_info{};
  std::optional<rpc::Help> help{};
  std::vector<rpc::ErrorInfo> all_error_infos{};  // every one, in order
  std::vector<RawJson> unknown_details{};         // entries of other types or shapes, unchanged
};

}  // namespace databricks
