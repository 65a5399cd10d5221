// What the emitters need of an API: packages with types and services, all names decided. Made from an OpenAPI
// document by resolve(); nothing here knows of OpenAPI.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace specgen {

enum class Kind {
  text,
  boolean,
  integer,
  floating,
  timestamp,
  duration,
  field_mask,
  raw_json,
  bytes,   // body of an answer
  source,  // body of a request
  enumeration,
  object,
  list,
  map,
};

/// A type as members and answers use it.
struct Type {
  Kind kind = Kind::raw_json;
  std::string package{};        // of an enumeration or object
  std::string name{};           // of an enumeration or object
  std::vector<Type> element{};  // of a list or map: one
  bool nullable = false;        // as an element: null is a value

  friend bool operator==(const Type&, const Type&) = default;
};

struct Member {
  std::string wire{};
  std::string name{};  // in C++
  Type type{};
  bool deprecated = false;
};

struct Struct {
  std::string wire{};  // its name in the document
  std::string name{};  // in C++
  std::vector<Member> members{};
  std::vector<std::string> required{};                        // wire names, in order; these members come first
  std::optional<std::vector<std::string>> required_by_all{};  // of a request of several operations
  std::optional<Type> map_of{};                               // a map with a name: type of its values
  bool deprecated = false;
};

struct Enumerator {
  std::string wire{};
  std::string name{};
};

struct Enum {
  std::string name{};
  std::vector<Enumerator> values{};
  bool deprecated = false;
};

enum class BodyRule { automatic, none, empty_object, field };

struct Pages {
  std::string style{};    // `Token<"page_token", "next_page_token">`; empty: one page
  std::string results{};  // wire name; empty: the answer is the list
  Type item{};
  std::string limit{};
  std::optional<std::int64_t> limit_default{};
  std::string unique{};
};

struct Binding {
  std::string argument{};
  bool from_response = false;
  std::string field{};
};

struct Waits {
  std::string name{};
  std::string poll{};  // method of the same service
  std::vector<Binding> bindings{};
  std::string state{};
  std::string message{};
  std::vector<std::string> success{};
  std::vector<std::string> failure{};
  std::int64_t minutes = 20;
};

struct LongRunning {
  std::string poll{};
  std::vector<Binding> bindings{};
  std::optional<Type> result{};
  std::optional<Type> metadata{};
};

struct DataPlane {
  std::string service{};  // that has the lookup method
  std::string method{};
  std::string field{};
};

struct Operation {
  std::string pointer{};  // where it is in the document
  std::string verb{};     // upper case
  std::string path{};     // with `{+name}` and `{config.name}`
  std::string method{};   // snake_case as in the document
  std::string name{};     // in C++
  std::optional<Type> request{};
  std::optional<Type> response{};
  BodyRule body = BodyRule::automatic;
  std::string body_field{};
  std::string content_type = "application/json";
  std::optional<std::string> accept{};  // only where it is not what the runtime assumes; empty: no header
  std::vector<std::string> query{};
  std::vector<std::string> also_in_body{};
  std::vector<std::string> request_headers{};
  std::vector<std::string> cookies{};
  std::vector<std::string> response_headers{};
  std::string idempotency_key{};    // filled by the runtime
  std::string idempotency_token{};  // filled by the caller
  std::string item_id{};
  std::string item_name{};
  std::optional<Pages> pages{};
  std::optional<Waits> waits{};
  std::optional<LongRunning> long_running{};
  std::optional<DataPlane> data_plane{};
  bool single_argument = false;
  bool deprecated = false;
};

struct Service {
  std::string name{};      // in C++
  std::string accessor{};  // `settings.default_namespace`
  std::string client{};    // `workspace`, `account` or `api`
  std::string parent{};    // service of the same package that holds this one
  std::string control_plane{};
  std::vector<Operation> operations{};
  bool deprecated = false;
};

struct Package {
  std::string name{};
  std::map<std::string, Struct> structs{};  // by their name in the document
  std::map<std::string, Enum> enums{};
  std::vector<Service> services{};
};

struct Api {
  std::string name_space{};
  std::map<std::string, std::set<std::string>> extensions{};  // client kind -> accessors that are extended by hand
  std::map<std::string, Package> packages{};
};

}  // namespace specgen
