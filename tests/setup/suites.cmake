# SPDX-License-Identifier: GPL-3.0-or-later
# Read by ctest itself, not by the build: asks a Criterion executable for its suites and makes a test of each, so that a
# new suite is there without a line anywhere. From tests/CMakeLists.txt it gets FOLDER (label and first half of the
# names), PROGRAM, SCRATCH, IN_SCRATCH, ENVIRONMENT and FAILING.
if(NOT EXISTS "${PROGRAM}")
  # Shown as a test that fails, since what was not built is not tested.
  add_test(${FOLDER}_NOT_BUILT ${PROGRAM})
  set_tests_properties(${FOLDER}_NOT_BUILT PROPERTIES LABELS ${FOLDER})
  return()
endif()
execute_process(COMMAND env ASAN_OPTIONS=detect_leaks=0 "${PROGRAM}" --list
    OUTPUT_VARIABLE listing RESULT_VARIABLE status)
string(REGEX MATCHALL "[A-Za-z0-9_]+: [0-9]+ test" suites "${listing}")
if(NOT status EQUAL 0 OR NOT suites)
  message(FATAL_ERROR "${PROGRAM} --list tells no suites")
endif()
foreach(suite ${suites})
  string(REGEX REPLACE ":.*" "" suite "${suite}")
  set(name ${FOLDER}_${suite})
  # One process at a time in a suite: ctest spreads the suites.
  add_test(${name} bash "${IN_SCRATCH}" "${SCRATCH}/${name}" "${PROGRAM}" --jobs 1 --filter "${suite}/*")
  # Criterion exits with 0 if it ran nothing, so its closing line is read too.
  set_tests_properties(${name} PROPERTIES LABELS ${FOLDER} TIMEOUT 900 ENVIRONMENT "${ENVIRONMENT}"
      FAIL_REGULAR_EXPRESSION "${FAILING};Tested: 0 ")
endforeach()
