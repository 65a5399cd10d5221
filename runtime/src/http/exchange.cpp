// The only file that includes httplib.h. cpp-httplib writes requests, chunked ones too, and decodes gzip. Bytes come
// and go through a stream of ours, because the version in wide use (0.11.4) reads 4 KiB at a time, copies requests,
// decodes percent signs in headers, takes 103 for an answer, refuses trailers and takes a cut body for a whole one.
#include "http/exchange.hpp"

#include "http/headers.hpp"
#include "http/response_body.hpp"
#include "http/response_head.hpp"

#include <httplib.h>

#include <algorithm>

namespace databricks {

namespace {

// Measured over 64 and 256 KiB: fewer system calls than the one, and fits the cache better than the other.
constexpr std::size_t kUploadPiece = std::size_t{128} << 10;
constexpr std::uint64_t kShortestGzip = 18;  // its header and its trailer
constexpr std::uint64_t kMostReserved = std::uint64_t{16} << 20;

// process_request() only reads the client's settings, so one object serves all threads.
class Codec : public httplib::ClientImpl {
 public:
  Codec() : ClientImpl("localhost") {
    set_url_encode(false);  // targets are encoded already
    set_follow_location(false);
    set_keep_alive(true);
    set_decompress(true);  // what comes out is counted in take_body()
  }
  using ClientImpl::process_request;
};

/// What cpp-httplib takes for a connection. Of a response it sees a head of our making and the body without framing.
class Exchange final : public httplib::Stream {
 public:
  Exchange(Connection& connection, const HttpRequest& request, Watch& watch, ByteSink* sink, bool& source_read)
      : connection_(connection), request_(request), watch_(watch), sink_(sink), source_read_(source_read) {}

  Outcome run(const Origin& origin, std::string_view target_prefix, const Headers* proxy_headers);

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* buffer, std::size_t size) override;
  ssize_t write(const char* data, std::size_t size) override {
    connection_.write(data, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return connection_.fd(); }

 private:
  httplib::Request prepare(const Origin& origin, std::string_view target_prefix, const Headers* proxy_headers);
  void provide_body(httplib::Request& prepared);
  bool give_memory(std::size_t offset, std::size_t length, httplib::DataSink& to);
  bool give_source(std::size_t offset, std::size_t length, httplib::DataSink& to);
  void process(httplib::Request& prepared);
  void receive_head();
  void note_what_came();
  void deliver_body();
  bool take_body(std::string_view bytes);
  void check_gzip_end(std::string_view piece);
  bool sink_takes_it() const { return sink_ && outcome_.response.status / 100 == 2; }
  bool is_error() const { return outcome_.response.status >= 400; }
  std::uint64_t most_in_memory() const {
    return is_error() ? watch_.limits().max_error_bytes : watch_.limits().max_response_bytes;
  }

  Connection& connection_;
  const HttpRequest& request_;
  Watch& watch_;
  ByteSink* sink_;
  bool& source_read_;
  Outcome outcome_;
  Framing framing_;
  std::optional<ResponseBody> body_;
  std::string_view head_for_codec_;  // what of it is still unread
  std::string_view piece_;           // of a gzip body, what cpp-httplib has not read yet
  std::string gzip_tail_;
  std::unique_ptr<char[]> upload_;
  std::optional<std::uint64_t> source_size_;
};

httplib::Request Exchange::prepare(const Origin& origin, std::string_view target_prefix, const Headers* proxy_headers) {
  httplib::Request prepared;
  prepared.method = request_.method;
  prepared.path = std::string(target_prefix) + request_.target;
  for (const auto& [name, value] : request_.headers) prepared.headers.emplace(name, value);
  if (proxy_headers) {
    for (const auto& [name, value] : *proxy_headers) prepared.headers.emplace(name, value);
  }
  // The framing of the body is ours to announce.
  prepared.headers.erase("Content-Length");
  prepared.headers.erase("Transfer-Encoding");
  if (!prepared.has_header("Host")) prepared.headers.emplace("Host", origin.host_header);
  // Downloads into a sink are mostly big and mostly packed already.
  if (!prepared.has_header("Accept-Encoding")) {
    prepared.headers.emplace("Accept-Encoding", sink_ ? "identity" : "gzip");
  }
  provide_body(prepared);
  prepared.content_receiver = [this](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
    return take_body({data, size});
  };
  return prepared;
}

// Always by a provider: Request::body would be a copy.
void Exchange::provide_body(httplib::Request& prepared) {
  if (request_.source) {
    source_size_ = request_.source->size();
    upload_.reset(
        new char[static_cast<std::size_t>(std::min<std::uint64_t>(source_size_.value_or(kUploadPiece), kUploadPiece))]);
    prepared.content_length_ = static_cast<std::size_t>(source_size_.value_or(0));
    prepared.is_chunked_content_provider_ = !source_size_;
    if (!source_size_) prepared.headers.emplace("Transfer-Encoding", "chunked");
    prepared.content_provider_ = [this](std::size_t offset, std::size_t length, httplib::DataSink& to) {
      return give_source(offset, length, to);
    };
  } else if (request_.has_body || !request_.body.empty()) {
    prepared.content_length_ = request_.body.size();
    prepared.content_provider_ = [this](std::size_t offset, std::size_t length, httplib::DataSink& to) {
      return give_memory(offset, length, to);
    };
  }
}

bool Exchange::give_memory(std::size_t offset, std::size_t length, httplib::DataSink& to) {
  return to.write(request_.body.data() + offset, length);
}

bool Exchange::give_source(std::size_t offset, std::size_t length, httplib::DataSink& to) {
  if (connection_.answered_early()) {
    // Nobody reads the rest: cpp-httplib only has to believe that it was written. write() drops it unseen.
    if (!source_size_) return to.done(), true;
    return to.write(upload_.get(), length);
  }
  source_read_ = true;
  const auto wanted = source_size_ ? std::min(length, kUploadPiece) : kUploadPiece;
  const auto n = request_.source->read(upload_.get(), wanted);
  if (n > wanted) throw InvalidArgument("the source of the request body returned more bytes than there was room for");
  if (n > 0) return to.write(upload_.get(), n);
  if (!source_size_) return to.done(), true;
  throw InvalidArgument("the source of the request body ended after " + std::to_string(offset) + " of the " +
                        std::to_string(*source_size_) + " bytes it had announced");
}

ssize_t Exchange::read(char* buffer, std::size_t size) {
  if (!body_) receive_head();
  if (!head_for_codec_.empty()) {
    const auto n = head_for_codec_.copy(buffer, size);
    head_for_codec_.remove_prefix(n);
    return static_cast<ssize_t>(n);
  }
  if (!framing_.gzip) {
    // There is nothing to decode: without the way through cpp-httplib's 4 KiB the sink gets bigger pieces.
    deliver_body();
    return 0;
  }
  if (piece_.empty()) {
    piece_ = body_->next();
    check_gzip_end(piece_);
  }
  const auto n = piece_.copy(buffer, size);
  piece_.remove_prefix(n);
  return static_cast<ssize_t>(n);
}

void Exchange::receive_head() {
  connection_.flush();
  watch_.enter(TransportPhase::wait);
  // One limit for the whole head, so that a byte now and then doesn't keep us here.
  const auto until = watch_.until(watch_.limits().inactivity_timeout);
  std::size_t length = 0;
  while ((length = connection_.find_head()) == 0) {
    note_what_came();
    if (!connection_.fill(until)) watch_.fail("the peer closed the connection");
  }
  note_what_came();
  ResponseHead head;
  const auto problem = parse_head(connection_.unread().substr(0, length), head);
  if (!problem.empty()) watch_.refuse(std::string(problem));
  connection_.consume(length);
  if (head.status < 200) watch_.refuse("the peer switched to a protocol nobody asked for");
  const auto framing_problem = parse_framing(head, request_.method, framing_);
  auto& response = outcome_.response;
  response.status = head.status;
  response.reason = std::move(head.reason);
  response.headers = std::move(head.headers);
  if (!framing_problem.empty()) watch_.refuse(std::string(framing_problem));
  head_for_codec_ = framing_.gzip ? "HTTP/1.1 200\r\nContent-Encoding: gzip\r\n\r\n" : "HTTP/1.1 200\r\n\r\n";
  body_.emplace(connection_, watch_, framing_);
  if (sink_takes_it()) sink_->begin(outcome_.response);
}

// After an interim answer we wait as before.
void Exchange::note_what_came() {
  if (connection_.unread().empty()) {
    watch_.note_interim();
    watch_.enter(TransportPhase::wait);
  } else {
    watch_.note_answer();
    watch_.enter(TransportPhase::receive);
  }
}

void Exchange::deliver_body() {
  const auto most = most_in_memory();
  if (!sink_takes_it() && framing_.kind == Framing::length) {
    // A length can lie; memory is only taken in advance for sizes that do no harm.
    outcome_.response.body.reserve(
        static_cast<std::size_t>(std::min({framing_.bytes, kMostReserved, most ? most : kMostReserved})));
  }
  for (auto piece = body_->next(); !piece.empty() && take_body(piece); piece = body_->next()) {
  }
}

// False: what has come is enough.
bool Exchange::take_body(std::string_view bytes) {
  auto& response = outcome_.response;
  if (sink_takes_it()) {
    sink_->write(bytes);
  } else {
    const auto most = most_in_memory();
    if (most != 0 && bytes.size() > most - response.body_bytes) {
      if (!is_error()) {
        watch_.refuse("the answer is larger than the limit of " + std::to_string(most) +
                      " bytes (HttpLimits::max_response_bytes; a sink takes any size)");
      }
      response.body_problem =
          "only the first " + std::to_string(most) + " bytes were read (HttpLimits::max_error_bytes)";
      bytes = bytes.substr(0, static_cast<std::size_t>(most - response.body_bytes));
    }
    response.body.append(bytes);
  }
  response.body_bytes += bytes.size();
  return response.body_problem.empty();
}

// cpp-httplib doesn't notice when a gzip stream stops in the middle. A whole one ends with the size of what it
// decodes to (modulo 2^32, RFC 1952).
void Exchange::check_gzip_end(std::string_view piece) {
  if (!piece.empty()) {
    gzip_tail_.append(piece.size() > 4 ? piece.substr(piece.size() - 4) : piece);
    if (gzip_tail_.size() > 4) gzip_tail_.erase(0, gzip_tail_.size() - 4);
    return;
  }
  // No body at all is an empty one, unless its end can't be told from a cut.
  if (body_->received() == 0 && framing_.kind != Framing::until_close) return;
  std::uint32_t size = 0;
  for (auto byte = gzip_tail_.rbegin(); byte != gzip_tail_.rend(); ++byte) {
    size = size << 8 | static_cast<unsigned char>(*byte);
  }
  if (body_->received() < kShortestGzip || size != static_cast<std::uint32_t>(outcome_.response.body_bytes)) {
    watch_.fail("the compressed answer is cut or damaged");
  }
}

void Exchange::process(httplib::Request& prepared) {
  static Codec codec;
  httplib::Response unused;
  auto error = httplib::Error::Success;
  // Our stream, sources and sinks throw; the errors left are cpp-httplib's own.
  if (codec.process_request(*this, prepared, unused, false, error) || !outcome_.response.body_problem.empty()) return;
  if (framing_.gzip) watch_.fail("the compressed answer is damaged, or something follows it");
  watch_.refuse("cpp-httplib reports " + to_string(error));
}

Outcome Exchange::run(const Origin& origin, std::string_view target_prefix, const Headers* proxy_headers) {
  connection_.begin(watch_);
  auto prepared = prepare(origin, target_prefix, proxy_headers);
  auto& response = outcome_.response;
  try {
    process(prepared);
  } catch (TransportError& error) {
    if (response.status / 100 == 2) error.set_bytes_received(response.body_bytes);
    // The status of an error says more than a broken body takes away.
    if (!is_error() || watch_.stopped()) throw;
    response.body_problem = error.what();
  }
  const bool whole = response.body_problem.empty() && (framing_.kind == Framing::nothing || body_->is_complete());
  outcome_.keep_alive = framing_.keep_alive && whole && !connection_.answered_early() && connection_.unread().empty();
  response.timings = watch_.timings();
  return std::move(outcome_);
}

bool is_visible(char c) { return c > ' ' && c <= '~'; }

}  // namespace

void check_request(const HttpRequest& request) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (request.method.empty() || !std::all_of(request.method.begin(), request.method.end(), letter)) {
    throw InvalidArgument("the method of a request must be capital letters");
  }
  if (!request.target.starts_with('/') || !std::all_of(request.target.begin(), request.target.end(), is_visible)) {
    throw InvalidArgument("the target of a request must start with / and be percent-encoded");
  }
  // Not all ways to fill Headers check them.
  for (const auto& [name, value] : request.headers) check_header(name, value);
}

Outcome exchange(Connection& connection, const Origin& origin, const HttpRequest& request, Watch& watch, ByteSink* sink,
                 bool& source_read, std::string_view target_prefix, const Headers* proxy_headers) {
  return Exchange(connection, request, watch, sink, source_read).run(origin, target_prefix, proxy_headers);
}

}  // namespace databricks
