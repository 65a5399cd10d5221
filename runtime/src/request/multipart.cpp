#include "request/multipart.hpp"

#include "request/uuid.hpp"

#include <databricks/error.hpp>

#include <algorithm>

namespace databricks::detail {

namespace {

// Of a parameter in quotes: RFC 7578 leaves it open, and this is what browsers send (HTML, 4.10.21.8).
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') {
      out += "%22";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else {
      out += c;
    }
  }
  return out + '"';
}

// One source after the other. Texts between files are sources, too.
class ChainSource final : public ByteSource {
 public:
  explicit ChainSource(std::vector<Source> sources) : sources_(std::move(sources)) {}

  std::size_t read(char* buffer, std::size_t size) override {
    while (current_ < sources_.size() && size > 0) {
      if (const auto n = sources_[current_].get()->read(buffer, size)) return n;
      ++current_;
    }
    return 0;
  }

  std::optional<std::uint64_t> size() const override {
    std::uint64_t sum = 0;
    for (auto i = current_; i < sources_.size(); ++i) {
      const auto size = sources_[i].get()->size();
      if (!size) return std::nullopt;
      sum += *size;
    }
    return sum;
  }

  bool rewind() override {
    current_ = 0;
    return std::all_of(sources_.begin(), sources_.end(), [](const Source& source) { return source.get()->rewind(); });
  }

 private:
  std::vector<Source> sources_;
  std::size_t current_ = 0;
};

}  // namespace

MultipartForm::MultipartForm() : boundary_("databricks-" + random_uuid()) {}

void MultipartForm::add(std::string_view name, std::string_view value) {
  parts_.push_back({"Content-Disposition: form-data; name=" + quoted(name) + "\r\n\r\n", std::string(value)});
}

void MultipartForm::add_file(std::string_view name, std::string_view file_name, const Source& contents) {
  if (!contents.has_value())
    throw InvalidArgument("the file `" + std::string(name) + "` of a form is a Source without bytes");
  parts_.push_back({"Content-Disposition: form-data; name=" + quoted(name) + "; filename=" + quoted(file_name) +
                        "\r\nContent-Type: application/octet-stream\r\n\r\n",
                    contents});
}

std::string MultipartForm::content_type() const { return "multipart/form-data; boundary=" + boundary_; }

Source MultipartForm::body() const {
  std::vector<Source> sources;
  const char* line_end = "";
  for (const auto& part : parts_) {
    sources.emplace_back(line_end + ("--" + boundary_) + "\r\n" + part.head);
    sources.push_back(part.contents);
    line_end = "\r\n";
  }
  sources.emplace_back(line_end + ("--" + boundary_) + "--\r\n");
  return Source(std::make_shared<ChainSource>(std::move(sources)));
}

}  // namespace databricks::detail
