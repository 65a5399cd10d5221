// Code generated from a foreign specification, built against the installed SDK: served by a server made from its
// endpoint tables, and called through its client.
#include <databricks/testing/api_server.hpp>
#include <lending/api.hpp>
#include <lending/api_client.hpp>
#include <lending/models/library.hpp>

#include <iostream>
#include <sstream>

namespace {

using namespace lending::services::library;
namespace model = lending::library;

int failures = 0;

void check(bool holds, const char* what) {
  std::cout << (holds ? "ok   " : "FAIL ") << what << '\n';
  if (!holds) ++failures;
}

void add_handlers(databricks::testing::ApiServer& server) {
  server.on<&Books::add_book>([](const model::AddBookRequest& request) {
    return model::Book{.title = request.title,
                       .isbn = request.x_request_id,
                       .genre = request.genre,
                       .keywords = request.keywords,
                       .price = request.price};
  });
  server.on<&Books::get_book>([](const model::GetBookRequest& request) {
    if (*request.isbn == "none") throw databricks::DatabricksError(404, "NO_SUCH_BOOK", "no such book");
    return model::Book{.title = "Emma", .isbn = request.isbn, .sequel = model::Book{.title = "Emma II"}};
  });
  server.on<&Books::get_cover>(
      [](const model::GetCoverRequest&) { return model::GetCoverResponse{.contents = {"png bytes"}, .e_tag = "v1"}; });
  server.on<&Books::list_books>([](const model::ListBooksRequest& request) {
    return model::BookPage{.items = {{.genre = request.genre[1]}}, .total = request.limit};
  });
  server.on<&Books::search_books>([](const model::SearchBooksRequest& request) {
    return databricks::list<model::Book>{{.title = request.text, .copies = request.years->from}};
  });
  server.on<&Loans::list_loans>([](const model::ListLoansRequest& request) {
    return model::ListLoansResponse{.loans = {{.member = request.session, .state = request.state}}};
  });
  server.on<&Loans::patch_settings>([](const model::Settings&) {});
  server.on<&Loans::return_>([](const model::ReturnRequest& request) { return model::Loan{.id = request.loan_id}; });
}

void call(const lending::ApiClient& library) {
  const model::Book added = library.books.add_book(
      {.title = "Emma", .genre = model::Genre::default_, .keywords = {"a", "b"}, .price = 9.5, .x_request_id = "r-1"});
  check(added.genre.text() == "default" && added.keywords.size() == 2, "a body with an enum named like a keyword");
  check(added.isbn == "r-1", "a header parameter");
  check(library.books.get_book({.isbn = "1/2 x"}).isbn == "1/2 x", "a path parameter with reserved characters");
  check(*library.books.get_book({.isbn = "1"}).sequel->title == "Emma II", "a recursive answer");
  check(!library.books.get_book.try_call({.isbn = "none"}), "an error of the service");
  const auto cover = library.books.get_cover({.isbn = "1"});
  check(cover.contents.data == "png bytes" && cover.e_tag == "v1", "a binary answer with a header");
  const auto page = library.books.list_books({.genre = {model::Genre::poetry, model::Genre::fiction}, .limit = 5});
  check(page.total == 5 && page.items[0].genre == model::Genre::fiction, "a repeated query parameter");
  const auto found =
      library.books.search_books({.text = "x", .explain = true, .years = model::SearchBooksRequestYears{.from = 1815}});
  check(found.size() == 1 && found[0].copies == 1815, "query and body together, and an array as answer");
  const auto loans = library.loans.list_loans({.session = "s-1", .state = model::LoanState::OUT_});
  check(loans.loans[0].member == "s-1" && loans.loans[0].state.text() == "OUT", "a cookie, and a name that is a macro");
  check(library.loans.return_({.loan_id = 7}).id == 7, "an operation without a body, named like a keyword");
  model::Settings settings;
  settings["k"] = "v";
  library.loans.patch_settings(settings);
  std::ostringstream printed;
  printed << added;
  check(printed.str().find("\"title\":\"Emma\"") != std::string::npos, "printing");
  check(databricks::from_json<model::Book>(databricks::to_json(added)) == added, "JSON and back");
}

}  // namespace

int main() {
  databricks::testing::ApiServer server(lending::api);
  add_handlers(server);
  server.start();
  databricks::Config config;
  config.host = server.origin();
  config.token = "any";
  call(lending::ApiClient(config));
  return failures == 0 ? 0 : 1;
}
