# What every part is compiled with. Shared by this project and by DreamGarden's own builds of it.
#
#   garden_object(slug)   compiles parts/SLUG.cpp into an object of its own, target part_SLUG
#
# The runtime is built from runtime/, or taken ready-made from GARDEN_PREBUILT. It brings the flags of its precompiled
# header, which others would make useless, so none are set here.
set(GARDEN_PREBUILT "" CACHE PATH "A ready-made garden runtime; empty builds the one in runtime/")

if(GARDEN_PREBUILT)
  include(${GARDEN_PREBUILT}/garden.cmake)
else()
  # raylib as DreamGarden had it, for the kind of machine it was grown on; elsewhere runtime/ looks for one.
  file(GLOB bundled ${CMAKE_CURRENT_LIST_DIR}/raylib/${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}/libraylib*)
  if(bundled AND NOT GARDEN_RAYLIB_DYNAMIC)
    list(GET bundled 0 bundled)
    get_filename_component(bundled "${bundled}" DIRECTORY)
    set(GARDEN_RAYLIB_DYNAMIC "${bundled}")
  endif()
  add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/runtime ${CMAKE_BINARY_DIR}/runtime)
endif()

function(garden_object slug)
  add_library(part_${slug} OBJECT parts/${slug}.cpp)
  target_include_directories(part_${slug} PRIVATE parts)
  target_link_libraries(part_${slug} PRIVATE garden)
endfunction()
