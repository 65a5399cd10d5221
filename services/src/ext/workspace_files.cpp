// Contents of notebooks and files, past the JSON forms of import and export.
#include <databricks/ext/workspace.hpp>

#include "request/multipart.hpp"

#include <databricks/error_details.hpp>
#include <databricks/models/workspace.hpp>

namespace databricks::ext {

namespace {

using workspace::ImportFormat;
using workspace::Language;

struct Ending {
  std::string_view text;
  Language language;
};
constexpr Ending kEndings[] = {
    {".py", Language::PYTHON}, {".sql", Language::SQL}, {".scala", Language::SCALA}, {".R", Language::R}};

std::optional<Language> language_of(const std::string& path, const WorkspaceUploadOptions& options) {
  if (options.language) return options.language;
  if (options.format.value_or(ImportFormat::SOURCE) != ImportFormat::SOURCE) return std::nullopt;
  for (const auto& ending : kEndings) {
    if (path.ends_with(ending.text)) return ending.language;
  }
  return std::nullopt;
}

template <class E>
std::string text_of(E value) {
  return std::string(open_enum<E>(value).text());
}

detail::MultipartForm form_of(const std::string& path, const Source& contents, const WorkspaceUploadOptions& options) {
  detail::MultipartForm form;
  form.add("path", path);
  if (options.format) form.add("format", text_of(*options.format));
  if (const auto language = language_of(path, options)) form.add("language", text_of(*language));
  if (options.overwrite) form.add("overwrite", "true");
  form.add_file("content", "content", contents);
  return form;
}

// The same error, saying what most often helps.
[[noreturn]] void throw_with_hint(const InvalidParameterValue& error) {
  ServiceError hinted{
      .status_code = error.status_code(),
      .error_code = error.error_code(),
      .message =
          "the service could not take this as a notebook; ImportFormat::AUTO imports any file: " + error.message(),
      .request_id = error.request_id(),
      .retry_after = error.retry_after(),
      .details = std::make_shared<ErrorDetails>(error.details()),
      .round_trip = error.round_trip()};
  InvalidParameterValue thrown(std::move(hinted));
  thrown.set_call(error.call());
  throw thrown;
}

}  // namespace

void Workspace::upload(const std::string& path, const Source& contents, const WorkspaceUploadOptions& options,
                       const CallOptions& call) const {
  const auto form = form_of(path, contents, options);
  try {
    client_.do_("POST", "/api/2.0/workspace/import", {.body = form.body(), .content_type = form.content_type()}, call);
  } catch (const InvalidParameterValue& error) {
    throw_with_hint(error);
  }
}

void Workspace::download(const std::string& path, const Sink& to, std::optional<workspace::ExportFormat> format,
                         const CallOptions& call) const {
  RawCall raw{.query = {{"path", path}, {"direct_download", "true"}}, .accept = "application/octet-stream"};
  if (format) raw.query.emplace_back("format", text_of(*format));
  CallOptions options = call;
  options.to = to;
  client_.do_("GET", "/api/2.0/workspace/export", raw, options);
}

std::string Workspace::read_file(const std::string& path, const CallOptions& call) const {
  std::string contents;
  download(path, Sink::to_memory(contents), std::nullopt, call);
  return contents;
}

void Workspace::write_file(const std::string& path, const std::string& contents, const CallOptions& call) const {
  upload(path, Source(contents), {.format = ImportFormat::AUTO, .overwrite = true}, call);
}

}  // namespace databricks::ext
