# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -P: makes the C file OUTPUT with the bytes of FILES, each under its own name.
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  get_filename_component(name ${file} NAME)
  string(APPEND arrays "static const unsigned char bytes_${number}[] = {\n${bytes}\n};\n")
  string(APPEND rows "    {\"${name}\", bytes_${number}, sizeof bytes_${number}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "/* made by cmake/templates_build.cmake */\n#include \"cli/templates.h\"\n\n"
    "#include <string.h>\n\n${arrays}\nstatic const struct template templates[] = {\n${rows}};\n\n"
    "const struct template *template_find(const char *name)\n{\n"
    "    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)\n"
    "        if (strcmp(templates[i].name, name) == 0)\n            return &templates[i];\n    return NULL;\n}\n")
