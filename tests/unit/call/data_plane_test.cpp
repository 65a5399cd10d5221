// Calls that resources answer themselves: the control plane, its authorization server and the data plane are scripted,
// the sockets and TLS are real.
#include "call/data_plane_addresses.hpp"
#include "certificates.hpp"
#include "loopback.hpp"
#include "scripted.hpp"

#include <databricks/credentials.hpp>

#include <atomic>
#include <thread>

using namespace test;

namespace {

struct Address {
  optional<std::string> endpoint_url{};
  optional<std::string> authorization_details{};
};
BOOST_DESCRIBE_STRUCT(Address, (), (endpoint_url, authorization_details))
struct Planes {
  boxed<Address> query{};
};
BOOST_DESCRIBE_STRUCT(Planes, (), (query))
struct Described {
  optional<std::string> name{};
  std::optional<Planes> planes{};
};
BOOST_DESCRIBE_STRUCT(Described, (), (name, planes))
struct GetModel {
  optional<std::string> name{};
};
BOOST_DESCRIBE_STRUCT(GetModel, (), (name))
struct Ask {
  optional<std::string> name{};
  optional<std::string> question{};
  optional<std::string> request_id{};
  optional<std::int64_t> limit{};
};
BOOST_DESCRIBE_STRUCT(Ask, (), (name, question, request_id, limit))
struct Answered {
  optional<std::string> answer{};
};
BOOST_DESCRIBE_STRUCT(Answered, (), (answer))
struct Send {
  optional<std::string> name{};
  Source contents{};
};
BOOST_DESCRIBE_STRUCT(Send, (), (name, contents))

using Look = Endpoint<"GET /api/models/{name}", GetModel, Described>;

// The trait is checked when an endpoint is used; these would not compile.
static_assert(detail::trait_check<Ask, DataPlane<Look, "planes.query">>::lookup_has_arguments);
static_assert(detail::trait_check<Ask, DataPlane<Look, "planes.query">>::lookup_finds_address);
static_assert(!detail::trait_check<Answered, DataPlane<Look, "planes.query">>::lookup_has_arguments);
static_assert(!detail::trait_check<Ask, DataPlane<Look, "planes">>::lookup_finds_address);
static_assert(!detail::trait_check<Ask, DataPlane<Look, "planes.other">>::lookup_finds_address);
static_assert(!detail::trait_check<Ask, DataPlane<Look, "planes.query.endpoint_url">>::lookup_finds_address);
static_assert(!detail::trait_check<Ask, DataPlane<Look, "">>::lookup_finds_address);

struct Models : Service {
  Endpoint<"POST /not/used/{name}", Ask, Answered, Query<"limit">, IdempotencyKey<"request_id">,
           DataPlane<Look, "planes.query">>
      ask{*this};
  Endpoint<"POST /not/used/{name}/send", Send, void, Body<"contents", "application/octet-stream">,
           DataPlane<Look, "planes.query">>
      send{*this};
};

std::string status(int code, std::string_view error_code, std::string_view message = "no") {
  const auto body = R"({"error_code":")" + std::string(error_code) + R"(","message":")" + std::string(message) + "\"}";
  return "HTTP/1.1 " + std::to_string(code) +
         " X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// What a server says, which a test may change while it serves.
class Answers {
 public:
  using Function = std::function<std::string(const std::string& request)>;
  explicit Answers(Function function) : function_(std::move(function)) {}
  void operator=(Function function) {
    const std::lock_guard lock(mutex_);
    function_ = std::move(function);
  }
  std::string operator()(const std::string& request) {
    std::unique_lock lock(mutex_);
    const auto function = function_;
    lock.unlock();
    return function(request);
  }

 private:
  std::mutex mutex_;
  Function function_;
};

/// A workspace with its authorization server, and the address it sends callers to.
struct TwoPlanes {
  TwoPlanes()
      : data(serve([this](const std::string& request) { return on_data(request); }), tls),
        control(serve([this](const std::string& request) { return on_control(request); }), tls) {}

  static LoopbackServer::Script serve(std::function<std::string(const std::string&)> answer_to) {
    return [answer_to](Peer& peer) {
      for (auto request = peer.read_request(); !request.empty(); request = peer.read_request()) {
        peer.send(answer_to(request));
      }
    };
  }

  std::string control_answer(const std::string& request) {
    if (request.starts_with("GET /oidc/.well-known/")) {
      return answer(R"({"token_endpoint":")" + control.origin() + R"(/oidc/v1/token"})");
    }
    if (!request.starts_with("POST /oidc/v1/token")) {
      ++lookups;
      std::this_thread::sleep_for(std::chrono::milliseconds(lookup_takes));
      return answer(R"({"name":"m","planes":{"query":{"endpoint_url":")" + data.origin() + path +
                    R"(","authorization_details":"[{\"type\":\"t\"}]"}}})");
    }
    const bool is_exchange = request.find("jwt-bearer") != request.npos;
    const int n = is_exchange ? ++exchanges : ++logins;
    return answer(R"({"token_type":"Bearer","expires_in":3600,"access_token":")" +
                  std::string(is_exchange ? "data-planted-secret-" : "own-planted-secret-") + std::to_string(n) +
                  "\"}");
  }

  Config config() {
    Config made;
    made.host = control.origin();
    made.client_id = "id";
    made.client_secret = "planted-secret";
    made.auth_type = "oauth-m2m";
    made.ca_file = authority.file();
    made.workspace_id = "4711";
    made.clock = clock;
    made.environment = [](std::string_view) { return std::nullopt; };
    made.host_metadata = [](std::string_view) { return std::string(); };
    made.custom_headers = {{"X-Gateway", "planted-secret"}};
    return made;
  }
  Models models() { return Models{Client(config())}; }

  CertificateAuthority authority;
  ssl_ctx_st* tls = authority.server_for("IP:127.0.0.1");
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::string path = "/direct/m?version=2";
  std::atomic<int> lookup_takes = 0;  // milliseconds
  std::atomic<int> lookups = 0, exchanges = 0, logins = 0, calls = 0;
  Answers on_control{[this](const std::string& request) { return control_answer(request); }};
  Answers on_data{[this](const std::string&) {
    ++calls;
    return answer(R"({"answer":"42"})");
  }};
  LoopbackServer data, control;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

template <class F>
std::string text_of_error(F&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(data_plane, TwoPlanes)

BOOST_AUTO_TEST_CASE(row_202_two_queries_take_one_lookup_and_one_exchange) {
  const auto m = models();
  BOOST_TEST(*m.ask({.name = "a b", .question = "?", .limit = 3}).answer == "42");
  BOOST_TEST(*m.ask({.name = "a b", .question = "??"}).answer == "42");
  BOOST_TEST(lookups == 1);
  BOOST_TEST(exchanges == 1);
  BOOST_TEST(calls == 2);
  std::string lookup, exchange;
  for (const auto& request : control.requests()) {
    if (request.starts_with("GET /api/models/a%20b HTTP")) lookup = request;
    if (has(request, "jwt-bearer")) exchange = request;
  }
  BOOST_TEST(has(lookup, "Authorization: Bearer own-planted-secret-1\r\n"));
  BOOST_TEST(has(lookup, "X-Databricks-Workspace-Id: 4711\r\n"));
  BOOST_TEST(!has(exchange, "Authorization:"));
  BOOST_TEST(has(exchange, "Content-Type: application/x-www-form-urlencoded"));
  BOOST_TEST(body_of(exchange) ==
             "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&"
             "authorization_details=%5B%7B%22type%22%3A%22t%22%7D%5D&assertion=own-planted-secret-1");
  const auto direct = data.requests().at(0);
  BOOST_TEST(direct.starts_with("POST /direct/m?version=2&limit=3 HTTP/1.1\r\n"));
  BOOST_TEST(has(direct, "Authorization: Bearer data-planted-secret-1\r\n"));
  BOOST_TEST(has(direct, "User-Agent: "));
  BOOST_TEST(has(body_of(direct), R"("question":"?")"));
  BOOST_TEST(!has(direct, "own-planted"));
  BOOST_TEST(!has(direct, "X-Gateway"));
  BOOST_TEST(!has(direct, "X-Databricks-Workspace-Id"));
}

BOOST_AUTO_TEST_CASE(row_202_sixteen_first_calls_at_once_take_one_lookup_and_one_exchange) {
  lookup_takes = 50;
  const auto m = models();
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      if (m.ask({.name = "m"}).answer != "42") ++wrong;
    });
  }
  threads.clear();
  BOOST_TEST(wrong == 0);
  BOOST_TEST(lookups == 1);
  BOOST_TEST(exchanges == 1);
  BOOST_TEST(calls == 16);
}

BOOST_AUTO_TEST_CASE(every_name_is_looked_up_and_clients_share_nothing) {
  const auto m = models();
  m.ask({.name = "a"});
  m.ask({.name = "b"});
  m.ask({.name = "a"});
  BOOST_TEST(lookups == 2);
  BOOST_TEST(exchanges == 1);  // address and details are the same
  models().ask({.name = "a"});
  BOOST_TEST(lookups == 3);
  BOOST_TEST(exchanges == 2);
}

BOOST_AUTO_TEST_CASE(a_kept_address_that_is_refused_is_asked_for_anew_once) {
  for (const int refused : {401, 404}) {
    const auto m = models();
    m.ask({.name = "m"});
    lookups = exchanges = 0;
    int left = 1;
    on_data = [&](const auto&) { return left-- > 0 ? status(refused, "X") : answer(R"({"answer":"new"})"); };
    BOOST_TEST(*m.ask({.name = "m", .question = "again"}).answer == "new");
    BOOST_TEST(lookups == 1);
    BOOST_TEST(exchanges == 1);
    const auto sent = data.requests();
    BOOST_TEST(body_of(sent.at(sent.size() - 1)) == body_of(sent.at(sent.size() - 2)));  // idempotency key included
    on_data = [&](const auto&) { return status(refused, "X"); };
    const auto before = data.requests().size();
    BOOST_CHECK_THROW(m.ask({.name = "m"}), DatabricksError);
    BOOST_TEST(data.requests().size() == before + 2);
    on_data = [](const auto&) { return answer(R"({"answer":"42"})"); };
  }
}

BOOST_AUTO_TEST_CASE(other_errors_and_those_of_a_new_address_are_final) {
  const auto m = models();
  on_data = [](const auto&) { return status(404, "RESOURCE_DOES_NOT_EXIST", "no such model"); };
  BOOST_CHECK_THROW(m.ask({.name = "m"}), NotFound);
  BOOST_TEST(data.requests().size() == 1u);
  on_data = [](const auto&) { return answer(R"({"answer":"42"})"); };
  m.ask({.name = "m"});
  BOOST_TEST(lookups == 2);  // what had been refused was not kept
  on_data = [](const auto&) { return status(403, "PERMISSION_DENIED"); };
  BOOST_CHECK_THROW(m.ask({.name = "m"}), PermissionDenied);
  BOOST_TEST(lookups == 2);
  BOOST_TEST(data.requests().size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_busy_data_plane_is_asked_again_as_usual) {
  const auto m = models();
  int left = 2;
  on_data = [&](const auto&) { return left-- > 0 ? status(429, "BUSY") : answer(R"({"answer":"42"})"); };
  BOOST_TEST(*m.ask({.name = "m"}).answer == "42");
  BOOST_TEST(data.requests().size() == 3u);
  BOOST_TEST(clock->sleeps().size() == 2u);
  BOOST_TEST(lookups == 1);
}

BOOST_AUTO_TEST_CASE(a_body_that_cannot_be_read_twice_is_sent_once) {
  const auto m = models();
  m.ask({.name = "m"});
  on_data = [](const auto&) { return status(401, "X"); };
  bool read = false;
  const auto once = Source::from_function([&](char* buffer, std::size_t) -> std::size_t {
    if (std::exchange(read, true)) return 0;
    *buffer = 'x';
    return 1;
  });
  BOOST_CHECK_THROW(m.send({.name = "m", .contents = once}), Unauthenticated);
  BOOST_TEST(data.requests().size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_resource_without_a_data_plane_says_so) {
  const auto m = models();
  for (const auto* body : {R"({"name":"m"})", R"({"planes":null})", R"({"planes":{}})", R"({"planes":{"query":{}}})",
                           R"({"planes":{"query":{"endpoint_url":"https://x"}}})",
                           R"({"planes":{"query":{"authorization_details":"[]"}}})",
                           R"({"planes":{"query":{"endpoint_url":"","authorization_details":""}}})"}) {
    on_control = [&](const auto& request) {
      return request.starts_with("GET /api") ? answer(body) : control_answer(request);
    };
    BOOST_TEST_CONTEXT(body) {
      BOOST_TEST(text_of_error([&] { m.ask({.name = "m"}); }) == "Resource does not support direct Data Plane access");
    }
  }
  on_control = [this](const auto& request) { return control_answer(request); };
  BOOST_TEST(*m.ask({.name = "m"}).answer == "42");
}

BOOST_AUTO_TEST_CASE(an_address_that_is_no_safe_url_gets_no_token) {
  const auto m = models();
  for (const auto* url : {"http://127.0.0.1:1/x", "ftp://x/", "https://user@x/", "//x", "https://", "https://a b/"}) {
    on_control = [&](const auto& request) {
      if (!request.starts_with("GET /api")) return control_answer(request);
      return answer(R"({"planes":{"query":{"endpoint_url":")" + std::string(url) +
                    R"(","authorization_details":"[]"}}})");
    };
    BOOST_TEST_CONTEXT(url) {
      BOOST_TEST(has(text_of_error([&] { m.ask({.name = url}); }), "the control plane gave a data-plane address"));
    }
  }
  BOOST_TEST(exchanges == 0);
}

BOOST_AUTO_TEST_CASE(a_lookup_that_fails_is_the_error_of_the_call_and_not_kept) {
  const auto m = models();
  on_control = [&](const auto& request) {
    return request.starts_with("GET /api") ? status(403, "PERMISSION_DENIED", "not yours") : control_answer(request);
  };
  BOOST_CHECK_THROW(m.ask({.name = "m"}), PermissionDenied);
  on_control = [this](const auto& request) { return control_answer(request); };
  BOOST_TEST(*m.ask({.name = "m"}).answer == "42");
}

BOOST_AUTO_TEST_CASE(a_token_server_that_refuses_is_named_and_the_address_stays) {
  const auto m = models();
  on_control = [&](const auto& request) {
    return has(request, "jwt-bearer") ? status(400, "invalid_grant", "planted") : control_answer(request);
  };
  BOOST_CHECK_THROW(m.ask({.name = "m"}), AuthError);
  on_control = [this](const auto& request) { return control_answer(request); };
  BOOST_TEST(*m.ask({.name = "m"}).answer == "42");
  BOOST_TEST(lookups == 1);
  BOOST_TEST(data.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_personal_access_token_is_refused_before_anything_is_sent) {
  auto with_pat = config();
  with_pat.auth_type = "pat";
  with_pat.token = "planted-secret";
  const Models m{Client(with_pat)};
  BOOST_TEST(text_of_error([&] { m.ask({.name = "m"}); }) == "OAuth tokens are not available for pat authentication");
  BOOST_TEST(control.requests().empty());
}

BOOST_AUTO_TEST_CASE(a_name_that_is_missing_is_refused_before_anything_is_sent) {
  const auto m = models();
  BOOST_CHECK_THROW(m.ask({.question = "?"}), InvalidArgument);
  BOOST_TEST(lookups == 0);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_lookup_and_others_who_wait_for_it_go_on) {
  const auto m = models();
  lookup_takes = 100;
  std::stop_source stop;
  std::atomic<int> cancelled = 0, answered = 0;
  std::vector<std::jthread> threads;
  threads.emplace_back([&] {
    try {
      m.ask({.name = "m"}, {.stop = stop.get_token()});
    } catch (const CallCancelled&) {
      ++cancelled;
    }
  });
  while (lookups == 0) std::this_thread::yield();
  threads.emplace_back([&] {
    if (m.ask({.name = "m"}).answer == "42") ++answered;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  stop.request_stop();
  threads.clear();
  BOOST_TEST(cancelled == 1);
  BOOST_TEST(answered == 1);
}

BOOST_AUTO_TEST_CASE(addresses_are_kept_for_a_limited_number_of_resources) {
  detail::DataPlaneAddresses addresses;
  int lookups_made = 0;
  const auto find = [&](int i) {
    return addresses.find("k" + std::to_string(i), {}, [&] {
      ++lookups_made;
      return detail::DataPlaneAddress{"u" + std::to_string(i), "d"};
    });
  };
  for (int i = 0; i < 256; ++i) BOOST_TEST(!find(i).kept);
  for (int i = 0; i < 256; ++i) BOOST_TEST(find(i).kept);
  BOOST_TEST(!find(256).kept);
  BOOST_TEST(find(1).kept);
  BOOST_TEST(!find(0).kept);  // the one not used for longest had gone
  BOOST_TEST(lookups_made == 258);
  const auto found = find(1);
  BOOST_TEST(found.address.endpoint_url == "u1");
  BOOST_TEST(addresses.forget("k1", found.version));
  BOOST_TEST(!addresses.forget("k1", found.version));
  BOOST_TEST(!find(1).kept);
  BOOST_TEST(!addresses.forget("k1", found.version));
}

BOOST_AUTO_TEST_SUITE_END()
