/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * names: what libraries that were compiled against glibc, hardened, ask of the C library by names that musl lacks.
 * They go to the plain functions; nothing here computes.
 */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the names are glibc's */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int __fprintf_chk(FILE *file, int flag, const char *format, ...);
int __printf_chk(int flag, const char *format, ...);
int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...);
char *__strcat_chk(char *to, const char *from, size_t room);
char *__strdup(const char *text);

int __fprintf_chk(FILE *file, int flag, const char *format, ...)
{
    va_list arguments;
    (void)flag;
    va_start(arguments, format);
    int written = vfprintf(file, format, arguments);
    va_end(arguments);
    return written;
}

int __printf_chk(int flag, const char *format, ...)
{
    va_list arguments;
    (void)flag;
    va_start(arguments, format);
    int written = vprintf(format, arguments);
    va_end(arguments);
    return written;
}

int __snprintf_chk(char *to, size_t size, int flag, size_t room, const char *format, ...)
{
    va_list arguments;
    (void)flag;
    (void)room;
    va_start(arguments, format);
    int written = vsnprintf(to, size, format, arguments);
    va_end(arguments);
    return written;
}

char *__strcat_chk(char *to, const char *from, size_t room)
{
    (void)room;
    return strcat(to, from);
}

char *__strdup(const char *text)
{
    return strdup(text);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
