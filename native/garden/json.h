// json.h: a small JSON reader. Private to the logic; games see Data.
#pragma once
#include "prelude.h"

namespace garden {
struct Json {
  enum Kind { null, boolean, number, text, list, object } kind = null;
  double value = 0;                                          // numbers; 1 or 0 for booleans
  string words;
  vector<std::shared_ptr<const Json>> items;                 // of a list, or the values of an object
  vector<string> keys;                                       // of an object, in the order of the file
};
}  // namespace garden

namespace garden::engine {
// Reads a whole document; null with a sentence in problem when it is not JSON.
std::shared_ptr<const Json> read_json(string_view text, string& problem);
string number_text(double value);                            // the shortest text that reads back as the same float
}
