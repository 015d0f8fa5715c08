/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document_read: from files and texts to a tree: reading safely, libconfig, bases, sources.
 */
#include "document_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool document_is_utf8(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        unsigned c = *at++;
        unsigned more = c < 0x80                ? 0
                        : c >= 0xC2 && c < 0xE0 ? 1
                        : c >= 0xE0 && c < 0xF0 ? 2
                        : c >= 0xF0 && c < 0xF5 ? 3
                                                : 9;
        unsigned low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80, high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        if (more == 9)
            return false;
        for (; more > 0; more--, low = 0x80, high = 0xBF) {
            if (*at < low || *at > high)
                return false;
            at++;
        }
    }
    return true;
}

/* One tree of libconfig's into ours. */
struct converter {
    struct document *document;
    const char *file;
    struct faults *faults;
    bool failed;
};

static void convert_text(struct converter *converter, struct setting *setting, const char *text)
{
    if (!document_is_utf8(text)) {
        faults_add(converter->faults, converter->file, setting->line, "%s: the text is not valid UTF-8", setting->name);
        converter->failed = true;
    } else if (strlen(text) > DOCUMENT_TEXT_BYTES) {
        faults_add(converter->faults, converter->file, setting->line,
                   "%s: a text of %zu bytes is too long (at most %d)", setting->name, strlen(text),
                   DOCUMENT_TEXT_BYTES);
        converter->failed = true;
    } else {
        setting->value.text = document_text(converter->document, text);
    }
}

static struct setting *convert(struct converter *converter, const config_setting_t *from);

static bool convert_children(struct converter *converter, struct setting *setting, const config_setting_t *from)
{
    for (int i = 0; i < config_setting_length(from); i++) {
        struct setting *child = convert(converter, config_setting_get_elem(from, (unsigned)i));
        if (!child || document_append(converter->document, setting, child) != 0)
            return false;
    }
    return true;
}

/* Null: out of memory. */
static struct setting *convert(struct converter *converter, const config_setting_t *from)
{
    static const enum setting_type types[] = {
        [CONFIG_TYPE_GROUP] = SETTING_GROUP, [CONFIG_TYPE_INT] = SETTING_INTEGER, [CONFIG_TYPE_INT64] = SETTING_INTEGER,
        [CONFIG_TYPE_FLOAT] = SETTING_REAL,  [CONFIG_TYPE_STRING] = SETTING_TEXT, [CONFIG_TYPE_BOOL] = SETTING_BOOLEAN,
        [CONFIG_TYPE_ARRAY] = SETTING_LIST,  [CONFIG_TYPE_LIST] = SETTING_LIST};
    const char *name = config_setting_name(from);
    struct setting *setting = document_new(converter->document, name ? name : "", types[config_setting_type(from)],
                                           converter->file, (int)config_setting_source_line(from));
    if (!setting)
        return 0;
    switch (setting->type) {
    case SETTING_GROUP:
    case SETTING_LIST:
        return convert_children(converter, setting, from) ? setting : 0;
    case SETTING_INTEGER:
        setting->value.integer = config_setting_get_int64(from);
        break;
    case SETTING_REAL:
        setting->value.real = config_setting_get_float(from);
        break;
    case SETTING_BOOLEAN:
        setting->value.boolean = config_setting_get_bool(from);
        break;
    case SETTING_TEXT:
        convert_text(converter, setting, config_setting_get_string(from) ? config_setting_get_string(from) : "");
        return setting->value.text || converter->failed ? setting : 0;
    }
    return setting;
}

struct setting *document_parse(struct document *document, const char *name, const char *text, size_t length,
                               struct faults *faults)
{
    char *clean = scan_text(name, text, length, faults);
    if (!clean)
        return 0;
    struct converter converter = {document, document_text(document, name), faults, false};
    struct setting *root = 0;
    config_t config;
    config_init(&config);
    if (config_read_string(&config, clean) != CONFIG_TRUE) {
        faults_add(faults, name, config_error_line(&config),
                   "%s: something is missing or too much here, or just before", config_error_text(&config));
    } else if (!converter.file || !(root = convert(&converter, config_root_setting(&config)))) {
        faults_add(faults, name, 0, "out of memory");
    }
    config_destroy(&config);
    free(clean);
    if (!root || converter.failed)
        return 0;
    root->line = 1;
    return root;
}

void document_resolve_sources(struct setting *setting, const char *inherited)
{
    const struct setting *own = setting_named(setting, "source"), *each = setting_named(setting, "sources");
    setting->source = own && own->type == SETTING_TEXT ? own->value.text : inherited;
    for (size_t i = 0; i < setting->count; i++) {
        struct setting *child = setting->children[i];
        const struct setting *named = each ? setting_named(each, child->name) : 0;
        bool says = named && named->type == SETTING_TEXT;
        document_resolve_sources(child, says ? named->value.text : setting->source);
    }
}

int document_read_text(struct document *document, const char *name, const char *text, size_t length,
                       struct faults *faults)
{
    memset(document, 0, sizeof *document);
    document->root = document_parse(document, name, text, length, faults);
    const struct setting *base = document->root ? setting_named(document->root, "base") : 0;
    if (base)
        faults_add(faults, name, base->line, "base: only a file can have a base");
    if (!document->root || base) {
        document_free(document);
        return -1;
    }
    document_resolve_sources(document->root, 0);
    return 0;
}

/* A file being read, the one that named it, and what tells it from others. */
struct reading {
    const struct reading *by;
    const char *path;
    int depth;
    dev_t device;
    ino_t inode;
    const char *said_file; /* where its name stands; the path itself for the first */
    int said_line;
};

static int refuse(const struct reading *reading, struct faults *faults, const char *why)
{
    if (!reading->by)
        return faults_add(faults, reading->path, 0, "%s", why);
    return faults_add(faults, reading->said_file, reading->said_line, "base: '%s' %s", reading->path, why);
}

static int check_file(struct reading *reading, int handle, off_t *size, struct faults *faults)
{
    struct stat status;
    if (fstat(handle, &status) != 0)
        return refuse(reading, faults, "cannot be read");
    reading->device = status.st_dev;
    reading->inode = status.st_ino;
    *size = status.st_size;
    if (S_ISDIR(status.st_mode))
        return refuse(reading, faults, "is a directory, not a configuration file");
    if (!S_ISREG(status.st_mode))
        return refuse(reading, faults, "is not a regular file");
    if (status.st_size > DOCUMENT_BYTES)
        return refuse(reading, faults, "is larger than 2 MiB: this is no configuration");
    if (status.st_size == 0)
        return refuse(reading, faults, "is empty");
    for (const struct reading *other = reading->by; other; other = other->by)
        if (other->device == reading->device && other->inode == reading->inode)
            return refuse(reading, faults, "leads back to itself: the chain of bases is a circle");
    return reading->depth > DOCUMENT_BASES ? refuse(reading, faults, "is one base too many (at most 16 in a chain)")
                                           : 0;
}

/* The whole of an open file that check_file() liked. Null with a fault. */
static char *slurp(struct reading *reading, int handle, size_t *length, struct faults *faults)
{
    off_t size = 0;
    if (check_file(reading, handle, &size, faults) != 0)
        return 0;
    char *text = malloc((size_t)size + 1);
    if (!text) {
        refuse(reading, faults, "cannot be read: out of memory");
        return 0;
    }
    for (*length = 0; *length < (size_t)size;) {
        ssize_t got = read(handle, text + *length, (size_t)size - *length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            refuse(reading, faults, "cannot be read");
            free(text);
            return 0;
        }
        if (got == 0)
            break;
        *length += (size_t)got;
    }
    return text;
}

static char *load(struct reading *reading, size_t *length, struct faults *faults)
{
    int handle = open(reading->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0) {
        char why[128];
        snprintf(why, sizeof why, "cannot be read: %s", strerror(errno));
        refuse(reading, faults, why);
        return 0;
    }
    char *text = slurp(reading, handle, length, faults);
    close(handle);
    return text;
}

/* The path of a base, relative to the file that names it. */
static const char *beside(struct document *document, const char *file, const char *base)
{
    const char *slash = strrchr(file, '/');
    size_t folder = slash && *base != '/' ? (size_t)(slash - file) + 1 : 0, size = strlen(base) + 1;
    char *path = document_take(document, folder + size);
    if (path) {
        memcpy(path, file, folder);
        memcpy(path + folder, base, size);
    }
    return path;
}

static void drop_child(struct setting *group, size_t index)
{
    group->count--;
    for (size_t i = index; i < group->count; i++) {
        group->children[i] = group->children[i + 1];
        group->children[i]->index = i;
    }
}

static struct setting *read_chain(struct document *document, struct reading *reading, struct faults *faults);

/* Reads the base that `root` names and lays root over it. */
static struct setting *over_base(struct document *document, const struct reading *reading, struct setting *root,
                                 struct faults *faults)
{
    const struct setting *base = setting_named(root, "base");
    if (base->type != SETTING_TEXT || !*base->value.text) {
        faults_add(faults, base->file, base->line, "base: must be the name of a configuration file, as a text");
        return 0;
    }
    drop_child(root, base->index);
    struct reading next = {
        .by = reading, .depth = reading->depth + 1, .said_file = base->file, .said_line = base->line};
    next.path = beside(document, reading->path, base->value.text);
    struct setting *under = next.path ? read_chain(document, &next, faults) : 0;
    if (under && document_overlay(document, under, root) == 0)
        return under;
    if (under || !next.path)
        faults_add(faults, reading->path, 0, "out of memory");
    return 0;
}

static struct setting *read_chain(struct document *document, struct reading *reading, struct faults *faults)
{
    size_t length = 0;
    char *text = load(reading, &length, faults);
    if (!text)
        return 0;
    struct setting *root = document_parse(document, reading->path, text, length, faults);
    free(text);
    if (!root)
        return 0;
    if (root->count == 0) {
        refuse(reading, faults, "is empty: it says no setting");
        return 0;
    }
    document_resolve_sources(root, 0);
    return setting_named(root, "base") ? over_base(document, reading, root, faults) : root;
}

int document_read(struct document *document, const char *path, struct faults *faults)
{
    struct reading first = {.path = path};
    memset(document, 0, sizeof *document);
    document->root = read_chain(document, &first, faults);
    if (!document->root) {
        document_free(document);
        return -1;
    }
    return 0;
}
