/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document_scan: looks at a text token by token before libconfig sees it.
 *
 * libconfig wraps and saturates numbers silently, follows @include wherever it leads and says "syntax error" for
 * most mistakes. The scan refuses what would go wrong silently, says plainly what the commonest mistakes are, and
 * hands on a text in which nothing can be misunderstood.
 */
#include "document_parts.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scan_name {
    const char *text;
    size_t length;
    int line;
};

struct scope {
    char opener;
    int line;
    size_t names; /* where its names begin */
};

struct scan {
    const char *file, *at, *end;
    int line;
    char *out; /* twice the length is enough: one L for each integer */
    size_t used;
    struct faults *faults;
    size_t count; /* faults of this scan */
    struct scope scopes[DOCUMENT_DEPTH + 1];
    size_t depth;
    struct scan_name *names; /* those of the open scopes */
    size_t name_count, name_room;
    struct scan_name last; /* a name that an = or : may follow */
    bool stop;
};

#define FAULT(scan, ...) (faults_add((scan)->faults, (scan)->file, (scan)->line, __VA_ARGS__), (scan)->count++)

static void put(struct scan *scan, char c)
{
    scan->out[scan->used++] = c;
}

static bool starts(const struct scan *scan, const char *token)
{
    size_t length = strlen(token);
    return (size_t)(scan->end - scan->at) >= length && memcmp(scan->at, token, length) == 0;
}

static bool word_byte(unsigned char c)
{
    return isalnum(c) || c == '_' || c == '-';
}

bool document_is_name(const char *text, size_t length)
{
    if (length == 0 || length > DOCUMENT_NAME_BYTES || !isalpha((unsigned char)*text))
        return false;
    if ((length == 4 && strncasecmp(text, "true", 4) == 0) || (length == 5 && strncasecmp(text, "false", 5) == 0))
        return false;
    for (size_t i = 0; i < length; i++)
        if (!word_byte((unsigned char)text[i]))
            return false;
    return true;
}

static enum scan_word read_integer(const char *word, int base, int64_t *integer)
{
    char *rest;
    errno = 0;
    long long value = strtoll(word, &rest, base);
    if (strcmp(rest, "") != 0 && strcmp(rest, "L") != 0 && strcmp(rest, "LL") != 0)
        return SCAN_OTHER;
    *integer = value;
    return errno == ERANGE ? SCAN_OVERFLOW : SCAN_INTEGER;
}

/* Digits with a point or an exponent. What is so small that it becomes 0 is as wrong as what becomes infinite. */
static enum scan_word read_real(const char *word, double *real)
{
    const char *digits = word + (*word == '+' || *word == '-');
    char *rest;
    if (strspn(digits, "0123456789.eE+-") != strlen(digits) || !strpbrk(digits, "0123456789"))
        return SCAN_OTHER;
    *real = strtod(word, &rest);
    if (*rest)
        return SCAN_OTHER;
    bool nothing = *real == 0 && strcspn(digits, "123456789") < strcspn(digits, "eE");
    return isfinite(*real) && !nothing ? SCAN_REAL : SCAN_OVERFLOW;
}

enum scan_word scan_word(const char *text, size_t length, int64_t *integer, double *real)
{
    char word[512];
    if (length == 0 || length >= sizeof word)
        return SCAN_OTHER;
    memcpy(word, text, length);
    word[length] = '\0';
    if (strcasecmp(word, "true") == 0)
        return SCAN_TRUE;
    if (strcasecmp(word, "false") == 0)
        return SCAN_FALSE;
    if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
        return isxdigit((unsigned char)word[2]) ? read_integer(word, 16, integer) : SCAN_OTHER;
    const char *digits = word + (*word == '+' || *word == '-');
    size_t run = strspn(digits, "0123456789");
    if (run > 0 && (digits[run] == '\0' || digits[run] == 'L'))
        return read_integer(word, 10, integer);
    return read_real(word, real);
}

static void scan_comment(struct scan *scan)
{
    if (!starts(scan, "/*")) {
        while (scan->at < scan->end && *scan->at != '\n')
            scan->at++;
        return;
    }
    const char *start = scan->at;
    int line = scan->line;
    for (scan->at += 2; scan->at < scan->end && !starts(scan, "*/"); scan->at++) {
        if (*scan->at == '\n') {
            scan->line++;
            put(scan, '\n');
        }
    }
    if (scan->at >= scan->end) {
        scan->line = line;
        FAULT(scan, "the comment that begins here with /* is never closed");
        scan->stop = true;
        return;
    }
    scan->at += 2;
    if (scan->line == line && scan->at - start > 1)
        put(scan, ' ');
}

/* An escape sequence, whose backslash is at `at`: its length in the text. */
static size_t escape_length(struct scan *scan)
{
    const char *at = scan->at;
    size_t left = (size_t)(scan->end - at);
    if (left >= 4 && (at[1] == 'x' || at[1] == 'X') && isxdigit((unsigned char)at[2]) &&
        isxdigit((unsigned char)at[3])) {
        if (at[2] == '0' && at[3] == '0')
            FAULT(scan, "\\x00: a text cannot hold a zero byte");
        return 4;
    }
    if (left >= 2 && memchr("nrtf\\\"", at[1], 6))
        return 2;
    FAULT(scan, "unknown escape in a text: \\ is followed by one of n r t f \\ \" or by x and two hexadecimal digits");
    return 1;
}

static void scan_string(struct scan *scan)
{
    size_t bytes = 0;
    put(scan, *scan->at++);
    while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\n') {
        size_t length = *scan->at == '\\' ? escape_length(scan) : 1;
        for (size_t i = 0; i < length; i++)
            put(scan, *scan->at++);
        bytes++;
    }
    if (scan->at >= scan->end || *scan->at != '"') {
        FAULT(scan, "the text is not closed: its second \" is missing on this line (a line break is written \\n)");
        scan->stop = true;
        return;
    }
    if (bytes > DOCUMENT_TEXT_BYTES)
        FAULT(scan, "a text of %zu bytes is too long (at most %d)", bytes, DOCUMENT_TEXT_BYTES);
    put(scan, *scan->at++);
}

static bool looks_like_date(const char *word, int length)
{
    return length == 10 && word[4] == '-' && word[7] == '-';
}

static void scan_number(struct scan *scan)
{
    const char *word = scan->at;
    while (scan->at < scan->end && (word_byte((unsigned char)*scan->at) || *scan->at == '.' || *scan->at == '+'))
        scan->at++;
    size_t length = (size_t)(scan->at - word);
    int shown = length > 60 ? 60 : (int)length;
    int64_t integer = 0;
    double real = 0;
    switch (scan_word(word, length, &integer, &real)) {
    case SCAN_INTEGER:
        scan->used += (size_t)sprintf(scan->out + scan->used, "%" PRId64 "L", integer);
        break;
    case SCAN_REAL:
        memcpy(scan->out + scan->used, word, length);
        scan->used += length;
        break;
    case SCAN_OVERFLOW:
        FAULT(scan,
              "the number %.*s is beyond what the computer can hold (whole numbers: 64 bits; real numbers: about "
              "1e-308 to 1e308)",
              shown, word);
        break;
    default:
        FAULT(scan, "%.*s is not a number%s", shown, word,
              looks_like_date(word, shown) ? "; a date is written in quotation marks" : "");
    }
}

/* The next byte that is neither space nor comment, '\0' at the end; nothing is consumed. */
static char peek(const struct scan *scan)
{
    const char *at = scan->at;
    while (at < scan->end) {
        if (isspace((unsigned char)*at)) {
            at++;
        } else if (*at == '#' || (at + 1 < scan->end && at[0] == '/' && at[1] == '/')) {
            const char *line_end = memchr(at, '\n', (size_t)(scan->end - at));
            at = line_end ? line_end : scan->end;
        } else if (at + 1 < scan->end && at[0] == '/' && at[1] == '*') {
            const char *close = memmem(at + 2, (size_t)(scan->end - at - 2), "*/", 2);
            at = close ? close + 2 : scan->end;
        } else {
            return *at;
        }
    }
    return '\0';
}

static void scan_name(struct scan *scan)
{
    const char *word = scan->at;
    while (scan->at < scan->end && word_byte((unsigned char)*scan->at))
        put(scan, *scan->at++);
    size_t length = (size_t)(scan->at - word);
    int shown = length > 60 ? 60 : (int)length;
    int64_t integer = 0;
    double real = 0;
    enum scan_word kind = scan_word(word, length, &integer, &real);
    char next = peek(scan);
    if (next == '=' || next == ':') {
        if (kind == SCAN_TRUE || kind == SCAN_FALSE)
            FAULT(scan, "%.*s is a value and cannot be a name", shown, word);
        else if (length > DOCUMENT_NAME_BYTES)
            FAULT(scan, "the name %.*s… is too long (at most %d bytes)", shown, word, DOCUMENT_NAME_BYTES);
        scan->last = (struct scan_name){word, length, scan->line};
    } else if (kind != SCAN_TRUE && kind != SCAN_FALSE) {
        FAULT(scan, "%.*s: a name is followed by =, and a text stands in quotation marks", shown, word);
    }
}

/* A name has got its =: it is a setting of the open scope. */
static void scan_assign(struct scan *scan)
{
    struct scan_name *name = &scan->last;
    size_t first = scan->scopes[scan->depth].names;
    put(scan, '=');
    scan->at++;
    for (size_t i = first; i < scan->name_count && name->text; i++) {
        const struct scan_name *other = &scan->names[i];
        if (other->length == name->length && memcmp(other->text, name->text, name->length) == 0) {
            faults_add(scan->faults, scan->file, name->line, "'%.*s' is said twice in one group, first in line %d",
                       (int)name->length, name->text, other->line);
            scan->count++;
            name->text = 0;
        }
    }
    if (!name->text)
        return;
    if (scan->name_count - first == DOCUMENT_CHILDREN) {
        FAULT(scan, "more than %d settings in one group", DOCUMENT_CHILDREN);
        scan->stop = true;
        return;
    }
    if (scan->name_count == scan->name_room) {
        size_t room = scan->name_room ? 2 * scan->name_room : 64;
        struct scan_name *names = realloc(scan->names, room * sizeof *names);
        if (!names) {
            FAULT(scan, "out of memory");
            scan->stop = true;
            return;
        }
        scan->names = names;
        scan->name_room = room;
    }
    scan->names[scan->name_count++] = *name;
    name->text = 0;
}

static void scan_open(struct scan *scan)
{
    char c = *scan->at++;
    put(scan, c == '[' ? '(' : c);
    if (scan->depth == DOCUMENT_DEPTH) {
        FAULT(scan, "groups and lists lie more than %d deep within each other", DOCUMENT_DEPTH);
        scan->stop = true;
        return;
    }
    scan->scopes[++scan->depth] = (struct scope){c, scan->line, scan->name_count};
}

static void scan_close(struct scan *scan)
{
    static const char openers[] = "{[(", closers[] = "}])";
    char c = *scan->at++;
    const struct scope *scope = &scan->scopes[scan->depth];
    put(scan, c == ']' ? ')' : c);
    if (scan->depth == 0) {
        FAULT(scan, "%c closes nothing", c);
        scan->stop = true;
    } else if (scope->opener != openers[strchr(closers, c) - closers]) {
        FAULT(scan, "%c does not close the %c of line %d", c, scope->opener, scope->line);
        scan->stop = true;
    } else {
        scan->name_count = scope->names;
        scan->depth--;
    }
}

static void scan_token(struct scan *scan)
{
    unsigned char c = (unsigned char)*scan->at;
    if (c == '\n' || c == ' ' || c == '\t' || c == '\r' || c == '\f') {
        scan->line += c == '\n';
        put(scan, c == '\n' ? '\n' : ' ');
        scan->at++;
    } else if (c == '#' || starts(scan, "//") || starts(scan, "/*")) {
        scan_comment(scan);
    } else if (c == '"') {
        scan_string(scan);
    } else if (isdigit(c) || c == '+' || c == '-' || c == '.') {
        scan_number(scan);
    } else if (isalpha(c)) {
        scan_name(scan);
    } else if (c == '=' || c == ':') {
        scan_assign(scan);
    } else if (c == '{' || c == '[' || c == '(') {
        scan_open(scan);
    } else if (c == '}' || c == ']' || c == ')') {
        scan_close(scan);
    } else if (c == ';' || c == ',') {
        put(scan, *scan->at++);
    } else if (starts(scan, "@include")) {
        FAULT(scan,
              "@include is not supported: say base = \"other.cfg\" at the top of the file, and then what differs");
        scan->stop = true;
    } else {
        FAULT(scan, isprint(c) ? "unexpected character %c" : "unexpected byte 0x%02x", c);
        scan->stop = true;
    }
}

/* A zero byte would end the text for libconfig, and hide what follows. */
static bool has_zero(const char *file, const char *text, size_t length, struct faults *faults)
{
    const char *zero = length ? memchr(text, '\0', length) : 0;
    int line = 1;
    for (const char *at = text; zero && at < zero; at++)
        line += *at == '\n';
    if (zero)
        faults_add(faults, file, line, "a zero byte: this is no text file");
    return zero;
}

char *scan_text(const char *file, const char *text, size_t length, struct faults *faults)
{
    if (has_zero(file, text, length, faults))
        return 0;
    struct scan scan = {.file = file, .at = text, .end = text + length, .line = 1, .faults = faults};
    if (starts(&scan, "\xEF\xBB\xBF"))
        scan.at += 3; /* a byte order mark, as some editors write it */
    scan.out = malloc(2 * length + 64);
    if (!scan.out) {
        faults_add(faults, file, 0, "out of memory");
        return 0;
    }
    while (scan.at < scan.end && !scan.stop)
        scan_token(&scan);
    if (!scan.stop && scan.depth > 0) {
        scan.line = scan.scopes[scan.depth].line;
        FAULT(&scan, "the %c that begins here is never closed", scan.scopes[scan.depth].opener);
    }
    put(&scan, '\n');
    put(&scan, '\0');
    free(scan.names);
    if (scan.count > 0) {
        free(scan.out);
        return 0;
    }
    return scan.out;
}
