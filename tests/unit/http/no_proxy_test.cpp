// What NO_PROXY matches.
#include "http/no_proxy.hpp"

#include <boost/test/unit_test.hpp>

using databricks::NoProxy;
using databricks::parse_origin;

BOOST_AUTO_TEST_SUITE(no_proxy)

namespace {

struct Row {
  const char* list;
  const char* origin;
  bool direct;
};

constexpr Row kRows[] = {
    {"", "https://a.example.com", false},
    {"*", "https://a.example.com", true},
    {"other, * ,", "http://10.0.0.1", true},
    {"*x", "https://x", false},
    // names
    {"example.com", "https://example.com", true},
    {"example.com", "https://a.b.example.com", true},
    {"EXAMPLE.com", "https://a.Example.COM", true},
    {"example.com", "https://badexample.com", false},
    {"example.com", "https://example.com.evil", false},
    {".example.com", "https://example.com", false},
    {".example.com", "https://a.example.com", true},
    {"*.example.com", "https://a.example.com", true},
    {"*.example.com", "https://example.com", false},
    {" a , \texample.com ,,", "https://example.com", true},
    {"ample.com", "https://example.com", false},
    // ports
    {"example.com:8443", "https://example.com:8443", true},
    {"example.com:8443", "https://a.example.com:8443", true},
    {"example.com:8443", "https://example.com", false},
    {"example.com:443", "https://example.com", true},
    {"example.com:80", "http://example.com", true},
    {".corp:80", "http://a.corp:8080", false},
    {"10.0.0.1:81", "http://10.0.0.1:81", true},
    {"10.0.0.1:81", "http://10.0.0.1", false},
    {"[::1]:81", "http://[::1]:81", true},
    {"[::1]:81", "http://[::1]", false},
    // addresses
    {"10.0.0.1", "http://10.0.0.1:8080", true},
    {"10.0.0.1", "http://10.0.0.10", false},
    {"0.0.1", "http://10.0.0.1", false},
    {"::1", "http://[::1]", true},
    {"[::1]", "http://[0:0:0:0:0:0:0:1]", true},
    {"2001:DB8::1", "http://[2001:db8::1]", true},
    {"::ffff:10.0.0.1", "http://10.0.0.1", true},
    // networks
    {"10.0.0.0/8", "http://10.255.3.4", true},
    {"10.0.0.0/8", "http://11.0.0.1", false},
    {"192.168.4.0/22", "http://192.168.7.255", true},
    {"192.168.4.0/22", "http://192.168.8.0", false},
    {"10.1.2.3/32", "http://10.1.2.3", true},
    {"10.1.2.3/32", "http://10.1.2.2", false},
    {"0.0.0.0/0", "http://8.8.8.8", true},
    {"0.0.0.0/0", "http://[2001:db8::1]", false},
    {"fd00::/8", "http://[fdff::1]", true},
    {"fd00::/8", "http://[fe00::1]", false},
    {"2001:db8::/33", "http://[2001:db8:7fff::1]", true},
    {"2001:db8::/33", "http://[2001:db8:8000::1]", false},
    {"10.0.0.0/8", "http://10.example", false},
    // what is none of these
    {"10.0.0.0/33", "http://10.0.0.1", false},
    {"10.0.0.0/", "http://10.0.0.1", false},
    {"10.0.0.0/-1", "http://10.0.0.1", false},
    {"10.0.0.0/8:80", "http://10.0.0.1", false},
    {"fd00::/129", "http://[fd00::1]", false},
    {"/", "http://a", false},
    {":", "http://a", false},
    {":80", "http://a", false},
    {".", "http://a", false},
    {"*.", "http://a", false},
    {"[", "http://a", false},
    {"[]", "http://a", false},
    {"http://a", "http://a", false},
};

}  // namespace

BOOST_AUTO_TEST_CASE(row_46_lists) {
  for (const auto& row : kRows) {
    BOOST_TEST(NoProxy(row.list).matches(parse_origin(row.origin)) == row.direct, row.list << " for " << row.origin);
  }
}

BOOST_AUTO_TEST_CASE(huge_lists) {
  const auto origin = parse_origin("https://a.b");
  BOOST_TEST(!NoProxy(std::string(1 << 20, ',')).matches(origin));
  BOOST_TEST(!NoProxy(std::string(1 << 20, '.')).matches(origin));
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "10.0.0.0/8,x.example:" + std::to_string(i) + ',';
  BOOST_TEST(NoProxy(many + "a.b").matches(origin));
}

BOOST_AUTO_TEST_SUITE_END()
