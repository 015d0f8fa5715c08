/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_changes: compiles what changes on a date: the lists `changes` beside what they change.
 */
#include "models/programme_parts.h"

#include <stdint.h>

/* count_said() has counted the room. */
static struct change *add(struct compiler *compiler, const struct setting *said)
{
    struct programme *p = compiler->programme;
    p->change[p->changes] = (struct change){.from = compile_number(said, "from"), .amount = NO_NUMBER};
    return &p->change[p->changes++];
}

struct place { /* where a list of changes stands, and what `add` and `set` mean there */
    const struct setting *group;
    enum change_of what;
    size_t place;
};

static void add_number(struct compiler *compiler, const struct place *at, const struct setting *said, const char *key,
                       enum change_of what)
{
    struct change *change = schema_has(said, key) ? add(compiler, said) : 0;
    if (!change)
        return;
    change->what = what;
    change->place = at->place;
    change->adds = key[0] == 'a';
    change->amount = compile_number(said, key);
}

static void add_choice(struct compiler *compiler, const struct place *at, const struct setting *said, const char *key,
                       enum change_of what)
{
    struct change *change = schema_has(said, key) ? add(compiler, said) : 0;
    if (!change)
        return;
    change->what = what;
    change->place = at->place;
    change->choice =
        what == CHANGE_ORDER ? schema_choice(said, key, CHOICE_WORDS(SERVICE_ORDERS)) : schema_boolean(said, key);
}

static int compile_one(struct compiler *compiler, const struct place *at, const struct setting *said)
{
    size_t before = compiler->programme->changes;
    if (schema_has(said, "add") && schema_has(said, "set"))
        return compile_fault(compiler, said, "says both `add` and `set`; one of them is meant");
    if (at->what >= CHANGE_ORDER) {
        add_choice(compiler, at, said, "set", at->what);
    } else if (at->what != CHANGE_PROBABILITY) {
        add_number(compiler, at, said, "add", at->what);
        add_number(compiler, at, said, "set", at->what);
    }
    add_choice(compiler, at, said, "order", CHANGE_ORDER);
    add_number(compiler, at, said, "batch_size", CHANGE_BATCH_SIZE);
    add_number(compiler, at, said, "every_days", CHANGE_EVERY_DAYS);
    add_number(compiler, at, said, "probability", CHANGE_PROBABILITY);
    return compiler->programme->changes > before ? 0 : compile_fault(compiler, said, "changes nothing");
}

static int compile_list(struct compiler *compiler, const struct place *at, const char *name)
{
    const struct setting *list = at->group ? setting_named(at->group, name) : 0;
    int status = 0;
    for (size_t i = 0; list && i < list->count; i++)
        if (compile_one(compiler, at, list->children[i]) != 0)
            status = -1;
    return status;
}

/* No fewer than the changes: all elements of lists, times what one of changes may say at once. */
static size_t count_said(const struct setting *setting)
{
    enum { SAID_AT_ONCE = 3 };
    size_t count = 0;
    for (size_t i = 0; i < setting->count; i++)
        count += setting->type == SETTING_LIST ? SAID_AT_ONCE + count_said(setting->children[i])
                                               : count_said(setting->children[i]);
    return count;
}

/* Of the groups named one by one: vendors, resources, activities. */
static int compile_each(struct compiler *compiler, const char *name, char *(*named)(const struct programme *, size_t),
                        size_t count, struct place at)
{
    const struct setting *all = schema_get(compiler->document->root, name);
    int status = 0;
    for (size_t i = 0; i < count; i++, at.place++) {
        at.group = setting_named(all, named(compiler->programme, i));
        status |= compile_list(compiler, &at, "team_changes");
        status |= compile_list(compiler, &at, "changes");
    }
    return status;
}

static char *vendor_name(const struct programme *p, size_t i)
{
    return p->vendor[i].name;
}

static char *pool_name(const struct programme *p, size_t i)
{
    return p->pool[i].name;
}

static char *activity_name(const struct programme *p, size_t i)
{
    return p->node[i + 1].name; /* after the start */
}

/* A consultant's index must fit into a phase. */
static int check_posts(struct compiler *compiler)
{
    size_t most = programme_most(compiler->programme, compiler->programme->corps.consultants);
    if (most <= INT16_MAX)
        return 0;
    return compile_fault(compiler, schema_get(compiler->document->root, "corps"),
                         "%zu posts are too many; %d are legal", most, INT16_MAX);
}

int compile_changes(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root, *doctors = setting_named(root, "doctors");
    const struct place single[] = {
        {setting_named(root, "corps"), CHANGE_CONSULTANTS, 0},
        {p->has_swat ? setting_named(root, "swat") : 0, CHANGE_SWAT, 0},
        {p->has_sessions ? setting_named(root, "sessions") : 0, CHANGE_PLACES, 0},
        {p->has_push ? setting_named(root, "push") : 0, CHANGE_PUSH, 0},
        {p->doctors.has_cleanup ? setting_named(doctors, "cleanup") : 0, CHANGE_CLEANUP, 0},
    };
    int status = 0;
    p->change = compile_take(compiler, count_said(root), sizeof *p->change);
    if (!p->change)
        return -1;
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        status |= compile_list(compiler, &single[i], "changes");
    status |=
        compile_each(compiler, "vendors", vendor_name, p->vendors, (struct place){.what = CHANGE_SERVERS, .place = 0});
    status |= compile_each(compiler, "resources", pool_name, p->pools,
                           (struct place){.what = CHANGE_SERVERS, .place = p->vendors});
    status |= compile_each(compiler, "activities", activity_name, programme_first_milestone(p) - 1,
                           (struct place){.what = CHANGE_PROBABILITY, .place = 1});
    return status == 0 ? check_posts(compiler) : -1;
}
