// The names that are macros on some platform, as macros that break whatever they touch. The standard library and
// Boost.Describe are included before: only what is ours must survive.
#include <boost/describe.hpp>

#include <bits/stdc++.h>

#undef NULL
#undef stderr
#undef stdin
#undef stdout
#define POISON this does not compile
#define NULL POISON
#define MIN POISON
#define MAX POISON
#define min(a, b) POISON
#define max(a, b) POISON
#define ADD POISON
#define DELETE POISON
#define ERROR POISON
#define IN POISON
#define OUT POISON
#define stderr POISON
#define stdin POISON
#define stdout POISON
#define small POISON
#define interface POISON
#define GetMessage POISON
#define GetObject POISON

#include "all_headers.hpp"

int main() {}
