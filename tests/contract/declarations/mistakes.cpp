// Declarations of endpoints with a mistake each; MISTAKE chooses one, 0 is none. See run.
#include <databricks/client.hpp>
#include <databricks/endpoint.hpp>
#include <databricks/reflect.hpp>

using namespace databricks;

struct Named {
  optional<std::string> text{};
};
BOOST_DESCRIBE_STRUCT(Named, (), (text))
struct Thing {
  optional<std::string> id{};
  boxed<Named> name{};
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, name))
struct ListThings {
  optional<std::string> page_token{};
  optional<std::int64_t> start{};
  optional<std::int64_t> count{};
};
BOOST_DESCRIBE_STRUCT(ListThings, (), (page_token, start, count))
struct ThingPage {
  list<Thing> things{};
  optional<std::string> next{};
};
BOOST_DESCRIBE_STRUCT(ThingPage, (), (things, next))

#if MISTAKE == 1
#define RULES Pages<Thing, "things", Token<"page_tocken", "next">>
#elif MISTAKE == 2
#define RULES Pages<Thing, "things", Token<"page_token", "nixt">>
#elif MISTAKE == 3
#define RULES Pages<Thing, "thongs">
#elif MISTAKE == 4
#define RULES Pages<Named, "things">
#elif MISTAKE == 5
#define RULES Pages<Thing, "things", Offset<"strat", 1>>
#elif MISTAKE == 6
#define RULES Pages<Thing, "things", Offset<"start", 1>, Limit<"cuont">>
#elif MISTAKE == 7
#define RULES Pages<Thing, "things", Offset<"start", 1>, Unique<"di">>
#elif MISTAKE == 8
#define RULES Pages<Thing, "things">, ItemKeys<"ide">
#elif MISTAKE == 9
#define RULES Pages<Thing, "things">, ItemKeys<"id", "nam">
#elif MISTAKE == 10
#define RULES Pages<Thing, "things">, ItemKeys<"id", "name.txet">
#elif MISTAKE == 11
#define RULES Pages<Thing, "things", NextRequest<"nixt">>
#elif MISTAKE == 12
#define RULES Pages<Thing, "">
#elif MISTAKE == 13
#define RULES Pages<Thing, "next">
#else
#define RULES \
  Pages<Thing, "things", Token<"page_token", "next">, Limit<"count">, Unique<"id">>, ItemKeys<"id", "name.text">
#endif

struct Things : Service {
  Endpoint<"GET /things", ListThings, ThingPage, RULES> list_things{*this};
};

std::size_t use(const Client& client) { return Things{client}.list_things().collect().size(); }
