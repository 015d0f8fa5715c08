# SPDX-License-Identifier: GPL-3.0-or-later
# The simulation in the briefing's page: sim/, models/ and what reads a record, compiled to WebAssembly with what they need
# of GSL, libconfig and libcsv, from the source packages in FMKSIM_LIVE_SOURCES (.ci/sources fetches them; none of it is
# kept in the tree).
#
#   FMKSIM_LIVE=AUTO   where clang makes WebAssembly (Debian: clang lld wasi-libc libclang-rt-14-dev-wasm32) and the sources
#                      are there (default)
#              =ON     must succeed
#              =OFF    without: the page tells what was simulated before, and `fmksim --version` says so
#
# Sets live_module to the module's path, or to nothing.
set(FMKSIM_LIVE AUTO CACHE STRING "Compile the simulation to WebAssembly for the briefing's page: AUTO, ON or OFF")
set_property(CACHE FMKSIM_LIVE PROPERTY STRINGS AUTO ON OFF)
set(FMKSIM_LIVE_SOURCES ${PROJECT_SOURCE_DIR}/build/sources CACHE PATH "Sources of gsl, libconfig and libcsv")
find_program(FMKSIM_LIVE_COMPILER NAMES clang clang-14 DOC "A clang that makes WebAssembly")

set(live_module "")
set(live_work ${PROJECT_BINARY_DIR}/live)
# Values decide to the last bit, so as everywhere: no fused multiply-add. The vectors are those of 128 bits.
set(live_flags --target=wasm32-wasi -O3 -msimd128 -std=gnu17 -ffp-contract=off -fno-math-errno -fno-trapping-math
    -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS)
set(live_libraries -lm -lwasi-emulated-signal -lwasi-emulated-process-clocks)

# Why there is no module; empty if there is nothing in the way.
function(live_obstacle why)
  set(${why} "" PARENT_SCOPE)
  if(FMKSIM_LIVE STREQUAL "OFF")
    set(${why} "it was configured with FMKSIM_LIVE=OFF" PARENT_SCOPE)
    return()
  elseif(NOT FMKSIM_LIVE_COMPILER)
    set(${why} "clang was not found" PARENT_SCOPE)
    return()
  endif()
  foreach(name gsl/specfunc libconfig/lib libcsv)
    if(NOT IS_DIRECTORY ${FMKSIM_LIVE_SOURCES}/${name})
      set(${why} "there is no ${FMKSIM_LIVE_SOURCES}/${name}; .ci/sources fetches it" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  file(WRITE ${live_work}/try.c "#include <math.h>\n#include <stdio.h>\nint main(void) { return printf(\"%g\", exp(1)) < 0; }\n")
  execute_process(COMMAND ${FMKSIM_LIVE_COMPILER} ${live_flags} ${live_work}/try.c ${live_libraries} -o ${live_work}/try.wasm
      RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  if(NOT status EQUAL 0)
    set(${why} "${FMKSIM_LIVE_COMPILER} makes no WebAssembly here (Debian: lld wasi-libc libclang-rt-14-dev-wasm32)" PARENT_SCOPE)
  endif()
endfunction()

# live_objects(LIST SOURCES… FLAGS flag…): a command for each source; appends the objects to LIST.
function(live_objects list)
  cmake_parse_arguments(PARSE_ARGV 1 given "" "" "SOURCES;FLAGS")
  foreach(source ${given_SOURCES})
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR} ${source})
    string(REGEX REPLACE "[^A-Za-z0-9_]+" "_" name ${name})
    set(object ${live_work}/${name}.o)
    add_custom_command(OUTPUT ${object} DEPFILE ${object}.d DEPENDS ${source} ${CMAKE_CURRENT_FUNCTION_LIST_FILE} VERBATIM
        COMMAND ${CMAKE_C_COMPILER_LAUNCHER} ${FMKSIM_LIVE_COMPILER} ${live_flags} ${given_FLAGS} -MD -MF ${object}.d
            -c ${source} -o ${object}
        COMMENT "Building for the page: ${name}")
    list(APPEND ${list} ${object})
  endforeach()
  set(${list} ${${list}} PARENT_SCOPE)
endfunction()

live_obstacle(live_absent)
if(live_absent)
  if(FMKSIM_LIVE STREQUAL "ON")
    message(FATAL_ERROR "The simulation in the page cannot be made: ${live_absent}")
  endif()
  message(STATUS "The briefing's page will not simulate: ${live_absent}")
  return()
endif()

# The libraries' headers as they are installed, and what GSL's configure would say of this system.
set(live_include ${live_work}/include)
file(GLOB live_headers ${FMKSIM_LIVE_SOURCES}/gsl/gsl_*.h ${FMKSIM_LIVE_SOURCES}/gsl/*/gsl_*.h)
file(MAKE_DIRECTORY ${live_include}/gsl)
foreach(header ${live_headers})
  get_filename_component(name ${header} NAME)
  file(CREATE_LINK ${header} ${live_include}/gsl/${name} SYMBOLIC)
endforeach()
file(CREATE_LINK ${FMKSIM_LIVE_SOURCES}/libconfig/lib/libconfig.h ${live_include}/libconfig.h SYMBOLIC)
file(CREATE_LINK ${FMKSIM_LIVE_SOURCES}/libcsv/csv.h ${live_include}/csv.h SYMBOLIC)
foreach(answer "DECL_ISNAN" "DECL_ISINF" "DECL_ISFINITE" "DECL_FINITE" "IEEE_COMPARISONS" "IEEE_DENORMALS" "INLINE")
  string(APPEND live_answers "#define HAVE_${answer} 1\n")
endforeach()
file(CONFIGURE OUTPUT ${live_include}/config.h CONTENT "${live_answers}#define GSL_COERCE_DBL(x) (x)\n" @ONLY)

# What the linker asks for, found by linking; one that is missing fails the build.
set(live_gsl cdf/beta cdf/betainv cdf/gamma cdf/gammainv cdf/gauss cdf/gaussinv complex/math err/error err/stream
    integration/glfixed randist/beta randist/binomial randist/binomial_tpe randist/gamma randist/gausszig randist/poisson
    sort/sortvecind specfunc/beta specfunc/elementary specfunc/erfc specfunc/exp specfunc/expint specfunc/gamma
    specfunc/gamma_inc specfunc/log specfunc/psi specfunc/trig specfunc/zeta sys/coerce sys/fdiv sys/infnan sys/pow_int)
list(TRANSFORM live_gsl REPLACE "(.+)" "${FMKSIM_LIVE_SOURCES}/gsl/\\1.c")
set(live_other grammar libconfig scanctx scanner strbuf)
list(TRANSFORM live_other REPLACE "(.+)" "${FMKSIM_LIVE_SOURCES}/libconfig/lib/\\1.c")
list(APPEND live_other ${FMKSIM_LIVE_SOURCES}/libcsv/libcsv.c)

# Of ours all but the workers, the disk and the instruction sets of other processors.
file(GLOB live_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/*.c ${PROJECT_SOURCE_DIR}/models/*.c
    ${PROJECT_SOURCE_DIR}/analysis/live/*.c)
list(FILTER live_sources EXCLUDE REGEX "/sim/(batch_avx[0-9]*|disk|farm|journal.*|output|scratch)\\.c$")
list(APPEND live_sources ${PROJECT_SOURCE_DIR}/analysis/results/reading_record.c
    ${PROJECT_SOURCE_DIR}/analysis/statistics/estimate.c)

live_objects(live_ours SOURCES ${live_sources}
    FLAGS -D_GNU_SOURCE -Wall -Wextra -I${PROJECT_SOURCE_DIR} -I${PROJECT_SOURCE_DIR}/include -I${live_include})
live_objects(live_theirs SOURCES ${live_gsl} FLAGS -w -I${FMKSIM_LIVE_SOURCES}/gsl -I${live_include})
live_objects(live_theirs SOURCES ${live_other} FLAGS -w -D_GNU_SOURCE -I${live_include})

set(live_module ${live_work}/live.wasm)
set(live_exports room fault open pasts choose watch run questions close)
list(TRANSFORM live_exports REPLACE "(.+)" "-Wl,--export=live_\\1")
add_custom_command(OUTPUT ${live_module} DEPENDS ${live_ours} ${live_theirs} VERBATIM
    COMMAND ${FMKSIM_LIVE_COMPILER} ${live_flags} -mexec-model=reactor ${live_ours} ${live_theirs} ${live_libraries}
        -Wl,--gc-sections,--strip-all,-z,stack-size=1048576 ${live_exports} -o ${live_module}
    COMMENT "Linking the simulation for the page")
