# SPDX-License-Identifier: GPL-3.0-or-later
# The briefing's page, made at build time from analysis/briefing/page/ and the npm packages that its package-lock.json pins,
# and embedded in the library. No third-party code is kept in the source tree.
#
#   FMKSIM_BRIEFING=AUTO   with Node.js and npm, if they are there and the packages can be had (default)
#                  =ON     must succeed
#                  =OFF    without: `fmksim briefing` then says how to get it
#
# Sets briefing_source, a C file that defines what analysis/briefing/briefing_parts.h declares of it.
set(FMKSIM_BRIEFING AUTO CACHE STRING "Make the briefing's page with Node.js: AUTO, ON or OFF")
set_property(CACHE FMKSIM_BRIEFING PROPERTY STRINGS AUTO ON OFF)
find_program(FMKSIM_NODE node DOC "Node.js 18 or newer")
find_program(FMKSIM_NPM npm DOC "Node's package manager")

set(briefing_source ${PROJECT_BINARY_DIR}/generated/briefing_embedded.c)
file(GLOB briefing_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/analysis/briefing/page/*)
if(FMKSIM_BRIEFING STREQUAL "ON" AND NOT (FMKSIM_NODE AND FMKSIM_NPM))
  message(FATAL_ERROR "FMKSIM_BRIEFING=ON needs the programs node (18 or newer) and npm: apt-get install nodejs npm")
endif()
set(briefing_stamp ${PROJECT_BINARY_DIR}/briefing/node_modules/.fmksim-complete)
set(briefing_needs ${briefing_files} ${PROJECT_SOURCE_DIR}/cmake/briefing_build.cmake)
if(FMKSIM_NODE AND FMKSIM_NPM AND NOT FMKSIM_BRIEFING STREQUAL "OFF")
  # A command of its own: as long as its stamp is missing, every build tries again.
  set(briefing_lock ${PROJECT_SOURCE_DIR}/analysis/briefing/page/package-lock.json)
  add_custom_command(OUTPUT ${briefing_stamp}
      COMMAND ${CMAKE_COMMAND} -D NPM=${FMKSIM_NPM} -D LOCK=${briefing_lock} -D WORK=${PROJECT_BINARY_DIR}/briefing
          -D STAMP=${briefing_stamp} -P ${PROJECT_SOURCE_DIR}/cmake/briefing_packages.cmake
      DEPENDS ${briefing_lock} ${PROJECT_SOURCE_DIR}/cmake/briefing_packages.cmake
      COMMENT "Fetching what the briefing's page is made of" VERBATIM)
  list(APPEND briefing_needs ${briefing_stamp})
endif()
add_custom_command(OUTPUT ${briefing_source}
    COMMAND ${CMAKE_COMMAND} -D WANTED=${FMKSIM_BRIEFING} -D NODE=${FMKSIM_NODE} -D NPM=${FMKSIM_NPM}
        -D SOURCE=${PROJECT_SOURCE_DIR}/analysis/briefing/page -D WORK=${PROJECT_BINARY_DIR}/briefing
        -D STAMP=${briefing_stamp} -D LIVE=${live_module} -D "STILL=${live_absent}"
        -D OUTPUT=${briefing_source} -P ${PROJECT_SOURCE_DIR}/cmake/briefing_build.cmake
    DEPENDS ${briefing_needs} ${live_module}
    COMMENT "Making the briefing's page" VERBATIM)
