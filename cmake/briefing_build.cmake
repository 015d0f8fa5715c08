# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -P: makes the C file OUTPUT with the briefing's page and script, in the folder WORK from the sources SOURCE; or,
# without Node.js or npm or their packages and unless WANTED is ON, one that says why they are missing. LIVE is the
# simulation's module for the page or, where it is empty, STILL says why there is none.
set(get_node "install Node.js 18 or newer and npm (Debian: apt-get install nodejs npm), configure with "
    "-DFMKSIM_BRIEFING=ON and build again")
string(CONCAT get_node ${get_node})

function(without reason remedy)
  if(WANTED STREQUAL "ON")
    message(FATAL_ERROR "The briefing's page cannot be made: ${reason}")
  elseif(WANTED STREQUAL "AUTO")
    message(WARNING "Building without the briefing's page: ${reason}")
  endif()
  string(CONCAT text "/* made by cmake/briefing_build.cmake */\n#include \"analysis/briefing/briefing_parts.h\"\n"
      "const char briefing_absent[] = \"this build of fmksim cannot write briefings: ${reason}; ${remedy}\";\n"
      "const char briefing_still[] = \"there is no page: ${reason}\";\n"
      "const unsigned char briefing_template[1], briefing_script[1];\n"
      "const size_t briefing_template_size, briefing_script_size;\n")
  file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}" @ONLY) # leaves a file that says so already as old as it is
endfunction()

if(WANTED STREQUAL "OFF")
  without("it was configured with FMKSIM_BRIEFING=OFF" "${get_node}")
  return()
elseif(NOT NODE OR NOT NPM)
  without("node and npm were not found" "${get_node}")
  return()
endif()
execute_process(COMMAND ${NODE} --version OUTPUT_VARIABLE version RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT version MATCHES "^v([0-9]+)\\." OR CMAKE_MATCH_1 LESS 18)
  string(STRIP "${version}" version)
  without("Node.js 18 or newer is needed, and ${NODE} is '${version}'" "${get_node}")
  return()
endif()

file(MAKE_DIRECTORY ${WORK})
file(GLOB sources LIST_DIRECTORIES false ${SOURCE}/*)
file(COPY ${sources} DESTINATION ${WORK})
if(NOT EXISTS ${STAMP})
  without("its npm packages could not be fetched" "build again where npm reaches its registry")
  return()
endif()
execute_process(COMMAND ${NODE} build.mjs ${OUTPUT} "${LIVE}" "${STILL}" WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "analysis/briefing/page/build.mjs failed")
endif()
