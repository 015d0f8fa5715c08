/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sites: any file of municipalities is made into sites or refused with a fault.
 */
#include "models/programme.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct document document; /* a small configuration, its sites read from `file` */
static int file;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct faults faults = {0};
    char assignment[64];
    (void)argc;
    (void)argv;
    file = memfd_create("sites", 0);
    snprintf(assignment, sizeof assignment, "sites.file=\"/proc/self/fd/%d\"", file);
    if (file < 0 || document_read(&document, SOURCE_DIR "/configs/five.cfg", &faults) != 0 ||
        document_set(&document, assignment, &faults) != 0)
        abort();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct programme programme = {0};
    struct document copy = {0};
    struct faults faults = {0};
    if (ftruncate(file, 0) != 0 || pwrite(file, bytes, size, 0) != (ssize_t)size ||
        document_copy(&copy, &document, &faults) != 0)
        abort();
    if (programme_init(&programme, &copy, &faults) == 0) {
        for (size_t i = 0; i < programme.sites; i++)
            if (strlen(programme.site[i].name) == 0 || programme.site[i].region < 0 ||
                programme.site[i].region >= (int)programme.regions.count ||
                programme.site[i].vendor >= (int)programme.vendors || !(programme.site[i].size >= 0))
                abort();
        programme_free(&programme);
    } else if (faults.count + faults.lost == 0) {
        abort();
    }
    document_free(&copy);
    faults_free(&faults);
    return 0;
}
