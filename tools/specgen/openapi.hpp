// An OpenAPI document as described structs: what the SDK's own JSON reader fills. Only what says something about
// types and calls is declared; annotations.cpp knows the other keywords.
#pragma once

#include <databricks/describe.hpp>
#include <databricks/field.hpp>
#include <databricks/json.hpp>
#include <databricks/reflect.hpp>
#include <databricks/value.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace specgen::openapi {

using databricks::boxed;
using databricks::list;
using databricks::map;
using databricks::optional;
using databricks::RawJson;

/// A JSON Schema. `type` is a name or a list of names, `additionalProperties` a schema or a boolean.
struct Schema {
  optional<std::string> ref{};
  optional<RawJson> type{};
  optional<std::string> format{};
  optional<bool> nullable{};
  map<Schema> properties{};
  list<std::string> required{};
  list<RawJson> enumeration{};
  optional<RawJson> constant{};
  boxed<Schema> items{};
  optional<RawJson> additional_properties{};
  list<Schema> all_of{};
  list<Schema> any_of{};
  list<Schema> one_of{};
  optional<RawJson> discriminator{};
  optional<bool> read_only{};
  optional<bool> deprecated{};
  optional<bool> any{};
};
BOOST_DESCRIBE_STRUCT(Schema, (),
                      (ref, type, format, nullable, properties, required, enumeration, constant, items,
                       additional_properties, all_of, any_of, one_of, discriminator, read_only, deprecated, any))

struct MediaType {
  boxed<Schema> schema{};
};
BOOST_DESCRIBE_STRUCT(MediaType, (), (schema))

struct Header {
  optional<std::string> ref{};
  boxed<Schema> schema{};
};
BOOST_DESCRIBE_STRUCT(Header, (), (ref, schema))

struct Parameter {
  optional<std::string> ref{};
  optional<std::string> name{};
  optional<std::string> in{};
  optional<bool> required{};
  optional<bool> deprecated{};
  optional<std::string> style{};
  optional<bool> explode{};
  boxed<Schema> schema{};
  optional<std::string> from_config{};
  optional<bool> multi_segment{};
};
BOOST_DESCRIBE_STRUCT(Parameter, (),
                      (ref, name, in, required, deprecated, style, explode, schema, from_config, multi_segment))

struct RequestBody {
  optional<std::string> ref{};
  map<MediaType> content{};
  optional<bool> required{};
};
BOOST_DESCRIBE_STRUCT(RequestBody, (), (ref, content, required))

struct Response {
  optional<std::string> ref{};
  map<MediaType> content{};
  map<Header> headers{};
};
BOOST_DESCRIBE_STRUCT(Response, (), (ref, content, headers))

struct Token {
  optional<std::string> request{};
  optional<std::string> response{};
};
BOOST_DESCRIBE_STRUCT(Token, (), (request, response))

struct Pagination {
  optional<Token> token{};
  optional<std::string> offset{};
  optional<std::int64_t> start{};
  optional<std::int64_t> increment{};
  optional<std::string> limit{};
  optional<std::int64_t> limit_default{};
  optional<std::string> results{};
  optional<bool> inline_{};
};
BOOST_DESCRIBE_STRUCT(Pagination, (), (token, offset, start, increment, limit, limit_default, results, inline_))

/// Which field of the request or of the answer supplies an argument of a poll.
struct Source {
  optional<std::string> request{};
  optional<std::string> response{};
};
BOOST_DESCRIBE_STRUCT(Source, (), (request, response))

struct Wait {
  optional<std::string> name{};
  optional<std::string> poll{};
  map<Source> binding{};
  optional<std::string> bind{};
  list<std::string> field{};
  list<std::string> message{};
  list<std::string> success{};
  list<std::string> failure{};
  optional<std::int64_t> timeout{};
};
BOOST_DESCRIBE_STRUCT(Wait, (), (name, poll, binding, bind, field, message, success, failure, timeout))

struct LongRunning {
  optional<std::string> poll{};
  map<Source> binding{};
  optional<std::string> done{};
  optional<std::string> error{};
  optional<std::string> response{};
  optional<std::string> metadata{};
  boxed<Schema> response_type{};
  boxed<Schema> metadata_type{};
};
BOOST_DESCRIBE_STRUCT(LongRunning, (), (poll, binding, done, error, response, metadata, response_type, metadata_type))

struct DataPlane {
  optional<std::string> config_method{};
  list<std::string> field{};
};
BOOST_DESCRIBE_STRUCT(DataPlane, (), (config_method, field))

struct Idempotency {
  optional<std::string> field{};
};
BOOST_DESCRIBE_STRUCT(Idempotency, (), (field))

struct Server {
  optional<std::string> url{};
  optional<RawJson> variables{};
};
BOOST_DESCRIBE_STRUCT(Server, (), (url, variables))

struct Operation {
  optional<std::string> operation_id{};
  list<std::string> tags{};
  list<Parameter> parameters{};
  optional<RequestBody> request_body{};
  map<Response> responses{};
  list<Server> servers{};
  optional<bool> deprecated{};
  optional<std::string> verb{};
  optional<std::string> request_type_name{};
  optional<std::string> response_type_name{};
  optional<std::string> body_field{};
  list<std::string> required_order{};
  optional<Idempotency> idempotency{};
  optional<Pagination> pagination{};
  list<std::string> id{};
  list<std::string> name{};
  optional<bool> shortcut{};
  optional<Wait> wait{};
  optional<LongRunning> lro{};
  optional<DataPlane> dataplane{};
  optional<std::string> path_style{};
};
BOOST_DESCRIBE_STRUCT(Operation, (),
                      (operation_id, tags, parameters, request_body, responses, servers, deprecated, verb,
                       request_type_name, response_type_name, body_field, required_order, idempotency, pagination, id,
                       name, shortcut, wait, lro, dataplane, path_style))

struct PathItem {
  optional<Operation> get{};
  optional<Operation> head{};
  optional<Operation> post{};
  optional<Operation> put{};
  optional<Operation> patch{};
  optional<Operation> delete_{};
  optional<Operation> options{};
  list<Parameter> parameters{};
  list<Server> servers{};
  list<Operation> additional{};
};
BOOST_DESCRIBE_STRUCT(PathItem, (), (get, head, post, put, patch, delete_, options, parameters, servers, additional))

struct ServiceTag {
  optional<std::string> name{};
  optional<std::string> package{};
  optional<std::string> service{};
  optional<bool> is_accounts{};
  optional<std::string> accessor{};
  optional<std::string> parent{};
  optional<std::string> control_plane{};
  optional<std::string> path_style{};
  optional<bool> deprecated{};
};
BOOST_DESCRIBE_STRUCT(ServiceTag, (),
                      (name, package, service, is_accounts, accessor, parent, control_plane, path_style, deprecated))

struct Info {
  optional<std::string> title{};
};
BOOST_DESCRIBE_STRUCT(Info, (), (title))

struct Components {
  map<Schema> schemas{};
  map<Parameter> parameters{};
  map<RequestBody> request_bodies{};
  map<Response> responses{};
  map<Header> headers{};
};
BOOST_DESCRIBE_STRUCT(Components, (), (schemas, parameters, request_bodies, responses, headers))

struct Document {
  optional<std::string> openapi{};
  Info info{};
  list<Server> servers{};
  list<ServiceTag> tags{};
  map<PathItem> paths{};
  Components components{};
};
BOOST_DESCRIBE_STRUCT(Document, (), (openapi, info, servers, tags, paths, components))

}  // namespace specgen::openapi

// Their names in the document, in the order of description.
namespace databricks {

template <>
inline constexpr auto wire_names<specgen::openapi::Schema> = std::array<std::string_view, 17>{"$ref",
                                                                                              "type",
                                                                                              "format",
                                                                                              "nullable",
                                                                                              "properties",
                                                                                              "required",
                                                                                              "enum",
                                                                                              "const",
                                                                                              "items",
                                                                                              "additionalProperties",
                                                                                              "allOf",
                                                                                              "anyOf",
                                                                                              "oneOf",
                                                                                              "discriminator",
                                                                                              "readOnly",
                                                                                              "deprecated",
                                                                                              "x-databricks-any"};
template <>
inline constexpr auto wire_names<specgen::openapi::Header> = std::array<std::string_view, 2>{"$ref", "schema"};
template <>
inline constexpr auto wire_names<specgen::openapi::Parameter> =
    std::array<std::string_view, 10>{"$ref",
                                     "name",
                                     "in",
                                     "required",
                                     "deprecated",
                                     "style",
                                     "explode",
                                     "schema",
                                     "x-databricks-from-config",
                                     "x-databricks-multi-segment"};
template <>
inline constexpr auto wire_names<specgen::openapi::RequestBody> =
    std::array<std::string_view, 3>{"$ref", "content", "required"};
template <>
inline constexpr auto wire_names<specgen::openapi::Response> =
    std::array<std::string_view, 3>{"$ref", "content", "headers"};
template <>
inline constexpr auto wire_names<specgen::openapi::Pagination> = camel_case;
template <>
inline constexpr auto wire_names<specgen::openapi::LongRunning> = camel_case;
template <>
inline constexpr auto wire_names<specgen::openapi::DataPlane> = camel_case;
template <>
inline constexpr auto wire_names<specgen::openapi::Operation> =
    std::array<std::string_view, 21>{"operationId",
                                     "tags",
                                     "parameters",
                                     "requestBody",
                                     "responses",
                                     "servers",
                                     "deprecated",
                                     "x-databricks-verb",
                                     "x-databricks-request-type-name",
                                     "x-databricks-response-type-name",
                                     "x-databricks-body-field",
                                     "x-databricks-required-order",
                                     "x-databricks-idempotency",
                                     "x-databricks-pagination",
                                     "x-databricks-id",
                                     "x-databricks-name",
                                     "x-databricks-shortcut",
                                     "x-databricks-wait",
                                     "x-databricks-lro",
                                     "x-databricks-dataplane",
                                     "x-databricks-path-style"};
template <>
inline constexpr auto wire_names<specgen::openapi::PathItem> = std::array<std::string_view, 10>{
    "get",    "head",    "post",       "put",     "patch",
    "delete", "options", "parameters", "servers", "x-databricks-additional-operations"};
template <>
inline constexpr auto wire_names<specgen::openapi::ServiceTag> =
    std::array<std::string_view, 9>{"name",
                                    "x-databricks-package",
                                    "x-databricks-service",
                                    "x-databricks-is-accounts",
                                    "x-databricks-accessor",
                                    "x-databricks-parent-service",
                                    "x-databricks-controlplane",
                                    "x-databricks-path-style",
                                    "deprecated"};
template <>
inline constexpr auto wire_names<specgen::openapi::Components> = camel_case;

}  // namespace databricks
