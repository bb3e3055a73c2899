# What every part is compiled with. Shared by this project and by DreamGarden's own builds of it.
#
#   garden_object(slug)   compiles parts/SLUG.cpp into an object of its own, target part_SLUG
#
# The runtime is built from runtime/, or taken ready-made from GARDEN_PREBUILT.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(GARDEN_PREBUILT "" CACHE PATH "A ready-made garden runtime; empty builds the one in runtime/")

if(GARDEN_PREBUILT)
  include(${GARDEN_PREBUILT}/garden.cmake)
else()
  add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/runtime ${CMAKE_BINARY_DIR}/runtime EXCLUDE_FROM_ALL)
endif()

find_program(GARDEN_MOLD mold)
if(GARDEN_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

function(garden_object slug)
  add_library(part_${slug} OBJECT parts/${slug}.cpp)
  target_include_directories(part_${slug} PRIVATE parts)
  target_link_libraries(part_${slug} PRIVATE garden)
endfunction()
