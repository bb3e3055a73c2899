// nav.cpp: ways around obstacles. The walkable surfaces (ground and the tops of boxes) are a grid with layers; distances
// spread from each wanted target only as far as somebody asks, and are kept while the world stands.
#include "nav.h"
#include "physics.h"
#include "things.h"

#include <queue>

namespace garden {
namespace engine {
namespace {

constexpr float body_radius = 0.4f, body_height = 1.5f, up_most = 0.4f, drop_most = 2.5f;

struct Field {                                               // distances to one target, spread lazily
  int target = -1;
  int64_t used = 0;
  vector<float> cost;
  vector<int> next;                                          // the node to go to from here
  using Entry = pair<float, int>;
  std::priority_queue<Entry, vector<Entry>, std::greater<>> open;
};

struct Nav {
  int version = -1, ground_version = -1;
  bool water = false; float water_level = 0;
  float size = 1, left = 0, back = 0;
  int columns = 0, rows = 0;
  vector<int> first;                                         // of each cell's nodes; one more at the end
  vector<float> height;
  vector<int> cell_of;
  vector<Field> fields;
  int64_t clock = 0;
};
Nav& nav() {
  static Nav the_nav;
  return the_nav;
}

void build(Nav& n) {
  World& w = world();
  const vector<Box>& boxes = static_boxes();
  float x0 = 1e9f, x1 = -1e9f, z0 = 1e9f, z1 = -1e9f;
  if (w.ground.any) { x0 = z0 = -w.ground.half; x1 = z1 = w.ground.half; }
  else
    for (const Box& b : boxes) {
      float r = hypotf(b.half.x, b.half.z);
      x0 = min(x0, b.centre.x - r); x1 = max(x1, b.centre.x + r);
      z0 = min(z0, b.centre.z - r); z1 = max(z1, b.centre.z + r);
    }
  if (w.has_bounds) { x0 = max(x0, -w.bound_x); x1 = min(x1, w.bound_x); z0 = max(z0, -w.bound_z); z1 = min(z1, w.bound_z); }
  if (x1 <= x0 || z1 <= z0) { x0 = z0 = -1; x1 = z1 = 1; }
  float reach = max(x1 - x0, z1 - z0);
  n.size = reach <= 90 ? 0.5f : reach <= 220 ? 1.0f : reach / 220;
  n.left = x0;
  n.back = z0;
  n.columns = max(1, (int)ceilf((x1 - x0) / n.size));
  n.rows = max(1, (int)ceilf((z1 - z0) / n.size));
  n.first.assign(1, 0);
  n.height.clear();
  n.cell_of.clear();
  n.fields.clear();
  static vector<const Box*> near;
  vector<float> tops;
  for (int j = 0; j < n.rows; j++)
    for (int i = 0; i < n.columns; i++) {
      float x = x0 + ((float)i + 0.5f) * n.size, z = z0 + ((float)j + 0.5f) * n.size;
      tops.clear();
      if (over_ground(x, z)) tops.push_back(ground_at(x, z));
      boxes_near(x, z, body_radius, near);
      for (const Box* b : near)
        if (b->under(x, z, 0.05f) && (!b->thing || w.slots[b->thing - 1].state.body == Body::solid)) tops.push_back(b->top());
      std::sort(tops.begin(), tops.end());
      float last = -1e9f;
      for (float top : tops) {
        if (top - last < 0.05f) continue;
        bool shut = w.has_water && top < w.water_level - 0.9f;
        for (const Box* b : near) {
          if (shut) break;
          if (b->thing && w.slots[b->thing - 1].state.body != Body::solid) continue;
          shut = !b->one_way && b->top() > top + up_most && b->bottom() < top + body_height && b->under(x, z, body_radius);
        }
        if (shut) continue;
        last = top;
        n.height.push_back(top);
        n.cell_of.push_back(j * n.columns + i);
      }
      n.first.push_back((int)n.height.size());
    }
}

Nav& fresh() {
  Nav& n = nav();
  World& w = world();
  int version = static_version();
  if (n.version != version || n.ground_version != w.ground_version || n.water != w.has_water || (n.water && fabsf(n.water_level - w.water_level) > 0.5f)) {
    n.version = version;
    n.ground_version = w.ground_version;
    n.water = w.has_water;
    n.water_level = w.water_level;
    build(n);
  }
  return n;
}

// The node of a neighbouring cell that can be stepped onto from this height, or -1.
int step_to(const Nav& n, float from, int i, int j, float run) {
  if (i < 0 || j < 0 || i >= n.columns || j >= n.rows) return -1;
  int cell = j * n.columns + i, best = -1;
  float climb = max(up_most, run * 1.2f);
  for (int node = n.first[(size_t)cell]; node < n.first[(size_t)cell + 1]; node++) {
    float rise = n.height[(size_t)node] - from;
    if (rise > climb || rise < -drop_most) continue;
    if (best < 0 || fabsf(rise) < fabsf(n.height[(size_t)best] - from)) best = node;
  }
  return best;
}

int node_at(const Nav& n, Vector3 at, int search) {          // the nearest standable node around a place
  int ci = (int)floorf((at.x - n.left) / n.size), cj = (int)floorf((at.z - n.back) / n.size), best = -1;
  float least = 1e9f;
  for (int ring = 0; ring <= search; ring++) {
    for (int j = cj - ring; j <= cj + ring; j++)
      for (int i = ci - ring; i <= ci + ring; i++) {
        if (max(abs(i - ci), abs(j - cj)) != ring || i < 0 || j < 0 || i >= n.columns || j >= n.rows) continue;
        int cell = j * n.columns + i;
        for (int node = n.first[(size_t)cell]; node < n.first[(size_t)cell + 1]; node++) {
          float rise = fabsf(n.height[(size_t)node] - at.y);
          float far = hypotf((float)(i - ci), (float)(j - cj)) * n.size + (rise > 1 ? rise * 2 : rise);
          if (far < least) { least = far; best = node; }
        }
      }
    if (best >= 0 && least < 1.5f + (float)ring * n.size) break;
  }
  return best;
}

Field& field_to(Nav& n, int target) {
  n.clock++;
  for (Field& f : n.fields)
    if (f.target == target) { f.used = n.clock; return f; }
  if (n.fields.size() >= 24) {                               // the one asked for longest ago makes room
    auto oldest = std::min_element(n.fields.begin(), n.fields.end(), [](const Field& a, const Field& b) { return a.used < b.used; });
    n.fields.erase(oldest);
  }
  Field& f = n.fields.emplace_back();
  f.target = target;
  f.used = n.clock;
  f.cost.assign(n.height.size(), 1e9f);
  f.next.assign(n.height.size(), -1);
  f.cost[(size_t)target] = 0;
  f.open.push({0, target});
  return f;
}

// Spreads until the asked node is settled; the answer does not depend on what was asked before.
bool spread(const Nav& n, Field& f, int until) {
  while (!f.open.empty() && f.open.top().first < f.cost[(size_t)until]) {
    auto [cost, node] = f.open.top();
    f.open.pop();
    if (cost > f.cost[(size_t)node]) continue;
    int cell = n.cell_of[(size_t)node], ci = cell % n.columns, cj = cell / n.columns;
    float h = n.height[(size_t)node];
    for (int dj = -1; dj <= 1; dj++)
      for (int di = -1; di <= 1; di++) {
        if (!di && !dj) continue;
        int i = ci + di, j = cj + dj;
        if (i < 0 || j < 0 || i >= n.columns || j >= n.rows) continue;
        float run = n.size * (di && dj ? 1.41421f : 1.0f);
        int other = j * n.columns + i;
        for (int from = n.first[(size_t)other]; from < n.first[(size_t)other + 1]; from++) {   // who could step to this node?
          float rise = h - n.height[(size_t)from];
          if (rise > max(up_most, run * 1.2f) || rise < -drop_most) continue;
          if (di && dj && (step_to(n, n.height[(size_t)from], ci, j, n.size) < 0 || step_to(n, n.height[(size_t)from], i, cj, n.size) < 0)) continue;
          float total = cost + run + fabsf(rise) * 0.5f;
          if (total < f.cost[(size_t)from] - 1e-5f) {
            f.cost[(size_t)from] = total;
            f.next[(size_t)from] = node;
            f.open.push({total, from});
          }
        }
      }
  }
  return f.cost[(size_t)until] < 1e9f;
}

bool straight(const Nav& n, Vector3 from, int start, Vector3 to) {       // may one walk there in a line?
  float far = flat_distance(from, to), h = n.height[(size_t)start], stride = n.size * 0.5f;
  int parts = max(1, (int)ceilf(far / stride)), last = n.cell_of[(size_t)start];
  for (int p = 1; p <= parts; p++) {
    float t = (float)p / (float)parts;
    int i = (int)floorf((from.x + (to.x - from.x) * t - n.left) / n.size), j = (int)floorf((from.z + (to.z - from.z) * t - n.back) / n.size);
    if (i < 0 || j < 0 || i >= n.columns || j >= n.rows) return false;
    if (j * n.columns + i == last) continue;
    last = j * n.columns + i;
    int node = step_to(n, h, i, j, n.size);
    if (node < 0) return false;
    h = n.height[(size_t)node];
  }
  return true;
}

Vector3 middle(const Nav& n, int node) {
  int cell = n.cell_of[(size_t)node];
  return {n.left + ((float)(cell % n.columns) + 0.5f) * n.size, n.height[(size_t)node], n.back + ((float)(cell / n.columns) + 0.5f) * n.size};
}

Vector3 flat_unit(Vector3 from, Vector3 to) {
  Vector3 d = {to.x - from.x, 0, to.z - from.z};
  return Vector3LengthSqr(d) > 1e-8f ? Vector3Normalize(d) : Vector3{0, 0, 0};
}

}  // namespace

void nav_reset() { nav() = Nav{}; }

bool reachable(Vector3 from, Vector3 to) {
  Nav& n = fresh();
  int start = node_at(n, from, 3), goal = node_at(n, to, 3);
  return start >= 0 && goal >= 0 && spread(n, field_to(n, goal), start);
}

vector<Access> access_from(Vector3 from, const vector<Vector3>& places, const vector<float>& within, float* walked) {
  Nav& n = fresh();
  vector<char> seen(n.height.size(), 0);
  vector<Access> found(places.size(), Access::none);
  int start = node_at(n, from, 4), count = 0;
  if (walked) *walked = 0;
  if (start < 0) return found;
  auto each_beside = [&](int node, auto&& visit) {           // the nodes of the four neighbouring cells; and whether a wall is there
    int cell = n.cell_of[(size_t)node], ci = cell % n.columns, cj = cell / n.columns;
    for (auto [di, dj] : {pair{1, 0}, pair{-1, 0}, pair{0, 1}, pair{0, -1}}) {
      int i = ci + di, j = cj + dj;
      if (i < 0 || j < 0 || i >= n.columns || j >= n.rows) continue;
      int other = j * n.columns + i;
      bool shut = true;
      for (int to = n.first[(size_t)other]; to < n.first[(size_t)other + 1]; to++) {
        float rise = n.height[(size_t)to] - n.height[(size_t)node];
        shut &= rise > body_height;                          // a way down or a slope is no wall
        if (rise <= max(up_most, n.size * 1.2f) && rise >= -drop_most) visit(to);
      }
      if (shut) visit(-1);
    }
  };
  vector<int> open{start};
  seen[(size_t)start] = 1;
  while (!open.empty()) {
    int node = open.back();
    open.pop_back();
    count++;
    each_beside(node, [&](int to) {
      if (to < 0 || seen[(size_t)to]) return;
      seen[(size_t)to] = 1;
      open.push_back(to);
    });
  }
  if (walked) *walked = (float)count * n.size * n.size;
  vector<char> caged(n.height.size(), 0);                    // of nodes beyond: 1 looked at, 2 within walls all round
  for (size_t k = 0; k < places.size(); k++) {               // near enough: one need not stand inside what one wants
    float reach = k < within.size() ? within[k] : 2.2f;
    int ci = (int)floorf((places[k].x - n.left) / n.size), cj = (int)floorf((places[k].z - n.back) / n.size), ring = (int)ceilf(reach / n.size);
    for (int j = cj - ring; j <= cj + ring && found[k] == Access::none; j++)
      for (int i = ci - ring; i <= ci + ring && found[k] == Access::none; i++) {
        if (i < 0 || j < 0 || i >= n.columns || j >= n.rows) continue;
        int cell = j * n.columns + i;
        for (int node = n.first[(size_t)cell]; node < n.first[(size_t)cell + 1]; node++)
          if (seen[(size_t)node] && fabsf(n.height[(size_t)node] - places[k].y) < 3.0f) found[k] = Access::on_foot;
      }
    if (found[k] != Access::none) continue;
    int inside = node_at(n, places[k], 2);
    if (inside < 0 || seen[(size_t)inside] || fabsf(n.height[(size_t)inside] - places[k].y) > 1.5f) continue;
    if (!caged[(size_t)inside]) {
      vector<int> room{inside};
      caged[(size_t)inside] = 1;
      int walls = 0, ways = 0;                               // edges of the room: walls, and ways to where the player gets to
      for (size_t at = 0; at < room.size() && room.size() < 4000; at++)
        each_beside(room[at], [&](int to) {
          if (to < 0) walls++;
          else if (seen[(size_t)to]) ways++;
          else if (!caged[(size_t)to]) { caged[(size_t)to] = 1; room.push_back(to); }
        });
      // A room's walls go all round it: at least as long as the edge of a circle of its area.
      bool all_round = room.size() < 4000 && ways == 0 && (float)walls > 0.85f * 3.545f * sqrtf((float)room.size());
      if (all_round) for (int node : room) caged[(size_t)node] = 2;
    }
    if (caged[(size_t)inside] == 2) found[k] = Access::caged;
  }
  return found;
}

}  // namespace engine

Vector3 way(Vector3 from, Vector3 to) {
  using namespace engine;
  if (engine::engine().style.stage == "side") return flat_unit(from, {to.x, 0, from.z});
  Nav& n = fresh();
  int start = node_at(n, from, 4), goal = node_at(n, to, 6);
  if (start < 0 || goal < 0) return flat_unit(from, to);
  Vector3 end = middle(n, goal);
  bool goal_open = flat_distance(end, to) < n.size && fabsf(end.y - to.y) < 1.5f;
  if (flat_distance(from, to) < 14 && straight(n, from, start, goal_open ? to : end)) return flat_unit(from, goal_open ? to : end);
  Field& f = field_to(n, goal);
  if (!spread(n, f, start)) return flat_unit(from, to);
  int node = start, ahead = f.next[(size_t)start] >= 0 ? f.next[(size_t)start] : start;
  for (int hops = 0; hops < 10 && f.next[(size_t)node] >= 0; hops++) {     // the farthest of the next places in plain reach
    node = f.next[(size_t)node];
    if (hops && !straight(n, from, start, middle(n, node))) break;
    ahead = node;
  }
  Vector3 aim = ahead == goal && goal_open ? to : middle(n, ahead);
  return flat_unit(from, aim);
}

}  // namespace garden
