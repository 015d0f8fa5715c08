# SPDX-License-Identifier: GPL-3.0-or-later
# What `fmksim init` writes is what lies in configs/, embedded in the program at build time.
#
# Sets templates_source, a C file that defines what cli/templates.h declares.
set(templates_source ${PROJECT_BINARY_DIR}/generated/templates.c)
set(templates smallest.cfg fmk.cfg municipalities.csv)
list(TRANSFORM templates PREPEND ${PROJECT_SOURCE_DIR}/configs/ OUTPUT_VARIABLE template_files)
add_custom_command(OUTPUT ${templates_source}
    COMMAND ${CMAKE_COMMAND} -D "FILES=${template_files}" -D OUTPUT=${templates_source}
        -P ${PROJECT_SOURCE_DIR}/cmake/templates_build.cmake
    DEPENDS ${template_files} ${PROJECT_SOURCE_DIR}/cmake/templates_build.cmake
    COMMENT "Embedding configurations" VERBATIM)
