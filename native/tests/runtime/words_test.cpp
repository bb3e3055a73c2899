#include "check.h"
using namespace garden::engine;

int main() {
  CHECK(nearest_name("latern", {"tree", "lantern", "house"}) == "lantern");
  CHECK(nearest_name("Old Lamp", {"old_lamp", "lamp_post"}) == "old_lamp");
  CHECK(nearest_name("lamp", {"tree", "old_lamp"}) == "old_lamp");
  CHECK(nearest_name("zebra", {"tree", "lantern"}).empty());
  CHECK(nearest_name("x", {}).empty());

  string problem;
  auto read = [&](string_view text) { problem.clear(); return Data{read_json(text, problem)}; };
  Data d = read(R"({"a": [1, 2.5, -3e2], "s": "caf\u00e9 \"x\"\n", "o": {"k": true}, "n": null, "e": [], "\ud83d\ude00": "\ud83d\ude00"})");
  CHECK(problem.empty());
  CHECK(d["a"].size() == 3 && d["a"][1].num() == 2.5f && d["a"][2].num() == -300);
  CHECK(d["s"].str() == "café \"x\"\n");
  CHECK(d["o"]["k"].num() == 1 && d.has("n") && !d.has("missing"));
  CHECK(d["missing"]["deeper"][4].str("otherwise") == "otherwise");
  CHECK(d["\xF0\x9F\x98\x80"].str() == "\xF0\x9F\x98\x80");
  for (string_view bad : {"", "{", "[1,", "{\"a\" 1}", "[1] 2", "nope", "\"open", "{\"a\":}"}) {
    CHECK(!read(bad).json);
    CHECK(!problem.empty());
  }
  CHECK(read("[1, 2, ]").size() == 2);
  CHECK(!read(string(5000, '[')).json);
  CHECK(number_text(0.1f) == "0.1" && number_text(3) == "3");

  test::begin({});
  CHECK(!pressed("jmup"));
  CHECK(test::warned("jump"));
  spawn("x", {.model = "cubee"});
  CHECK(test::warned("Did you mean \"cube\"?"));
  palette("grund");
  CHECK(test::warned("Did you mean \"ground\"?"));
  achieve("nothing");
  meter("nothing") = 3;
  CHECK(test::warned("There is no meter \"nothing\""));
  size_t count = garden::engine::engine().warnings.size();
  pressed("jmup");
  CHECK(garden::engine::engine().warnings.size() == count);                // said once
  CHECK(key_code("space") == KEY_SPACE && key_code("LEFT") == KEY_LEFT && key_code("q") == KEY_Q && key_code("nokey") == 0);
  return test::done("words");
}
