// Signs in with the client credentials grant at a foreign OAuth server and uses the token. Usage: client ADDRESS
// CA_FILE
#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

struct GetToken {};
BOOST_DESCRIBE_STRUCT(GetToken, (), ())
struct TokenSeen {
  std::string client_id{};
  std::string scope{};
  std::string jti{};
};
BOOST_DESCRIBE_STRUCT(TokenSeen, (), (client_id, scope, jti))
inline constexpr databricks::Declare<"GET /api/2.0/token", GetToken, TokenSeen> get_token;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  std::exit(1);
}

databricks::Config config(const std::string& address, const std::string& ca_file) {
  databricks::Config made;
  made.host = address;
  made.ca_file = ca_file;
  made.client_id = "service principal";
  made.client_secret = "planted-secret %/@ +:";
  made.scopes = {"sql", "clusters"};
  made.discovery_url = address + "/oidc/.well-known/openid-configuration";
  made.environment = [](std::string_view) { return std::nullopt; };
  made.host_metadata = [](std::string_view) { return std::string(); };
  return made;
}

}  // namespace

int main(int count, char** arguments) {
  require(count == 3, "usage: client ADDRESS CA_FILE");
  const databricks::Client client(config(arguments[1], arguments[2]));
  const auto first = client.call(get_token);
  require(first.client_id == "service principal", "the server knows who is calling");
  require(first.scope == "clusters sql", "the token has the scopes");
  require(client.call(get_token).jti == first.jti, "the token is kept");
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));
  require(client.call(get_token).jti != first.jti, "an expiring token is renewed");

  auto wrong = config(arguments[1], arguments[2]);
  wrong.client_secret = "planted-secret, but wrong";
  try {
    databricks::Client(wrong).call(get_token);
    require(false, "a wrong secret is refused");
  } catch (const databricks::Error& error) {
    const std::string_view text = error.what();
    require(text.find("invalid_client") != text.npos, "the server's reason is shown");
    require(text.find("planted-secret") == text.npos, "the secret is not shown");
  }
  return 0;
}
