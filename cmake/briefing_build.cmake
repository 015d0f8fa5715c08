# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -P: makes the C file OUTPUT with the briefing's page and script, in the folder WORK from the sources SOURCE; or,
# without Node.js or npm or their packages and unless WANTED is ON, one that says why they are missing.
function(without reason)
  if(WANTED STREQUAL "ON")
    message(FATAL_ERROR "The briefing's page cannot be made: ${reason}")
  elseif(WANTED STREQUAL "AUTO")
    message(WARNING "Building without the briefing's page: ${reason}")
  endif()
  file(WRITE ${OUTPUT} "/* made by cmake/briefing_build.cmake */\n#include \"analysis/briefing/briefing_parts.h\"\n"
      "const char briefing_absent[] = \"this build of fmksim cannot write briefings: ${reason}; install Node.js 18 or "
      "newer and npm (Debian: apt-get install nodejs npm), configure with -DFMKSIM_BRIEFING=ON and build again\";\n"
      "const unsigned char briefing_template[1], briefing_script[1];\n"
      "const size_t briefing_template_size, briefing_script_size;\n")
endfunction()

if(WANTED STREQUAL "OFF")
  without("it was configured with FMKSIM_BRIEFING=OFF")
  return()
elseif(NOT NODE OR NOT NPM)
  without("node and npm were not found")
  return()
endif()
execute_process(COMMAND ${NODE} --version OUTPUT_VARIABLE version RESULT_VARIABLE status)
if(NOT status EQUAL 0 OR NOT version MATCHES "^v([0-9]+)\\." OR CMAKE_MATCH_1 LESS 18)
  string(STRIP "${version}" version)
  without("Node.js 18 or newer is needed, and ${NODE} is '${version}'")
  return()
endif()

file(MAKE_DIRECTORY ${WORK})
file(GLOB sources LIST_DIRECTORIES false ${SOURCE}/*)
file(COPY ${sources} DESTINATION ${WORK})
file(SHA256 ${SOURCE}/package-lock.json lock)
set(stamp ${WORK}/node_modules/.fmksim-lock)
set(installed "")
if(EXISTS ${stamp})
  file(READ ${stamp} installed)
endif()
if(NOT installed STREQUAL lock)
  execute_process(COMMAND ${NPM} ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund --no-progress
      --loglevel=error WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_QUIET)
  if(NOT status EQUAL 0)
    without("npm ci failed, so its packages are missing")
    return()
  endif()
  file(WRITE ${stamp} ${lock})
endif()
execute_process(COMMAND ${NODE} build.mjs ${OUTPUT} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "analysis/briefing/page/build.mjs failed")
endif()
