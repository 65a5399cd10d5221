// An API as a user would declare it, with every place a field of a request or an answer can have.
#pragma once

#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

namespace widgets {

using databricks::boxed;
using databricks::Endpoint;
using databricks::list;
using databricks::map;
using databricks::open_enum;
using databricks::optional;

enum class Color { RED, GREEN };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN)

struct Range {
  optional<std::int64_t> from{};
  list<std::string> units{};
};
BOOST_DESCRIBE_STRUCT(Range, (), (from, units))

struct Widget {
  std::string id{};
  optional<int> size{};
  open_enum<Color> color{};
  boxed<Range> range{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, size, color, range))

struct GetWidget {
  std::string id{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id))

struct FindWidgets {
  optional<bool> active{};
  optional<int> limit{};
  optional<double> weight{};
  list<std::string> ids{};
  open_enum<Color> color{};
  boxed<Range> range{};
  map<std::string> labels{};
  optional<databricks::Timestamp> since{};
  optional<std::string> page_token{};
};
BOOST_DESCRIBE_STRUCT(FindWidgets, (), (active, limit, weight, ids, color, range, labels, since, page_token))

struct WidgetList {
  list<Widget> widgets{};
  optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(WidgetList, (), (widgets, next))

struct UpdateWidget {
  std::string id{};
  optional<std::string> mask{};
  boxed<Widget> widget{};
};
BOOST_DESCRIBE_STRUCT(UpdateWidget, (), (id, mask, widget))

struct NamedResource {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(NamedResource, (), (name))

struct PutBlob {
  std::string path{};
  optional<bool> overwrite{};
  databricks::Source contents{};
};
BOOST_DESCRIBE_STRUCT(PutBlob, (), (path, overwrite, contents))

struct GetBlob {
  std::string path{};
};
BOOST_DESCRIBE_STRUCT(GetBlob, (), (path))

struct Blob {
  optional<std::int64_t> content_length{};
  optional<std::string> etag{};
  databricks::Bytes contents{};
};
BOOST_DESCRIBE_STRUCT(Blob, (), (content_length, etag, contents))

struct BlobMetadata {
  optional<std::int64_t> content_length{};
  optional<std::string> etag{};
};
BOOST_DESCRIBE_STRUCT(BlobMetadata, (), (content_length, etag))

struct Session {
  optional<std::string> trace{};
  optional<std::string> session{};
};
BOOST_DESCRIBE_STRUCT(Session, (), (trace, session))

}  // namespace widgets

template <>
inline constexpr auto databricks::wire_names<widgets::Blob> =
    std::array<std::string_view, 3>{"content-length", "etag", "contents"};
template <>
inline constexpr auto databricks::wire_names<widgets::BlobMetadata> =
    std::array<std::string_view, 2>{"content-length", "etag"};

namespace widgets {

struct Widgets : databricks::Service {
  using Service::Service;
  Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get{*this};
  Endpoint<"GET /api/2.0/widgets/special", void, Widget> special{*this};
  Endpoint<"GET /api/2.0/widgets", FindWidgets, WidgetList,
           databricks::Pages<Widget, "widgets", databricks::Token<"page_token", "next">>>
      list{*this};
  Endpoint<"POST /api/2.0/widgets", Widget, Widget> create{*this};
  Endpoint<"PATCH /api/2.0/widgets/{id}", UpdateWidget, Widget, databricks::Query<"mask">, databricks::Body<"widget">>
      update{*this};
  Endpoint<"DELETE /api/2.0/widgets/{id}", GetWidget, void> delete_{*this};
  Endpoint<"POST /api/2.0/widgets/{id}/reset", GetWidget, void, databricks::Accept<"application/json">> reset{*this};
  Endpoint<"GET /api/2.0/things/{+name}", NamedResource, Widget> get_thing{*this};
  Endpoint<"GET /api/2.0/things/{+name}", NamedResource, Widget> get_same_thing{*this};
  Endpoint<"GET /api/2.0/things/{+name}:query", NamedResource, Widget> query_thing{*this};
  Endpoint<"GET /api/2.0/things/{+name}/parts", NamedResource, Widget> list_parts{*this};
  Endpoint<"GET /api/2.0/accounts/{config.account_id}/widgets/{id}", GetWidget, Widget> account_get{*this};
  Endpoint<"PUT /api/2.0/blobs{+path}", PutBlob, void, databricks::Query<"overwrite">,
           databricks::Body<"contents", "application/octet-stream">>
      upload{*this};
  Endpoint<"GET /api/2.0/blobs{+path}", GetBlob, Blob, databricks::Accept<"application/octet-stream">,
           databricks::ResponseHeaders<"content-length", "etag">>
      download{*this};
  Endpoint<"HEAD /api/2.0/blobs{+path}", GetBlob, BlobMetadata, databricks::Accept<"">,
           databricks::ResponseHeaders<"content-length", "etag">>
      metadata{*this};
  Endpoint<"POST /api/2.0/session", Session, Session, databricks::RequestHeaders<"trace">,
           databricks::Cookies<"session">>
      session{*this};
  Endpoint<"GET /api/2.0/ids", void, std::vector<std::string>> ids{*this};
};
BOOST_DESCRIBE_STRUCT(Widgets, (),
                      (get, special, list, create, update, delete_, reset, get_thing, get_same_thing, query_thing,
                       list_parts, account_get, upload, download, metadata, session, ids))

}  // namespace widgets
