// Where the vtables of the stream interfaces live.
#include <databricks/stream.hpp>

namespace databricks {

ByteSource::~ByteSource() = default;
ByteSink::~ByteSink() = default;
void ByteSink::begin(const HttpResponse&) {}

}  // namespace databricks
