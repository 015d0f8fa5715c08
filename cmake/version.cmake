# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the header OUTPUT with VERSION, COMPILER and the commit of SOURCE_DIR; leaves an equal one untouched.
#
# The commit comes from git if SOURCE_DIR is the top of a work tree (one that merely lies inside a foreign
# repository does not count), with "-dirty" behind it if tracked files differ; otherwise from commit.txt, which
# `git archive` fills in; otherwise it is "unknown". Run at every build, so it follows HEAD by itself.
find_program(GIT git)
set(commit "")
if(GIT)
  set(git ${GIT} --no-optional-locks -c safe.directory=* -C ${SOURCE_DIR})
  execute_process(COMMAND ${git} rev-parse --show-prefix
      RESULT_VARIABLE status OUTPUT_VARIABLE prefix ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(status EQUAL 0 AND prefix STREQUAL "")
    execute_process(COMMAND ${git} describe --always --dirty --abbrev=12 --exclude=*
        RESULT_VARIABLE status OUTPUT_VARIABLE commit ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(NOT status EQUAL 0)
      set(commit "")
    endif()
  endif()
endif()
if(commit STREQUAL "")
  set(commit unknown)
  set(archived ${SOURCE_DIR}/cmake/commit.txt)
  if(EXISTS ${archived})
    file(STRINGS ${archived} text LIMIT_COUNT 1)
    if(text MATCHES "^[0-9a-f]+$")
      string(SUBSTRING ${text} 0 12 commit)
    endif()
  endif()
endif()

string(CONCAT header
    "/* SPDX-License-Identifier: GPL-3.0-or-later\n"
    " *\n"
    " * version: what this build is; written by cmake/version.cmake. Include it in as few sources as possible: they\n"
    " * are compiled anew with every commit.\n"
    " */\n"
    "#ifndef FMKSIM_VERSION_H\n"
    "#define FMKSIM_VERSION_H\n"
    "\n"
    "#define FMKSIM_VERSION \"${VERSION}\"\n"
    "#define FMKSIM_COMMIT \"${commit}\"\n"
    "#define FMKSIM_COMPILER \"${COMPILER}\"\n"
    "\n"
    "#endif\n")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT "${before}" STREQUAL "${header}")
  file(WRITE ${OUTPUT} "${header}")
endif()
