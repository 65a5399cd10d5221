#include "path_file.hpp"

#include <databricks/error.hpp>

#include <exception>

namespace databricks::ext {

PathFile::PathFile(std::unique_ptr<State> state) : state_(std::move(state)) {
  state_->exceptions_before = std::uncaught_exceptions();
  if (state_->reader) {
    state_->in.rdbuf(state_->reader.get());
    state_->in.exceptions(std::ios::badbit);
  } else {
    state_->out.rdbuf(state_->writer.get());
    state_->out.exceptions(std::ios::badbit);
  }
}

PathFile::PathFile(PathFile&&) noexcept = default;

PathFile::~PathFile() {
  if (!state_ || !state_->writer || std::uncaught_exceptions() > state_->exceptions_before) return;
  try {
    close();
  } catch (...) {
    // As with a standard stream: close() would have told.
  }
}

std::istream& PathFile::in() {
  if (!state_->reader) throw InvalidArgument("the file is not open for reading");
  return state_->in;
}

std::ostream& PathFile::out() {
  if (!state_->writer) throw InvalidArgument("the file is not open for writing");
  return state_->out;
}

std::uint64_t PathFile::size() const { return state_->size; }

void PathFile::close() {
  if (state_->writer) state_->writer->finish();
}

}  // namespace databricks::ext
