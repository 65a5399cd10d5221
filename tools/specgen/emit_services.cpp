#include "emit.hpp"
#include "spelling.hpp"
#include "text.hpp"

#include <algorithm>
#include <set>

namespace specgen {
namespace {

using Lines = std::vector<std::string>;

std::string template_of(const std::string& name, const Lines& arguments) {
  std::string result = name + "<";
  for (std::size_t i = 0; i < arguments.size(); ++i) result += (i > 0 ? ", " : "") + arguments[i];
  return result + ">";
}

Lines literals(const std::vector<std::string>& texts) {
  Lines result;
  for (const auto& text : texts) result.push_back(literal(text));
  return result;
}

/// Writes the services of one package.
class ServiceWriter {
 public:
  ServiceWriter(const Api& api, const Package& package)
      : api_(api), package_(package), spelling_(api, package, "model::") {
    std::set<std::string> hidden;
    for (const auto& service : package.services) hidden.insert(service.name);
    // A method `list` hides the template in the whole class.
    hidden.insert({"list", "map", "optional", "boxed", "open_enum"});
    spelling_.hide(hidden);
  }

  std::string header();

 private:
  std::string word(const std::string& name) const { return spelling_.word(name); }
  std::string type(const std::optional<Type>& type) const { return type ? spelling_.element(*type) : "void"; }
  std::string trait(const std::string& name, const Lines& arguments) const {
    return template_of(word(name), arguments);
  }
  const Operation* find(const std::string& service, const std::string& method, const Operation& from) const;

  std::string service_text(const Service& service);
  std::string wait_aliases(const Service& service);
  std::string waiters(const Service& service) const;
  std::string operation_text(const Service& service, const Operation& operation) const;
  void add_placing(const Operation& operation, Lines& traits) const;
  Lines traits(const Service& service, const Operation& operation) const;
  std::string endpoint(const Service& service, const std::string& method, const Operation& from) const;
  std::string bindings(const std::vector<Binding>& bindings) const;
  std::string pages(const Operation& operation) const;
  std::string waits(const Service& service, const Operation& operation) const;
  std::string forward_declarations() const;
  std::vector<const Service*> children_first() const;

  const Api& api_;
  const Package& package_;
  Spelling spelling_;
  std::map<std::string, std::string> aliases_{};  // text of Waits -> its name
  std::set<std::string> alias_names_{};
};

const Operation* ServiceWriter::find(const std::string& service, const std::string& method, const Operation&) const {
  for (const auto& candidate : package_.services) {
    if (candidate.name != service) continue;
    for (const auto& operation : candidate.operations) {
      if (operation.method == method) return &operation;
    }
  }
  return nullptr;
}

void ServiceWriter::add_placing(const Operation& operation, Lines& traits) const {
  if (!operation.query.empty()) traits.push_back(trait("Query", literals(operation.query)));
  switch (operation.body) {
    case BodyRule::automatic:
      break;
    case BodyRule::none:
      traits.push_back(word("NoBody"));
      break;
    case BodyRule::empty_object:
      traits.push_back(word("EmptyBody"));
      break;
    case BodyRule::field: {
      Lines arguments{literal(operation.body_field)};
      if (operation.content_type != "application/json") arguments.push_back(literal(operation.content_type));
      traits.push_back(trait("Body", arguments));
    }
  }
  if (!operation.also_in_body.empty()) traits.push_back(trait("AlsoInBody", literals(operation.also_in_body)));
  if (!operation.request_headers.empty())
    traits.push_back(trait("RequestHeaders", literals(operation.request_headers)));
  if (!operation.cookies.empty()) traits.push_back(trait("Cookies", literals(operation.cookies)));
  if (operation.accept) traits.push_back(trait("Accept", {literal(*operation.accept)}));
  if (!operation.response_headers.empty()) {
    traits.push_back(trait("ResponseHeaders", literals(operation.response_headers)));
  }
}

std::string ServiceWriter::pages(const Operation& operation) const {
  const auto& pages = *operation.pages;
  Lines arguments{spelling_.element(pages.item), literal(pages.results)};
  if (!pages.style.empty()) arguments.push_back(pages.style);
  if (!pages.limit.empty()) {
    Lines limit{literal(pages.limit)};
    if (pages.limit_default) limit.push_back(std::to_string(*pages.limit_default));
    arguments.push_back(trait("Limit", limit));
  }
  if (!pages.unique.empty()) arguments.push_back(trait("Unique", {literal(pages.unique)}));
  return trait("Pages", arguments);
}

std::string ServiceWriter::bindings(const std::vector<Binding>& bindings) const {
  Lines arguments;
  for (const auto& binding : bindings) {
    arguments.push_back(trait(binding.from_response ? "FromResponse" : "FromRequest",
                              {literal(binding.argument), literal(binding.field)}));
  }
  return trait("Bindings", arguments);
}

// The endpoint that polls or looks something up: only what a request of it needs.
std::string ServiceWriter::endpoint(const Service& service, const std::string& method, const Operation& from) const {
  const auto* operation = find(service.name, method, from);
  Lines arguments{literal(operation->verb + " " + operation->path), type(operation->request),
                  type(operation->response)};
  add_placing(*operation, arguments);
  return trait("Endpoint", arguments);
}

std::string ServiceWriter::waits(const Service& service, const Operation& operation) const {
  const auto& waits = *operation.waits;
  Lines arguments{literal(waits.name),
                  endpoint(service, waits.poll, operation),
                  bindings(waits.bindings),
                  literal(waits.state),
                  literal(waits.message),
                  trait("States", literals(waits.success)),
                  trait("States", literals(waits.failure))};
  if (waits.minutes != 20) arguments.push_back(std::to_string(waits.minutes));
  return trait("Waits", arguments);
}

Lines ServiceWriter::traits(const Service& service, const Operation& operation) const {
  Lines result;
  add_placing(operation, result);
  if (!operation.idempotency_key.empty())
    result.push_back(trait("IdempotencyKey", {literal(operation.idempotency_key)}));
  if (!operation.idempotency_token.empty())
    result.push_back(trait("IdempotencyToken", {literal(operation.idempotency_token)}));
  if (operation.pages) result.push_back(pages(operation));
  if (!operation.item_id.empty() || !operation.item_name.empty()) {
    Lines keys{literal(operation.item_id)};
    if (!operation.item_name.empty()) keys.push_back(literal(operation.item_name));
    result.push_back(trait("ItemKeys", keys));
  }
  if (operation.waits) {
    result.push_back(aliases_.at(waits(service, operation)));
  }
  if (operation.long_running) {
    const auto& rule = *operation.long_running;
    Lines arguments{endpoint(service, rule.poll, operation), bindings(rule.bindings), type(rule.result)};
    if (rule.metadata) arguments.push_back(type(rule.metadata));
    result.push_back(trait("LongRunning", arguments));
  }
  if (operation.data_plane) {
    Service control{.name = operation.data_plane->service};
    result.push_back(trait("DataPlane", {endpoint(control, operation.data_plane->method, operation),
                                         literal(operation.data_plane->field)}));
  }
  if (operation.single_argument) result.push_back(word("SingleArgument"));
  if (operation.deprecated) result.push_back(word("Deprecated"));
  return result;
}

std::string ServiceWriter::operation_text(const Service& service, const Operation& operation) const {
  Lines arguments{literal(operation.verb + " " + operation.path), type(operation.request), type(operation.response)};
  for (auto& trait : traits(service, operation)) arguments.push_back(std::move(trait));
  const auto name = operation.name + "{*this};";
  const auto declaration = wrapped("  " + word("Endpoint") + "<", arguments, ">", 11);
  const auto last_line = declaration.substr(declaration.rfind('\n') + 1);
  const bool fits = last_line.size() + 1 + name.size() <= line_width;
  return declaration + (fits ? " " : "\n      ") + name + "\n";
}

// Every rule has a name, as waiters refer to it too.
std::string ServiceWriter::wait_aliases(const Service& service) {
  std::string text;
  for (const auto& operation : service.operations) {
    if (!operation.waits) continue;
    const auto rule = waits(service, operation);
    if (aliases_.contains(rule)) continue;
    std::string base;
    bool upper = true;
    for (const char c : operation.waits->name) {
      if (c != '_') base += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = c == '_';
    }
    auto name = base;
    for (int number = 2; !alias_names_.insert(name).second; ++number) name = base + std::to_string(number);
    aliases_[rule] = name;
    text += wrapped("using " + name + " =", {rule}, ";", 4) + "\n";
  }
  return text;
}

// Waits by identifiers. Rules of the same name differ only in where these come from.
std::string ServiceWriter::waiters(const Service& service) const {
  std::string text;
  std::set<std::string> written;
  for (const auto& operation : service.operations) {
    if (!operation.waits || !written.insert(operation.waits->name).second) continue;
    text +=
        "  " + trait("Waiter", {aliases_.at(waits(service, operation))}) + " " + operation.waits->name + "{*this};\n";
  }
  return text;
}

std::string ServiceWriter::service_text(const Service& service) {
  std::string text;
  if (const auto aliases = wait_aliases(service); !aliases.empty()) text += aliases + "\n";
  if (service.deprecated) text += "// Deprecated.\n";
  text += "struct " + service.name + " : ::databricks::Service {\n";
  for (const auto& operation : service.operations) text += operation_text(service, operation);
  text += waiters(service);
  for (const auto& nested : package_.services) {
    if (nested.parent != service.name || service.name.empty()) continue;
    text += "  " + nested.name + " " + nested.accessor.substr(nested.accessor.rfind('.') + 1) + "{*this};\n";
  }
  return text + "};\n";
}

std::vector<const Service*> ServiceWriter::children_first() const {
  std::vector<const Service*> result;
  for (const auto& service : package_.services) {
    if (!service.parent.empty()) result.push_back(&service);
  }
  for (const auto& service : package_.services) {
    if (service.parent.empty()) result.push_back(&service);
  }
  return result;
}

std::string ServiceWriter::forward_declarations() const {
  std::map<std::string, std::set<std::string>> used;  // by package
  const auto note = [&](const std::optional<Type>& type) {
    if (!type) return;
    visit_named(*type, [&](const Type& t) {
      used[t.package].insert((t.kind == Kind::enumeration ? "enum class " : "struct ") + type_name(api_, t) + ";\n");
    });
  };
  for (const auto& service : package_.services) {
    for (const auto& operation : service.operations) {
      note(operation.request);
      note(operation.response);
      if (operation.pages) note(operation.pages->item);
      if (operation.long_running) note(operation.long_running->result);
      if (operation.long_running) note(operation.long_running->metadata);
    }
  }
  used[package_.name];  // for the alias `model`
  std::string text;
  for (const auto& [package, declarations] : used) {
    const auto name_space = api_.name_space + "::" + package;
    text += "namespace " + name_space + " {\n";
    if (!declarations.empty()) {
      text += "template <class T>\nconst ::databricks::Type& databricks_type(::databricks::Tag<T>);\n";
    }
    for (const auto& declaration : declarations) text += declaration;
    text += "}  // namespace " + name_space + "\n\n";
  }
  return text;
}

std::string ServiceWriter::header() {
  const auto name_space = api_.name_space + "::services::" + package_.name;
  std::string text = "// " + std::string(generated_mark) + "\n#pragma once\n\n#include <databricks/endpoint.hpp>\n\n";
  text += forward_declarations();
  text += "namespace " + name_space + " {\n\n";
  if (api_.name_space != "databricks") text += "using namespace ::databricks;\n";
  text += "namespace model = ::" + api_.name_space + "::" + package_.name + ";\n";
  for (const auto* service : children_first()) text += "\n" + service_text(*service);
  return text + "\n}  // namespace " + name_space + "\n";
}

}  // namespace

void emit_services(const Api& api, const Package& package, Files& files) {
  files["services/" + directory(api.name_space) + "/services/" + package.name + ".hpp"] =
      ServiceWriter(api, package).header();
}

}  // namespace specgen
