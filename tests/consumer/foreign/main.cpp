// Code generated from a foreign specification, built against the installed SDK: served by a server made from its
// endpoint tables, and called through its client.
#include <databricks/testing/api_server.hpp>
#include <lending/api.hpp>
#include <lending/api_client.hpp>
#include <lending/models/library.hpp>

#include <iostream>

int main() { return 0; }
