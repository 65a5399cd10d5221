// Whether a process is still the one that made something.
#pragma once

namespace databricks {

/// Another number in every child that fork() makes. Unlike getpid() it costs no system call.
unsigned process_generation();

}  // namespace databricks
