# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages and bash's completion, made at build time of what the program's --help says, and their installation.
# Left out under sanitizers and where the program cannot be run (cross-compiling): neither is installed from there.
if(NOT TARGET fmksim OR FMKSIM_SANITIZE OR FMKSIM_COVERAGE OR CMAKE_CROSSCOMPILING)
  return()
endif()
set(manual ${PROJECT_BINARY_DIR}/manual)
file(GLOB manual_makers CONFIGURE_DEPENDS cmake/manual.* cmake/completion.*)
add_custom_command(OUTPUT ${manual}/completions/fmksim
    COMMAND sh ${PROJECT_SOURCE_DIR}/cmake/manual.sh $<TARGET_FILE:fmksim> ${manual} ${FMKSIM_VERSION}
    DEPENDS fmksim ${manual_makers}
    COMMENT "Making the manual pages" VERBATIM)
add_custom_target(fmksim_manual ALL DEPENDS ${manual}/completions/fmksim)
install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT program)
install(FILES ${manual}/completions/fmksim DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    COMPONENT program)
