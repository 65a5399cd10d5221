// Fuzzes resume tokens. Nothing but InvalidArgument may be thrown, its text short and fit to be shown; what is accepted
// gives a token that is accepted again, and is then the same.
#include "require.hpp"

#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

namespace {

using namespace databricks;
using fuzz::require;

struct Poll {
  optional<std::string> name{};
  optional<std::int64_t> run_id{};
};
BOOST_DESCRIBE_STRUCT(Poll, (), (name, run_id))

constexpr Binding kName[] = {{"name", true, "name"}};
constexpr Binding kBoth[] = {{"name", true, "name"}, {"run_id", true, "run_id"}};
using GetPoll = Endpoint<"GET /x/{name}", Poll, Poll>;
constexpr PollTable kPolls[] = {{&GetPoll::table, kName}, {&GetPoll::table, kBoth}};

Client client() {
  Config config;
  config.host = "https://a.b";
  config.token = "planted-secret";
  config.environment = [](std::string_view) { return std::optional<std::string>(); };
  return Client(config);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const Client owner = client();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& poll : kPolls) {
    try {
      const auto token = detail::resume_token(detail::resume(*owner.engine(), poll, text));
      require(detail::resume_token(detail::resume(*owner.engine(), poll, token)) == token, "a token stays the same");
    } catch (const InvalidArgument& error) {
      const std::string_view what = error.what();
      require(what.size() < 400 && what.find('\n') == what.npos, "an error is one short line");
    }
  }
  return 0;
}
