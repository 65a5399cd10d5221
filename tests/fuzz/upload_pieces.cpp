// Fuzzes the local store's side of a resumable upload: each line is a Content-Range and, behind a `|`, the bytes of one
// request. Whatever comes, what is stored only grows, by no more than was sent, and becomes the file as it is.
#include "require.hpp"
#include "testing/local/store_refusal.hpp"
#include "testing/local/upload_sessions.hpp"

#include <databricks/service_error.hpp>

namespace {

using namespace databricks::testing::local;
using fuzz::require;

const std::string kPath = "/Volumes/main/default/data/f";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto volumes = new_volumes();
  UploadSessions sessions(volumes);
  const auto token = sessions.open(kPath, false);
  UploadSessions::Stored before;
  while (!input.empty()) {
    const auto line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(input.size(), line.size() + 1));
    const auto bar = std::min(line.find('|'), line.size());
    const auto bytes = line.substr(std::min(bar + 1, line.size()));
    try {
      const auto now = sessions.put_piece(token, std::string(line.substr(0, bar)), bytes);
      require(now.bytes >= before.bytes, "what is stored stays");
      require(now.bytes - before.bytes <= bytes.size(), "nothing is stored that was not sent");
      require(now.is_complete >= before.is_complete, "complete is complete");
      before = now;
    } catch (const StoreRefused&) {
    }
    const auto* file = find_file(volumes->tree, kPath);
    require((file != nullptr) == before.is_complete, "a file is there when the upload is complete");
    require(file == nullptr || file->bytes.size() == before.bytes, "with all its bytes");
  }
  return 0;
}
