// Packages written by hand, with one operation of every kind, and a program run against a server on loopback.
#pragma once

#include "recording_server.hpp"
#include "virtual_clock.hpp"

#include <databricks/command_line.hpp>
#include <databricks/package.hpp>

#include <mutex>
#include <sstream>
#include <vector>

namespace shop {

using databricks::Endpoint;
using databricks::list;
using databricks::map;
using databricks::open_enum;
using databricks::optional;

enum class Color { RED, GREEN };
BOOST_DESCRIBE_ENUM(Color, RED, GREEN)

struct Range {
  optional<int> max_size{};
  optional<int> min_size{};
};
BOOST_DESCRIBE_STRUCT(Range, (), (max_size, min_size))

struct Widget {
  std::string id{};
  std::string name{};
  optional<int> size{};
  open_enum<Color> color{};
  map<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(Widget, (), (id, name, size, color, tags))

struct CreateWidget {
  std::string name{};
  databricks::boxed<Range> autoscale{};
  open_enum<Color> color{};
  optional<bool> dry_run{};
  optional<std::string> display_name{};
  list<std::string> labels{};
  optional<std::string> namespace_{};
  list<Range> ranges{};
  optional<int> size{};
  optional<std::string> state{};
  map<std::string> tags{};
};
BOOST_DESCRIBE_STRUCT(CreateWidget, (),
                      (name, autoscale, color, dry_run, display_name, labels, namespace_, ranges, size, state, tags))

struct GetWidget {
  std::string id{};
  optional<bool> verbose{};
};
BOOST_DESCRIBE_STRUCT(GetWidget, (), (id, verbose))

struct EditWidget {
  std::string id{};
  std::string name{};
  optional<int> size{};
};
BOOST_DESCRIBE_STRUCT(EditWidget, (), (id, name, size))

struct PinWidget {
  std::string widget_id{};
};
BOOST_DESCRIBE_STRUCT(PinWidget, (), (widget_id))

struct ListWidgets {
  optional<std::string> page_token{};
};
BOOST_DESCRIBE_STRUCT(ListWidgets, (), (page_token))

struct WidgetList {
  list<Widget> widgets{};
  optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(WidgetList, (), (widgets, next))

struct Conf : map<std::string> {
  using map<std::string>::map;
};

struct Upload {
  std::string file_path{};
  databricks::Source contents{};
  optional<bool> overwrite{};
};
BOOST_DESCRIBE_STRUCT(Upload, (), (file_path, contents, overwrite))

struct Path {
  std::string file_path{};
};
BOOST_DESCRIBE_STRUCT(Path, (), (file_path))

struct Download {
  optional<std::string> content_type{};
  databricks::Bytes contents{};
};
BOOST_DESCRIBE_STRUCT(Download, (), (content_type, contents))

struct Metadata {
  optional<std::string> last_modified{};
};
BOOST_DESCRIBE_STRUCT(Metadata, (), (last_modified))

struct OperationError {
  optional<std::string> error_code{};
  optional<std::string> message{};
};
BOOST_DESCRIBE_STRUCT(OperationError, (), (error_code, message))

struct LongOperation {
  optional<std::string> name{};
  optional<bool> done{};
  databricks::boxed<OperationError> error{};
  optional<databricks::RawJson> response{};
};
BOOST_DESCRIBE_STRUCT(LongOperation, (), (name, done, error, response))

struct GetOperation {
  std::string name{};
};
BOOST_DESCRIBE_STRUCT(GetOperation, (), (name))

struct Build {
  std::string parent{};
  std::string widget_id{};
  Widget widget{};
};
BOOST_DESCRIBE_STRUCT(Build, (), (parent, widget_id, widget))

}  // namespace shop

template <>
inline constexpr std::size_t databricks::required_members<shop::CreateWidget> = 1;
template <>
inline constexpr std::size_t databricks::required_members<shop::EditWidget> = 2;
template <>
inline constexpr std::size_t databricks::required_members<shop::PinWidget> = 1;
template <>
inline constexpr std::size_t databricks::required_members<shop::Build> = 3;
template <>
inline constexpr auto databricks::wire_names<shop::Metadata> = std::array<std::string_view, 1>{"last-modified"};
template <>
inline constexpr auto databricks::wire_names<shop::Download> =
    std::array<std::string_view, 2>{"content-type", "contents"};

namespace shop {

struct Widgets : databricks::Service {
  Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget> get{*this};
  Endpoint<"POST /api/2.0/widgets", CreateWidget, Widget,
           databricks::Waits<"wait_green", Endpoint<"GET /api/2.0/widgets/{id}", GetWidget, Widget>,
                             databricks::Bindings<databricks::FromResponse<"id", "id">>, "color", "",
                             databricks::States<"GREEN">, databricks::States<"RED">>>
      create{*this};
  Endpoint<"PATCH /api/2.0/widgets/{id}", EditWidget, void> edit{*this};
  Endpoint<"DELETE /api/2.0/widgets/{id}", GetWidget, void> delete_{*this};
  Endpoint<"POST /api/2.0/widgets/pin", PinWidget, void, databricks::SingleArgument> pin{*this};
  Endpoint<"GET /api/2.0/widgets", ListWidgets, WidgetList,
           databricks::Pages<Widget, "widgets", databricks::Token<"page_token", "next">>>
      list{*this};
  Endpoint<"GET /api/2.0/widgets/all", void, databricks::list<Widget>, databricks::Pages<Widget, "">> all{*this};
};
BOOST_DESCRIBE_STRUCT(Widgets, (), (get, create, edit, delete_, pin, list, all))

struct Files : databricks::Service {
  Endpoint<"PUT /api/2.0/fs/files{+file_path}", Upload, void, databricks::Body<"contents", "application/octet-stream">>
      upload{*this};
  Endpoint<"GET /api/2.0/fs/files{+file_path}", Path, Download, databricks::Accept<"application/octet-stream">,
           databricks::ResponseHeaders<"content-type">>
      download{*this};
  Endpoint<"HEAD /api/2.0/fs/files{+file_path}", Path, Metadata, databricks::ResponseHeaders<"last-modified">>
      get_metadata{*this};
};
BOOST_DESCRIBE_STRUCT(Files, (), (upload, download, get_metadata))

struct Confs : databricks::Service {
  Endpoint<"PATCH /api/2.0/conf", Conf, void> set_status{*this};
};
BOOST_DESCRIBE_STRUCT(Confs, (), (set_status))

struct Builds : databricks::Service {
  using Poll = Endpoint<"GET /api/2.0/operations/{name}", GetOperation, LongOperation>;
  using Bound = databricks::Bindings<databricks::FromResponse<"name", "name">>;
  Endpoint<"POST /api/2.0/{+parent}/builds", Build, LongOperation, databricks::Body<"widget">,
           databricks::LongRunning<Poll, Bound, Widget>>
      build{*this};
  Endpoint<"DELETE /api/2.0/builds/{name}", GetOperation, LongOperation, databricks::LongRunning<Poll, Bound, void>>
      delete_{*this};
};
BOOST_DESCRIBE_STRUCT(Builds, (), (build, delete_))

struct Budgets : databricks::Service {
  Endpoint<"GET /api/2.0/accounts/{config.account_id}/budgets", void, Widget> get{*this};
};
BOOST_DESCRIBE_STRUCT(Budgets, (), (get))

inline constexpr databricks::ServiceTable services[] = {
    databricks::service_table<Widgets>("workspace", "widgets"),
    databricks::service_table<Confs>("workspace", "settings.conf"),
    databricks::service_table<Files>("workspace", "files"),
    databricks::service_table<Builds>("workspace", "builds"),
    databricks::service_table<Budgets>("account", "budgets"),
    databricks::service_table<Budgets>("account", "endpoints"),
};
inline constexpr databricks::PackageTable package{
    .name = "shop", .services = services, .types = databricks::detail::type_list<Widget, Color, CreateWidget>};
inline constexpr const databricks::PackageTable* packages[] = {&package};

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

/// The program and the server it talks to. Answers `{}` until the test says otherwise.
class Shop {
 public:
  Shop() {
    base.host = server_.host();
    base.token = "dapi-secret";
    base.account_id = "a-1";
    base.config_file = "/nonexistent/databrickscfg";
    base.clock = std::make_shared<test::VirtualClock>();
    base.environment = [](std::string_view) { return std::nullopt; };
  }

  std::function<test::Answer(const test::Recorded&)> answer = [](const auto&) { return test::Answer{200, "{}"}; };
  std::vector<test::Recorded> requests{};
  databricks::Config base{};

  Outcome run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out, err;
    const int code = databricks::command_line(arguments, packages,
                                              {.program = "shop", .in = in, .out = out, .err = err, .config = base});
    return {code, out.str(), err.str()};
  }

 private:
  std::mutex mutex_{};
  test::RecordingServer server_{[this](const test::Recorded& request) {
    const std::lock_guard lock(mutex_);
    requests.push_back(request);
    return answer(request);
  }};
};

}  // namespace shop
