// spell.cpp: the nearest known name to a mistyped one.
#include "engine.h"

namespace garden::engine {

namespace {
string plain(string_view text) {                             // case and separators do not count
  string out;
  for (char c : text)
    if (std::isalnum((unsigned char)c) || (unsigned char)c >= 0x80) out += (char)std::tolower((unsigned char)c);
  return out;
}

int edits(const string& a, const string& b) {                // Damerau: insert, delete, change, swap neighbours
  vector<vector<int>> d(a.size() + 1, vector<int>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); i++) d[i][0] = (int)i;
  for (size_t j = 0; j <= b.size(); j++) d[0][j] = (int)j;
  for (size_t i = 1; i <= a.size(); i++)
    for (size_t j = 1; j <= b.size(); j++) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}
}  // namespace

string nearest_name(string_view wanted, const vector<string>& known) {
  string best, want = plain(wanted);
  int fewest = std::max(2, (int)want.size() / 3) + 1;        // more edits than a third of the word: another word
  for (const string& name : known) {
    string have = plain(name);
    int cost = edits(want, have);
    if (cost >= fewest && want.size() >= 3 && have.size() >= 3 &&
        (have.find(want) != string::npos || want.find(have) != string::npos))
      cost = fewest - 1;                                     // "lamp" for "old_lamp"
    if (cost < fewest) { fewest = cost; best = name; }
  }
  return best;
}

}  // namespace garden::engine
