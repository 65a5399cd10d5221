#include "operations.hpp"

#include "names.hpp"

#include <algorithm>

namespace specgen {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

// `GET /books/{isbn}/copies` -> `get_books_by_isbn_copies`
std::string derived_method(const std::string& verb, const std::string& path) {
  std::string text = verb;
  std::string segment;
  const auto finish = [&] {
    if (!segment.empty()) text += (segment.front() == '{' ? "_by_" : "_") + snake_case(segment);
    segment.clear();
  };
  for (const char c : path) {
    if (c == '/') {
      finish();
    } else {
      segment += c;
    }
  }
  finish();
  return snake_case(text);
}

// The path of a server's URL: `https://example.com/api/v3/` -> `/api/v3`.
std::string url_path(const std::string& url) {
  const auto scheme = url.find("://");
  const auto begin = scheme == std::string::npos ? url.find('/') : url.find('/', scheme + 3);
  auto path = begin == std::string::npos ? "" : url.substr(begin);
  while (path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace

bool is_json(const std::string& media_type) {
  const auto type = media_type.substr(0, media_type.find(';'));
  return type == "application/json" || type.ends_with("+json") || type == "text/json" || type == "*/*" ||
         type == "application/*";
}

bool has_body_by_default(const std::string& verb) { return verb == "POST" || verb == "PUT" || verb == "PATCH"; }

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
  std::string result;
  for (const auto& part : parts) result += (result.empty() ? "" : separator) + part;
  return result;
}

void Operations::add_services() {
  for (std::size_t i = 0; i < document_.tags.size(); ++i) {
    add_service(document_.tags[i], child("/tags", std::to_string(i)));
  }
}

void Operations::add_service(const openapi::ServiceTag& tag, const std::string& pointer) {
  const auto tag_name = tag.name.value_or("");
  if (tag_name.empty()) return problems_.report(pointer, "a tag needs a name");
  auto wire = tag.service.value_or(schemas_.dialect() ? tag_name : pascal_case(tag_name));
  const auto package = schemas_.dialect() ? tag.package.value_or("") : package_;
  if (package.empty()) return problems_.report(pointer, "the tag has no x-databricks-package");

  Service service{.name = escaped(identifier(wire)), .deprecated = tag.deprecated.value_or(false)};
  const bool is_account = tag.is_accounts.value_or(false);
  service.client = !schemas_.dialect() ? "api" : is_account ? "account" : "workspace";
  service.parent = tag.parent.value_or("");
  service.control_plane = tag.control_plane.value_or("");
  const auto without_prefix = is_account && wire.starts_with("Account") ? wire.substr(7) : wire;
  const auto own = snake_case(without_prefix);
  service.accessor = tag.accessor.value_or(service.parent.empty() ? own : snake_case(service.parent) + "." + own);

  auto& services = api_.packages[package].services;
  if (std::any_of(services.begin(), services.end(), [&](const auto& s) { return s.name == service.name; })) {
    return problems_.report(pointer, "another tag makes a service `" + service.name + "` too");
  }
  tags_[tag_name] = {package, service.name};
  tag_objects_[tag_name] = &tag;
  services.push_back(std::move(service));
}

Service& Operations::service_of(const std::string& tag) {
  if (!tags_.contains(tag)) {
    openapi::ServiceTag undeclared;
    undeclared.name = tag;
    add_service(undeclared, "/tags");
    tag_objects_.erase(tag);
  }
  const auto& place = tags_[tag];  // not a structured binding: clang 14 captures none
  auto& services = api_.packages[place.first].services;
  return *std::find_if(services.begin(), services.end(), [&](const auto& s) { return s.name == place.second; });
}

void Operations::add_paths() {
  for (const auto& [path, item] : document_.paths) {
    const auto pointer = child("/paths", path);
    const std::pair<const char*, const openapi::optional<openapi::Operation>*> verbs[] = {
        {"get", &item.get},     {"head", &item.head},      {"post", &item.post},      {"put", &item.put},
        {"patch", &item.patch}, {"delete", &item.delete_}, {"options", &item.options}};
    for (const auto& [verb, operation] : verbs) {
      if (operation->has_value()) add(path, verb, **operation, item, child(pointer, verb));
    }
    for (std::size_t i = 0; i < item.additional.size(); ++i) {
      const auto place = child(child(pointer, "x-databricks-additional-operations"), std::to_string(i));
      add(path, item.additional[i].verb.value_or("get"), item.additional[i], item, place);
    }
  }
}

void Operations::add(const std::string& path, const std::string& verb, const openapi::Operation& from,
                     const openapi::PathItem& item, const std::string& pointer) {
  std::vector<std::string> tags = from.tags;
  if (tags.empty()) tags.push_back(default_service);
  for (const auto& tag : tags) {
    if (schemas_.dialect() && !tags_.contains(tag)) {
      return problems_.report(child(pointer, "tags"), "there is no tag `" + tag + "`");
    }
    service_of(tag);
    if (!tags_.contains(tag)) return;  // reported
  }
  const auto& [package, service] = tags_[tags.front()];
  const auto known = tag_objects_.find(tags.front());
  Draft draft{from, item, known == tag_objects_.end() ? nullptr : known->second, package, service, pointer};
  draft.operation.pointer = pointer;
  draft.operation.verb = upper(verb);
  draft.operation.deprecated = from.deprecated.value_or(false);
  set_method(draft, path);
  set_parameters(draft);
  set_path(draft, path);
  set_request(draft);
  set_response(draft);
  set_rules(draft);
  for (const auto& tag : tags) {
    auto& operations = service_of(tag).operations;
    if (std::any_of(operations.begin(), operations.end(),
                    [&](const auto& o) { return o.name == draft.operation.name; })) {
      problems_.report(pointer,
                       "another operation of the tag `" + tag + "` is called `" + draft.operation.method + "` too");
    }
    operations.push_back(draft.operation);
  }
}

void Operations::set_method(Draft& draft, const std::string& path) {
  auto id = draft.from.operation_id.value_or("");
  const auto tag_style = draft.tag ? draft.tag->path_style.value_or("") : "";
  if (draft.from.path_style.value_or(tag_style) == "rpc") {
    draft.operation.method = snake_case(path.substr(path.rfind('/') + 1));
  } else if (id.empty()) {
    draft.operation.method = derived_method(snake_case(draft.operation.verb), path);
  } else {
    // Only Databricks' dialect has `Service.method`.
    if (schemas_.dialect()) id = id.substr(id.rfind('.') + 1);
    draft.operation.method = snake_case(id);
  }
  draft.operation.name = escaped(draft.operation.method);
}

void Operations::set_parameters(Draft& draft) {
  const auto add_all = [&](const openapi::list<openapi::Parameter>& list, const std::string& pointer) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto* parameter = &list[i];
      auto place = child(pointer, std::to_string(i));
      if (parameter->ref.has_value()) {
        const auto* found = component(document_.components.parameters, "parameters", *parameter->ref);
        if (!found) {
          problems_.report(child(place, "$ref"), "`" + *parameter->ref + "` is not one of #/components/parameters");
          continue;
        }
        place = parameter->ref->substr(1);
        parameter = found;
      }
      // A parameter of the operation replaces that of the path with the same name.
      std::erase_if(draft.parameters, [&](const auto& other) {
        return other.first->name == parameter->name && other.first->in == parameter->in;
      });
      draft.parameters.emplace_back(parameter, place);
    }
  };
  const auto path_pointer = draft.pointer.substr(0, draft.pointer.find('/', std::string("/paths/").size()));
  add_all(draft.item.parameters, child(path_pointer, "parameters"));
  add_all(draft.from.parameters, child(draft.pointer, "parameters"));
}

void Operations::set_path(Draft& draft, const std::string& path) {
  std::string result = server_prefix(draft);
  std::size_t position = 0;
  while (true) {
    const auto open = path.find('{', position);
    const auto close = path.find('}', open);
    if (open == std::string::npos || close == std::string::npos) break;
    result += path.substr(position, open - position);
    const auto name = path.substr(open + 1, close - open - 1);
    const auto found = std::find_if(draft.parameters.begin(), draft.parameters.end(), [&](const auto& parameter) {
      return parameter.first->name == name && parameter.first->in == std::string("path");
    });
    if (found == draft.parameters.end()) {
      problems_.report(draft.pointer, "the path has a hole `{" + name + "}` without a parameter");
    } else if (found->first->from_config.has_value()) {
      result += "{config." + *found->first->from_config + "}";
    } else {
      result += (found->first->multi_segment.value_or(false) ? "{+" : "{") + name + "}";
    }
    position = close + 1;
  }
  draft.operation.path = result + path.substr(position);
}

std::string Operations::server_prefix(const Draft& draft) {
  const auto path_pointer = draft.pointer.substr(0, draft.pointer.find('/', std::string("/paths/").size()));
  const std::pair<const openapi::list<openapi::Server>*, std::string> places[] = {
      {&draft.from.servers, draft.pointer}, {&draft.item.servers, path_pointer}, {&document_.servers, ""}};
  for (const auto& [servers, pointer] : places) {
    if (servers->empty()) continue;
    const auto place = child(pointer, "servers");
    std::string prefix = url_path(servers->front().url.value_or(""));
    if (prefix.find('{') != std::string::npos) {
      problems_.report(place, "a server's path with variables is not supported");
    }
    for (const auto& server : *servers) {
      if (url_path(server.url.value_or("")) != prefix) {
        problems_.report(place, "servers with different paths are not supported");
      }
    }
    return prefix;
  }
  return "";
}

}  // namespace specgen
