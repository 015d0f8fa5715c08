/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * contents: see contents.h.
 */
#include "models/contents.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char *refused(char why[CONTENTS_WHY], const char *what, int number)
{
    snprintf(why, CONTENTS_WHY, "%s%s", what, number ? strerror(number) : "");
    errno = number;
    return 0;
}

static char *unreadable(char why[CONTENTS_WHY])
{
    return refused(why, "cannot be read: ", errno);
}

/* At most `room` bytes of an open file, which is closed. */
static char *take(FILE *file, size_t room, size_t *size, char why[CONTENTS_WHY])
{
    char *bytes = malloc(room);
    if (!bytes) {
        fclose(file);
        return refused(why, "cannot be read: ", ENOMEM);
    }
    *size = fread(bytes, 1, room, file);
    const int number = ferror(file) ? errno : 0;
    fclose(file);
    if (number == 0)
        return bytes;
    free(bytes);
    return refused(why, "cannot be read: ", number);
}

static const char *unfit(const struct stat *status)
{
    if (!S_ISREG(status->st_mode))
        return "is no regular file";
    if (status->st_size > (off_t)CONTENTS_MIB << 20)
        return "is larger than 8 MiB";
    return status->st_size == 0 ? "is empty" : 0;
}

char *contents_read(const char *path, size_t *size, char why[CONTENTS_WHY])
{
    struct stat status;
    if (stat(path, &status) != 0) /* before it is opened: a pipe would have to be waited for */
        return unreadable(why);
    if (unfit(&status))
        return refused(why, unfit(&status), 0);
    FILE *file = fopen(path, "rb");
    return file ? take(file, (size_t)status.st_size, size, why) : unreadable(why);
}

char *contents_stream(const char *path, size_t most, size_t *size, char why[CONTENTS_WHY])
{
    FILE *file = fopen(path, "rb");
    return file ? take(file, most + 8, size, why) : unreadable(why);
}
