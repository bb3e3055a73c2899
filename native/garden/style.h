// style.h: private to the logic.
#pragma once
namespace garden::engine {
void load_style();                                           // data/style.json into engine().style
}
