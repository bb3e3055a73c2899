// moving.h: private to the logic.
#pragma once
namespace garden::engine {
float view_heading();                                        // degrees about Y in which the camera looks over the ground
}
