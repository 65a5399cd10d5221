#include "cli/call.hpp"

#include "call/field_access.hpp"
#include "cli/catalog.hpp"
#include "cli/usage.hpp"

#include <databricks/json.hpp>
#include <databricks/pages.hpp>
#include <databricks/wait.hpp>

#include <fstream>
#include <iterator>
#include <system_error>

namespace databricks::detail::cli {

namespace {

// A file that is created by the first byte, so that a refused call leaves an old one alone.
class LazyFile {
 public:
  explicit LazyFile(std::string path) : path_(std::move(path)) {}

  void write(std::string_view bytes) {
    open();
    if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) fail();
  }
  void close() {
    open();
    file_.close();
    if (!file_) fail();
  }

 private:
  void open() {
    if (!file_.is_open()) file_.open(path_, std::ios::binary | std::ios::trunc);
    if (!file_) fail();
  }
  [[noreturn]] void fail() const { throw std::system_error(errno, std::generic_category(), path_); }

  std::string path_;
  std::ofstream file_{};
};

void print_list(std::ostream& out, Engine& engine, const EndpointTable& endpoint, Object& request, Format format) {
  ListWriter writer(out, format);
  detail::PageWalk walk(engine, endpoint, std::shared_ptr<void>(request.get(), [](void*) {}), {});
  while (const void* item = walk.item()) {
    writer.add(walk.item_type(), item);
    walk.pass_item();
    if (walk.page_is_used_up()) writer.end_of_page();
  }
  writer.end();
}

void download(const CommandLineContext& context, Engine& engine, const EndpointTable& endpoint, const Object& request,
              const CallSettings& settings) {
  Object response(endpoint.response);
  CallOptions options;
  if (settings.out) {
    LazyFile file(*settings.out);
    options.to = Sink::to_function([&](std::string_view bytes) { file.write(bytes); });
    detail::call(engine, endpoint, request.get(), response.get(), options);
    file.close();
  } else {
    options.to = Sink::to_function([&](std::string_view bytes) { write(context.out, bytes); });
    detail::call(engine, endpoint, request.get(), response.get(), options);
    flush(context.out);
  }
}

void print_json(std::ostream& out, Format format, TypeFunction type, std::string_view json) {
  Object object(type);
  if (!json.empty()) read_json(object.type(), object.get(), json);
  write_result(out, format, object.type(), object.get());
}

void print_end(std::ostream& out, Engine& engine, const EndpointTable& endpoint, const Object& request,
               const Object& response, Format format) {
  if (endpoint.wait != nullptr) {
    const PollTable& poll = endpoint.wait->poll;
    const auto pending = detail::bind(engine, poll, endpoint, request.get(), response.get());
    write_result(out, format, poll.endpoint->response(), detail::wait(pending, *endpoint.wait, {}).get());
  } else {
    const LongRunningTable& rule = *endpoint.long_running;
    const auto pending = detail::bind(engine, rule.poll, endpoint, request.get(), response.get());
    const auto done = detail::wait(pending, rule, {});
    const bool has_result = rule.result != nullptr;
    print_json(out, format, rule.result,
               has_result ? detail::operation_part(rule, done.get(), "response") : std::string());
  }
}

void upload_from(const CommandLineContext& context, const EndpointTable& endpoint, Object& request,
                 const std::string& file) {
  const Field& field = *source_field(endpoint);
  auto& source = *static_cast<Source*>(member_of(request.type(), field, request.get()));
  source = file == "-" ? Source(context.in) : Source::from_file(file);
}

}  // namespace

void check(const EndpointTable& endpoint, const CallSettings& settings) {
  const bool uploads = source_field(endpoint) != nullptr;
  if (settings.wait && endpoint.wait == nullptr && endpoint.long_running == nullptr) {
    throw UsageError("this operation has nothing to wait for: leave out --wait");
  }
  if (settings.in && !uploads) throw UsageError("this operation uploads nothing: leave out --in");
  if (!settings.in && uploads)
    throw UsageError("this operation uploads a file: add --in FILE, or --in - to read it from stdin");
  if (settings.out && !answers_bytes(endpoint)) throw UsageError("this operation downloads nothing: leave out --out");
}

void call(const CommandLineContext& context, Engine& engine, const EndpointTable& endpoint, Object& request,
          const CallSettings& settings) {
  if (settings.in) upload_from(context, endpoint, request, *settings.in);
  if (answers_bytes(endpoint)) return download(context, engine, endpoint, request, settings);
  if (endpoint.pages != nullptr) return print_list(context.out, engine, endpoint, request, settings.format);
  Object response(endpoint.response);
  detail::call(engine, endpoint, request.get(), response.get(), {});
  if (settings.wait) return print_end(context.out, engine, endpoint, request, response, settings.format);
  write_result(context.out, settings.format, response.type(), response.get());
}

std::string argument_text(const CommandLineContext& context, const std::string& argument) {
  if (argument == "-") return {std::istreambuf_iterator<char>(context.in), {}};
  if (!argument.starts_with('@')) return argument;
  std::ifstream file(argument.substr(1), std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category(), argument.substr(1));
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace databricks::detail::cli
