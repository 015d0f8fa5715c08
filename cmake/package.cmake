# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian package, made by `cpack` in the binary folder (.ci/package does it all): the program, its manual pages,
# completion, documents and configurations. The library stays out: who links it builds it.
# What it depends on is computed by dpkg-shlibdeps of the libraries that the program was linked with.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME fmksim)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
if(FMKSIM_PRERELEASE)
  # Debian's order: 0.2.0~dev comes before 0.2.0
  string(REPLACE "-" "~" debian_prerelease ${FMKSIM_PRERELEASE})
  string(APPEND CPACK_PACKAGE_VERSION ${debian_prerelease})
endif()
set(CPACK_PACKAGE_CONTACT "fmksim maintainers <maintainers@users.noreply.r-seed-6c758191.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Simulates a rollout, such as that of the Shared Medication Record in Denmark's 98
 municipalities, day by day and thousands of times over, and tells how likely a deadline is kept, when all will be
 done, what decides it and what would help. A programme is a text file; those of the project come with it.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "bash-completion, man-db, nodejs, librsvg2-bin, fonts-liberation")
include(CPack)
