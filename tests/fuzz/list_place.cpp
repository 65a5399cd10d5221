// Fuzzes resume tokens of lists, which come from wherever a program kept them. The first byte chooses the style of the
// list; nothing may crash, nothing but InvalidArgument be thrown, and a token that is taken says the same when it is
// written again.
#include "call/list_place.hpp"
#include "require.hpp"

#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

namespace {

using namespace databricks;
using fuzz::require;

struct Request {
  optional<std::string> token{};
  optional<std::int64_t> start{};
  boxed<Request> inner{};
};
BOOST_DESCRIBE_STRUCT(Request, (), (token, start, inner))
struct Answer {
  list<std::string> items{};
  optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(Answer, (), (items, next))

template <class... Rules>
using List = Endpoint<"GET /list", Request, Answer, Pages<std::string, "items", Rules...>>;

constexpr const EndpointTable* kLists[] = {&List<Token<"token", "next">>::table, &List<Offset<"start", 1>>::table,
                                           &List<PageNumber<"start", 1, 1>>::table, &List<NextRequest<"next">>::table,
                                           &List<>::table};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const EndpointTable& list = *kLists[data[0] % std::size(kLists)];
  try {
    const auto place = detail::read_resume_token(list, {reinterpret_cast<const char*>(data) + 1, size - 1});
    const auto again = detail::read_resume_token(list, detail::write_resume_token(list, place));
    require(again.page == place.page && again.index == place.index && again.end == place.end, "a place stays the same");
  } catch (const InvalidArgument& error) {
    require(std::string_view(error.what()).size() < 200, "an error is short");
  }
  return 0;
}
