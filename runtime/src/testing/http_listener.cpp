#include "testing/http_listener.hpp"

#include "testing/connection_threads.hpp"
#include "testing/error_reply.hpp"
#include "testing/form_body.hpp"
#include "testing/open_connections.hpp"

#include <databricks/error.hpp>

#include <httplib.h>

#include <atomic>
#include <charconv>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace databricks::testing::detail {

namespace {

constexpr auto kAnyPath = R"([\s\S]*)";
constexpr int kBacklog = 512;
constexpr std::size_t kRequestsPerConnection = 1'000'000'000;  // the library's default is 5

/// Counts answers from the moment their request is complete until their last byte is written, or until their first
/// piece is asked for. A connection has a thread of its own, so what a thread is doing tells what its connection is
/// doing.
class Answering {
 public:
  void begin() {
    if (!std::exchange(here_, true)) ++count_;
  }
  void end() {
    if (std::exchange(here_, false)) --count_;
  }
  bool any() const { return count_ > 0; }

 private:
  static thread_local bool here_;
  std::atomic<int> count_{0};
};
thread_local bool Answering::here_ = false;

class Threads : public httplib::TaskQueue {
 public:
  explicit Threads(Answering& answering) : answering_(answering) {}

  // void in some versions of cpp-httplib, bool in others.
  using Accepted = decltype(std::declval<httplib::TaskQueue&>().enqueue(std::function<void()>()));
  Accepted enqueue(std::function<void()> task) override {
    threads_.run([this, task = std::move(task)] {
      task();
      answering_.end();
    });
    return static_cast<Accepted>(true);
  }
  void shutdown() override { threads_.finish(); }

 private:
  Answering& answering_;
  ConnectionThreads threads_;
};

HttpRequest received(const httplib::Request& in) {
  HttpRequest out;
  out.method = in.method;
  out.target = in.target;
  for (const auto& [name, value] : in.headers) out.headers.add_received(name, value);
  return out;
}

// The length that a HEAD answer speaks of; the library writes its own Content-Length otherwise.
std::size_t announced_length(const HttpResponse& answer) {
  std::size_t length = 0;
  if (const std::string* text = answer.headers.find("Content-Length")) {
    std::from_chars(text->data(), text->data() + text->size(), length);
  }
  return length;
}

bool is_named(const std::string& a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return std::tolower(static_cast<unsigned char>(x)) == y; });
}

// All headers but those that the library writes itself, and the type, which is returned.
std::string send_headers(const HttpResponse& answer, httplib::Response& out) {
  std::string type;
  for (const auto& [name, value] : answer.headers) {
    if (is_named(name, "content-type")) {
      type = value;
    } else if (!is_named(name, "content-length")) {
      out.set_header(name, value);
    }
  }
  return type;
}

void send(HttpResponse&& answer, bool is_head, httplib::Response& out) {
  // An unset status lets the library answer a range of a file.
  if (answer.status != 200) out.status = answer.status;
  const auto type = send_headers(answer, out);
  const auto length = is_head ? announced_length(answer) : 0;
  if (length > 0) {
    // Never called: HEAD has no body.
    out.set_content_provider(length, type, [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
    if (type.empty()) out.headers.erase("Content-Type");
    return;
  }
  out.body = std::move(answer.body);
  if (!type.empty()) out.set_header("Content-Type", type);
}

// The library repeats the range that was asked for, also when the bytes end before.
void correct_range(httplib::Response& out) {
  const auto told = out.get_header_value("Content-Range");
  const auto dash = told.find('-');
  const auto slash = told.find('/');
  if (dash == told.npos || slash == told.npos || out.content_length_ > 0) return;
  std::size_t from = 0;
  std::from_chars(told.data() + told.find(' ') + 1, told.data() + dash, from);
  const auto range = out.body.empty() ? "*" : std::to_string(from) + '-' + std::to_string(from + out.body.size() - 1);
  out.headers.erase("Content-Range");
  out.set_header("Content-Range", "bytes " + range + told.substr(slash));
}

bool announces_body(const httplib::Request& in) {
  return in.has_header("Content-Length") || in.has_header("Transfer-Encoding");
}

// The library does not read what is announced to be too much.
bool announces_more(const httplib::Request& in, std::size_t limit) {
  std::size_t announced = 0;
  const auto length = in.get_header_value("Content-Length");
  std::from_chars(length.data(), length.data() + length.size(), announced);
  return announced > limit;
}

HttpResponse too_large(std::size_t limit) {
  return error_reply(413, "MAX_REQUEST_SIZE_EXCEEDED",
                     "The request's body has more than " + std::to_string(limit) + " bytes");
}

// The library takes a form apart; it is put together again, so that handlers see a body.
std::optional<HttpResponse> read_form(const httplib::Request& in, const httplib::ContentReader& reader,
                                      std::size_t limit, std::string& body) {
  FormBody form(in.get_header_value("Content-Type"), limit);
  const bool complete =
      reader([&](const httplib::MultipartFormData& part) { return form.begin(part.name, part.filename); },
             [&](const char* bytes, std::size_t size) {
               return form.add({bytes, size});
             });
  if (form.is_full() || announces_more(in, limit)) return too_large(limit);
  if (!complete) return error_reply(400, "MALFORMED_REQUEST", "The request's form is not complete");
  body = form.finish();
  return std::nullopt;
}

// Reads the body; the answer to give when that fails.
std::optional<HttpResponse> read_body(const httplib::Request& in, const httplib::ContentReader& reader,
                                      std::size_t limit, std::string& body) {
  if (!announces_body(in)) return std::nullopt;
  if (in.is_multipart_form_data()) return read_form(in, reader, limit, body);
  bool is_full = false;
  const bool complete = reader([&](const char* bytes, std::size_t size) {
    is_full = size > limit - body.size();
    if (!is_full) body.append(bytes, size);
    return !is_full;
  });
  if (complete) return std::nullopt;
  if (is_full || announces_more(in, limit)) return too_large(limit);
  return error_reply(400, "MALFORMED_REQUEST", "The request's body is not complete");
}

}  // namespace

struct HttpListener::State {
  State(ListenerOptions given, Answer function) : options(given), answer(std::move(function)) {}

  ListenerOptions options;
  Answer answer;
  Answering answering{};
  std::stop_source stopping{};  // told to what makes pieces
  httplib::Server server{};
  int socket = -1;
  std::thread thread{};
  std::atomic<bool> finished{false};

  void serve(const httplib::Request& in, std::string body, httplib::Response& out) {
    answering.begin();
    if (in.headers.size() > options.max_headers) {
      return send(error_reply(431, "MALFORMED_REQUEST", "The request has too many headers"), false, out);
    }
    HttpRequest request = received(in);
    request.has_body = !body.empty();
    request.body = std::move(body);
    auto made = answer(request);
    if (made.next) return send_pieces(std::move(made), out);
    send(std::move(made.head), in.method == "HEAD", out);
  }

  // The library calls for pieces as long as the client is there, and cuts the connection when there are no more.
  void send_pieces(StreamedResponse&& made, httplib::Response& out) {
    const auto type = send_headers(made.head, out);
    out.status = made.head.status;
    out.set_chunked_content_provider(
        type.empty() ? "application/octet-stream" : type,
        [this, next = std::move(made.next)](std::size_t, httplib::DataSink& sink) { return send_piece(next, sink); });
  }

  // False: the connection is cut.
  bool send_piece(const StreamedResponse::Next& next, httplib::DataSink& sink) {
    answering.end();  // the server does not wait for the end of a stream when it stops
    const auto stop = stopping.get_token();
    try {
      const auto piece = stop.stop_requested() ? std::string() : next(stop);
      if (stop.stop_requested()) return false;  // an early end must not look like the real one
      if (!piece.empty()) return sink.write(piece.data(), piece.size());
      sink.done();
      return true;
    } catch (...) {
      return false;  // it is too late to tell the client more
    }
  }

  void set_handlers() {
    const httplib::Server::Handler without_body = [this](const auto& in, auto& out) { serve(in, {}, out); };
    const httplib::Server::HandlerWithContentReader with_body = [this](const auto& in, auto& out, const auto& reader) {
      std::string body;
      if (auto problem = read_body(in, reader, options.max_body_bytes, body)) {
        return send(std::move(*problem), false, out);
      }
      serve(in, std::move(body), out);
    };
    server.Get(kAnyPath, without_body).Options(kAnyPath, without_body);
    server.Post(kAnyPath, with_body).Put(kAnyPath, with_body).Patch(kAnyPath, with_body).Delete(kAnyPath, with_body);
    server.set_post_routing_handler([](const auto&, auto& out) { correct_range(out); });
    // What the library itself refuses, in the form of all other errors.
    server.set_error_handler([](const httplib::Request&, httplib::Response& out) {
      if (!out.body.empty() || out.content_provider_) return;
      const auto reply = error_reply(out.status, out.status == 404 ? "ENDPOINT_NOT_FOUND" : "MALFORMED_REQUEST",
                                     "The server could not read the request");
      out.set_content(reply.body, "application/json");
    });
  }

  void configure() {
    server.new_task_queue = [this] { return new Threads(answering); };
    server.set_logger([this](const auto&, const auto&) { answering.end(); });  // called when all is written
    server.set_tcp_nodelay(true);                                              // header and body are written separately
    server.set_keep_alive_max_count(kRequestsPerConnection);
    server.set_keep_alive_timeout(60);
    server.set_read_timeout(30, 0);
    server.set_write_timeout(30, 0);
    server.set_payload_max_length(options.max_body_bytes);
    // Without SO_REUSEPORT, which the library sets and which lets two servers share a port without an error.
    server.set_socket_options([this](auto descriptor) {
      socket = static_cast<int>(descriptor);
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
  }

  int bind() {
    const char* host = "127.0.0.1";
    const int port = options.port == 0                         ? server.bind_to_any_port(host)
                     : server.bind_to_port(host, options.port) ? options.port
                                                               : -1;
    if (port <= 0) throw Error("can't listen on 127.0.0.1:" + std::to_string(options.port));
    ::listen(socket, kBacklog);  // the library's 5 makes a burst of clients wait a second
    return port;
  }
};

HttpListener::HttpListener(ListenerOptions options, Answer answer)
    : state_(std::make_unique<State>(options, std::move(answer))) {
  state_->configure();
  state_->set_handlers();
  port_ = static_cast<std::uint16_t>(state_->bind());
  state_->thread = std::thread([state = state_.get()] {
    state->server.listen_after_bind();
    state->finished = true;
  });
  while (!state_->server.is_running() && !state_->finished) std::this_thread::sleep_for(std::chrono::microseconds(200));
}

HttpListener::~HttpListener() {
  state_->stopping.request_stop();
  state_->server.stop();
  while (!state_->finished) {
    // Not while an answer is made, which would be lost.
    if (!state_->answering.any()) end_connections(port_);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  state_->thread.join();
}

}  // namespace databricks::testing::detail
