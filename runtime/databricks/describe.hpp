// Boost.Describe, with its limit of 52 entries per macro lifted: DATABRICKS_DESCRIBE_LARGE_STRUCT and
// DATABRICKS_DESCRIBE_LARGE_ENUM take up to four parenthesised chunks of at most 52 entries (some may be
// empty). They speak Boost.Describe's own protocol, so boost::describe::describe_members works on the result.
// Only this header knows that protocol.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#define DATABRICKS_DESCRIBE_CHUNK_(F, C, ...) BOOST_DESCRIBE_PP_FOR_EACH(F, C __VA_OPT__(, ) __VA_ARGS__)
#define DATABRICKS_DESCRIBE_UNPACK_(...) __VA_OPT__(, ) __VA_ARGS__
#define DATABRICKS_DESCRIBE_EXPAND_(...) DATABRICKS_DESCRIBE_CHUNK_(__VA_ARGS__)
#define DATABRICKS_DESCRIBE_CHUNKS_(F, C, A, B, D, E)             \
  DATABRICKS_DESCRIBE_EXPAND_(F, C DATABRICKS_DESCRIBE_UNPACK_ A) \
  DATABRICKS_DESCRIBE_EXPAND_(F, C DATABRICKS_DESCRIBE_UNPACK_ B) \
  DATABRICKS_DESCRIBE_EXPAND_(F, C DATABRICKS_DESCRIBE_UNPACK_ D) \
  DATABRICKS_DESCRIBE_EXPAND_(F, C DATABRICKS_DESCRIBE_UNPACK_ E)

#define DATABRICKS_DESCRIBE_LARGE_STRUCT(C, A, B, D, E)                                     \
  BOOST_DESCRIBE_MAYBE_UNUSED BOOST_DESCRIBE_BASES(C)                                       \
  BOOST_DESCRIBE_MAYBE_UNUSED inline auto boost_public_member_descriptor_fn(C**) {          \
    return boost::describe::detail::member_descriptor_fn_impl<boost::describe::mod_public>( \
        0 DATABRICKS_DESCRIBE_CHUNKS_(BOOST_DESCRIBE_MEMBER_IMPL, C, A, B, D, E));          \
  }                                                                                         \
  BOOST_DESCRIBE_MAYBE_UNUSED BOOST_DESCRIBE_PROTECTED_MEMBERS(C)                           \
  BOOST_DESCRIBE_MAYBE_UNUSED BOOST_DESCRIBE_PRIVATE_MEMBERS(C)

#define DATABRICKS_DESCRIBE_LARGE_ENUM(C, A, B, D, E)      \
  BOOST_DESCRIBE_MAYBE_UNUSED BOOST_DESCRIBE_ENUM_BEGIN(C) \
      DATABRICKS_DESCRIBE_CHUNKS_(BOOST_DESCRIBE_ENUM_ENTRY, C, A, B, D, E) BOOST_DESCRIBE_ENUM_END(C)
