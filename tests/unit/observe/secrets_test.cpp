// A secret in every place of a call; then everything that was shown is searched for it.
#include "watched.hpp"

#include "observe/redact.hpp"

#include <boost/test/unit_test.hpp>

#include <sstream>

namespace {

using namespace databricks;
using namespace std::chrono_literals;

constexpr const char* kSecret = "planted-secret";

// Writes down every text that events hold.
class Writer : public Observer {
 public:
  explicit Writer(std::ostringstream& out) : out_(out) {}
  std::unique_ptr<CallObserver> call_started(const CallStart& call) override {
    out_ << call.operation << call.operation_id << call.tag << call.host << '\n';
    return std::make_unique<One>(out_);
  }

 private:
  struct One : CallObserver {
    explicit One(std::ostringstream& out) : out_(out) {}
    void attempt_ended(const AttemptEnd& attempt) override { out_ << attempt.request_id << attempt.status << '\n'; }
    std::ostringstream& out_;
  };
  std::ostringstream& out_;
};

struct Body {
  const char* type;
  const char* text;
};

constexpr Body kBodies[] = {
    {"application/json", R"({"a":{"b":[{"token_value":"planted-secret"}]},"content":["planted-secret"]})"},
    {"application/json", R"({"a":{"b":[{"token_value":"planted-secret"}]},"content":["planted-secret")"},
    {"application/json", R"({"message":"{\"token\": \"planted-secret\"}"})"},
    {"application/json", R"({"message":"use https://u:planted-secret@h/ or Bearer planted-secret"})"},
    {"application/json", R"({"url":"https://h/f?X-Goog-Signature=1&other=planted-secret"})"},
    {"application/json", R"({"upload_url":"https://h/f?other=planted-secret"})"},
    {"application/x-www-form-urlencoded",
     "x=1&client_secret=planted-secret&assertion=planted-secret&code=planted-secret"},
    {"text/plain", "token=planted-secret password: planted-secret Authorization: Basic planted-secret"},
    {"text/html", "<pre>{&quot;a&quot;} https://u:planted-secret@h {\"secret\":\"planted-secret</pre>"},
    {"", "DATABRICKS_CLIENT_SECRET=planted-secret\nX-Databricks-Azure-SP-Management-Token = planted-secret"},
    {"multipart/form-data", "--x planted-secret"},
};

void check(const std::string& text) { BOOST_TEST(text.find(kSecret) == std::string::npos, text); }

BOOST_AUTO_TEST_CASE(no_secret_is_shown_wherever_it_was) {
  for (const auto& body : kBodies) {
    test::Records records;
    std::ostringstream events;
    Config config;
    config.host = "https://h";
    config.token = kSecret;
    config.debug_headers = true;
    config.debug_truncate_bytes = 100'000;
    config.logger = records.logger();
    config.observer = std::make_shared<Writer>(events);
    const CallOptions options;
    detail::CallWatch watch(config, options, "POST", "/api/2.0/x");
    HttpRequest request;
    request.method = "POST";
    request.target =
        "/api/2.0/x?token=planted-secret&u=https%3A%2F%2Fa%3Aplanted-secret%40h&X-Amz-Signature=planted-secret";
    request.headers.set("Authorization", "Bearer planted-secret");
    request.headers.set("X-Forwarded-For-Url", "https://u:planted-secret@h");
    request.headers.set("Content-Type", body.type);
    request.body = body.text;
    request.has_body = true;
    HttpResponse response;
    response.status = 200;
    response.headers.set("Content-Type", body.type);
    response.body = body.text;
    watch.attempt_started(1, request);
    const TransportError failure(TransportFault::interrupted, TransportPhase::send, body.text);
    watch.attempt_ended({.request = &request, .response = &response});
    if (*body.type != 'm') watch.attempt_ended({.request = &request, .error = &failure, .pause = 1s});
    if (*body.type != 'm') watch.log(LogLevel::warning, body.text);
    watch.call_ended(1, 200, 1ms, nullptr);
    check(records.joined());
    check(events.str());
    if (*body.type != 'm') check(detail::excerpt(body.text, body.type, 1024));
    BOOST_TEST(records.all().size() >= 1U);
  }
}

}  // namespace
