// Lantern Walk: a 3D game in one part. Dusk at a lake; light six lanterns before your own flame burns down.
#include "garden.h"

namespace {
struct Lantern { Thing post, flame; int lamp = 0; bool lit = false; };
vector<Lantern> lanterns;
Thing walker, head, hat, hand_light;
int hand_lamp = 0;

float lake(float x, float z) {                    // a bowl with water in the middle, hills around it
  float away = hypotf(x, z);
  float hills = Clamp((away - 28) / 22, 0, 1) * (4 + 3 * sinf(x * 0.13f) + 3 * cosf(z * 0.11f));
  return Clamp((away - 13) / 12, -1, 1) * 1.7f + hills + 0.22f * sinf(x * 0.5f) * cosf(z * 0.43f);
}

void plant_tree(Vector3 at, float tall) {
  spawn("trunk", {.model = "cylinder", .at = at, .size = {0.4f, tall * 0.35f, 0.4f}, .tint = {84, 62, 52, 255}, .body = Body::solid});
  for (int i = 0; i < 3; ++i) {
    float wide = tall * (0.52f - 0.12f * i);
    spawn("branches", {.model = "cone", .at = {at.x, at.y + tall * (0.2f + 0.22f * i), at.z}, .turn = rnd(0, 90),
                       .size = {wide, tall * 0.42f, wide}, .tint = shade(palette("plant"), 0.8f + 0.16f * i)});
  }
}

Lantern place_lantern(Vector3 at) {
  spawn("roof", {.model = "cone", .at = {at.x, at.y + 2.5f, at.z}, .size = {0.6f, 0.3f, 0.6f}, .tint = {46, 42, 50, 255}});
  return {.post = spawn("lantern", {.model = "cylinder", .at = at, .size = {0.16f, 2.1f, 0.16f}, .tint = {46, 42, 50, 255}, .body = Body::solid}),
          .flame = spawn("flame", {.model = "ball", .at = {at.x, at.y + 2.1f, at.z}, .size = {0.4f, 0.44f, 0.4f}, .tint = {96, 92, 100, 255}, .shadow = false}),
          .lamp = light({at.x, at.y + 2.3f, at.z}, palette("glow"), 0)};
}

void carry() {                                    // head, hat and light go where the walker goes
  Vector3 at = walker->at, side = forward(walker->turn - 70);
  float sway = sinf(now() * 6) * 0.03f;
  head->at = {at.x, at.y + 1.05f + sway, at.z};
  hat->at = {at.x, at.y + 1.36f + sway, at.z};
  hand_light->at = {at.x + side.x * 0.55f, at.y + 0.75f + sway, at.z + side.z * 0.55f};
  light(hand_lamp, hand_light->at, palette("glow"), 4 + 0.045f * meter("flame") + 0.25f * sinf(now() * 9));
}

void light_up(Lantern& l) {
  l.lit = true;
  l.flame->tint = palette("glow"), l.flame->glow = 1;
  animate(1.2f, [l, at = l.flame->at](float t) { light(l.lamp, at, palette("glow"), 9 * t); }, Ease::out);
  burst(l.flame->at, {.count = 24, .color = palette("glow"), .speed = 2.2f, .life = 1.2f, .size = 0.09f, .gravity = -0.6f});
  tone(330 * powf(2, achieved("lanterns") / 6.0f), 1.4f, 0.4f, "pluck");
  meter("flame") = min(meter("flame") + 30, 100.0f);
  achieve("lanterns");
}
}  // namespace

PART(lantern_walk) {
  on_world([] {
    ground(60, lake, [](float x, float z) {
      return lake(x, z) < 0.25f ? Color{148, 130, 98, 255} : mix(palette("ground"), palette("plant"), Clamp((lake(x, z) - 2) / 6, 0, 0.7f));
    });
    water(0, palette("water"));
    fog(mix(palette("horizon"), palette("sky"), 0.5f), 20, 130);
    bounds(52, 52);
    add_spot(on_ground(0, 24), "start");
    for (int i = 0; i < 6; ++i) {
      Vector3 out = Vector3Scale(forward(35 + 58 * i + rnd(-9, 9)), rnd(19, 25));
      add_spot(on_ground(out.x, out.z), "path far");
    }
    for (int i = 0; i < 46; ++i) {
      Vector3 at = on_ground(rnd(-50, 50), rnd(-50, 50));
      if (at.y > 1.2f && free_at(at, 1.2f) && flat_distance(at, start_spot()) > 6) plant_tree(at, rnd(3.5f, 7));
    }
  });

  on_player([] {
    walker = spawn("walker", {.model = "cone", .at = start_spot(), .turn = 180, .size = {0.85f, 1.3f, 0.85f}, .tint = {196, 72, 60, 255},
                              .body = Body::character, .radius = 0.4f, .height = 1.7f, .tags = "player"});
    head = spawn("head", {.model = "ball", .size = {0.46f, 0.46f, 0.46f}, .tint = {240, 208, 178, 255}});
    hat = spawn("hat", {.model = "cone", .size = {0.74f, 0.5f, 0.74f}, .tint = {74, 60, 92, 255}});
    hand_light = spawn("hand light", {.model = "ball", .size = {0.22f, 0.26f, 0.22f}, .tint = palette("glow"), .glow = 1, .shadow = false});
    hand_lamp = light(walker->at, palette("glow"), 7);
    camera_third_person(walker, 6.5f, 3);
  });

  on_start([] {
    lanterns.clear();
    for (Vector3 at : spots("path")) lanterns.push_back(place_lantern(at));
    objective("lanterns", "Light the lanterns", (int)lanterns.size());
    meter("flame", "Your flame", 100, palette("glow"), "Your flame burned down before the path was lit.");
    carry();
    help("W A S D", "walk, with Shift run");
    help("E", "light a lantern");
    hum("water", {0, 0, 0}, 30);
  });

  on_step([](float dt) {
    walk_by_input(walker, 3.4f, 5.6f);
    carry();
    meter("flame") -= (in_water(walker) ? 9.0f : 1.15f) * dt;
    for (Lantern& l : lanterns) {
      if (l.lit || flat_distance(l.post->at, walker->at) > 2.2f) continue;
      hint("E  light the lantern");
      if (pressed("use")) light_up(l);
    }
  });

  on_draw_glow([] {                               // a thin pillar of light stands over each dark lantern
    for (const Lantern& l : lanterns) {
      Vector3 foot = l.post->at, top = {foot.x, foot.y + 15, foot.z};
      for (int i = 1; i <= 4 && !l.lit; ++i) DrawCylinderEx(foot, top, 0.09f * i, 0.03f * i, 10, alpha(palette("glow"), 0.035f));
    }
  });

  on_advise([] {
    for (const Lantern& l : lanterns) {
      if (l.lit) continue;
      if (flat_distance(l.post->at, walker->at) < 1.8f) bot_press("use");
      else bot_go(l.post->at);
      return true;
    }
    return false;
  });
}
