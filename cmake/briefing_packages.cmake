# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -P: puts the npm packages that LOCK names into the folder WORK, and makes STAMP when they are all there. Without
# a stamp the next build tries again.
#
# What was fetched before needs no registry. Before anything is fetched one small question is put to the registry, since
# npm itself waits for minutes for one that does not answer.
file(MAKE_DIRECTORY ${WORK})
file(REMOVE ${STAMP})
get_filename_component(page ${LOCK} DIRECTORY)
file(COPY ${LOCK} ${page}/package.json DESTINATION ${WORK})
set(quietly --no-audit --no-fund --no-update-notifier --no-progress)
set(install ${NPM} ci --ignore-scripts --legacy-peer-deps ${quietly})

execute_process(COMMAND ${install} --offline --loglevel=silent WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status
    OUTPUT_QUIET ERROR_QUIET)
if(NOT status EQUAL 0)
  execute_process(COMMAND ${NPM} view internmap name ${quietly} --loglevel=error --prefer-online --fetch-retries=0
      --fetch-timeout=8000 WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status TIMEOUT 12 OUTPUT_QUIET ERROR_VARIABLE said)
  if(NOT status EQUAL 0)
    message("No page for the briefing: npm's registry does not answer. ${said}")
  else()
    execute_process(COMMAND ${install} --loglevel=error WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_QUIET)
  endif()
endif()
if(status EQUAL 0)
  file(TOUCH ${STAMP})
endif()
