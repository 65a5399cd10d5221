// Marks what the shared library exports; everything else is hidden.
#pragma once

#if defined(_WIN32)
#if defined(DATABRICKS_BUILDING)
#define DATABRICKS_API __declspec(dllexport)
#else
#define DATABRICKS_API __declspec(dllimport)
#endif
#else
#define DATABRICKS_API __attribute__((visibility("default")))
#endif
