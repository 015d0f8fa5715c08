/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_network: compiles the activity network: start, activities, milestones, and the corps' engagements.
 */
#include "models/programme_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- causes ---- */

static int cause_named(struct compiler *compiler, const char *name)
{
    struct name_list *causes = &compiler->programme->causes;
    for (size_t i = 0; i < causes->count; i++)
        if (strcmp(causes->name[i], name) == 0)
            return (int)i;
    causes->name[causes->count] = causes->title[causes->count] = compile_text(compiler, name);
    return (int)causes->count++;
}

static const char *joined(struct compiler *compiler, const char *first, const char *second)
{
    size_t length = strlen(first) + strlen(second) + 1;
    char *text = compile_take(compiler, length, 1);
    if (text)
        snprintf(text, length, "%s%s", first, second);
    return text ? text : "";
}

/* Whom the sites wait for has a cause of its own, and so has a wave that is to begin later. */
static void name_waits(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    for (size_t i = 0; i < p->pools; i++) {
        struct pool *pool = &p->pool[i];
        pool->cause = cause_named(compiler, joined(compiler, pool->name, "-queue"));
        p->causes.title[pool->cause] = compile_text(compiler, joined(compiler, "waiting for ", pool->title));
    }
    p->wave_cause = p->waves.count > 0 ? cause_named(compiler, "planned-start") : NOBODY;
}

static int start_causes(struct compiler *compiler, size_t activities)
{
    static const char *const fixed[CAUSE_FIXED] = {"late-start", "vendor-queue", "consultant", "unsupported",
                                                   "rework",     "risk",         "own-work"};
    struct name_list *causes = &compiler->programme->causes;
    size_t most = CAUSE_FIXED + activities + compiler->programme->pools + 1;
    causes->name = compile_take(compiler, most, sizeof *causes->name);
    causes->title = compile_take(compiler, most, sizeof *causes->title);
    if (!causes->name || !causes->title)
        return -1;
    for (size_t i = 0; i < CAUSE_FIXED; i++)
        cause_named(compiler, fixed[i]);
    name_waits(compiler);
    return 0;
}

/* ---- one activity ---- */

static int resource_of(struct compiler *compiler, const struct setting *group)
{
    const struct programme *p = compiler->programme;
    const struct setting *text = setting_named(group, "resource");
    if (!text)
        return NOBODY;
    if (strcmp(text->value.text, "vendor") == 0) {
        if (p->vendors == 0)
            compile_fault(compiler, text, "wants a vendor's team, but the programme has no vendors");
        return VENDOR_RESOURCE;
    }
    char **names = compile_take(compiler, p->pools, sizeof *names);
    for (size_t i = 0; names && i < p->pools; i++)
        names[i] = p->pool[i].name;
    return names ? compile_name(compiler, text, names, p->pools, "resource") : NOBODY;
}

static void check_kind(struct compiler *compiler, const struct setting *group, const struct node *node)
{
    const struct setting *root = compiler->document->root;
    if (node->kind == NODE_UPTAKE && !setting_named(root, "uptake"))
        compile_fault(compiler, group, "is of kind uptake, but the programme has no `uptake`");
    if (node->kind == NODE_SESSION && !setting_named(root, "sessions"))
        compile_fault(compiler, group, "is of kind session, but the programme has no `sessions`");
    if (node->kind == NODE_WAIT && node->until == WAIT_DOCTORS && !setting_named(root, "doctors"))
        compile_fault(compiler, group, "waits for the doctors, but the programme has no `doctors`");
    if (node->kind == NODE_WAIT && node->until == WAIT_VENDOR_READY && compiler->programme->vendors == 0)
        compile_fault(compiler, group, "waits for the vendor, but the programme has no vendors");
    if (node->kind != NODE_WORK && node->resource != NOBODY)
        compile_fault(compiler, group, "only an activity of kind work can need a resource");
}

/* Of each vendor's sites the duration that is said of them, else the activity's own. */
static void compile_vendor_durations(struct compiler *compiler, const struct setting *group, struct node *node)
{
    struct programme *p = compiler->programme;
    const struct setting *list = setting_named(group, "vendor_durations");
    if (!list || list->count == 0)
        return;
    char **names = compile_take(compiler, p->vendors, sizeof *names);
    node->vendor_duration = compile_take(compiler, p->vendors, sizeof *node->vendor_duration);
    for (size_t v = 0; names && node->vendor_duration && v < p->vendors; v++) {
        names[v] = p->vendor[v].name;
        node->vendor_duration[v] = node->duration;
    }
    for (size_t i = 0; names && node->vendor_duration && i < list->count; i++) {
        const struct setting *one = list->children[i];
        if (schema_is_remark(one->name))
            continue;
        size_t v = 0;
        while (v < p->vendors && strcmp(names[v], one->name) != 0)
            v++;
        if (v < p->vendors)
            node->vendor_duration[v] = compile_chance(compiler, list, one->name);
        else
            compile_fault(compiler, one, "there is no vendor \"%s\"; legal are the names of `vendors`", one->name);
    }
}

/* The waves whose sites alone have the activity. */
static void compile_only(struct compiler *compiler, const struct setting *group, struct node *node)
{
    const struct programme *p = compiler->programme;
    const struct setting *list = setting_named(group, "waves");
    if (!list)
        return;
    if (list->count == 0)
        compile_fault(compiler, list, "is empty; name at least one of sites.waves, or leave it out: then all sites");
    node->waves = compile_take(compiler, p->waves.count, sizeof *node->waves);
    for (size_t i = 0; node->waves && i < list->count; i++) {
        int wave = compile_name(compiler, list->children[i], p->waves.name, p->waves.count, "wave");
        if (wave != NOBODY)
            node->waves[wave] = true;
    }
}

static void compile_activity(struct compiler *compiler, const struct setting *group, struct node *node)
{
    static const char *const causes[] = {
        [NODE_WORK] = "own-work", [NODE_WAIT] = "waiting", [NODE_SESSION] = "training", [NODE_UPTAKE] = "uptake"};
    struct programme *p = compiler->programme;
    const struct setting *title = setting_named(group, "title"), *calendar = setting_named(group, "calendar");
    const struct setting *cause = setting_named(group, "cause");
    /* the start is no choice */
    enum node_kind kind = (enum node_kind)(NODE_START + 1 + schema_choice(group, "kind", CHOICE_WORDS(ACTIVITY_KINDS)));
    *node = (struct node){.name = compile_text(compiler, group->name),
                          .title = compile_text(compiler, title ? title->value.text : group->name),
                          .kind = kind,
                          .purpose = stream_name(group->name),
                          .duration = compile_chance(compiler, group, "duration"),
                          .correction = compile_chance(compiler, group, "correction"),
                          .lag = compile_chance(compiler, group, "lag_days"),
                          .factor = compile_number(group, "factor"),
                          .per_version_days = compile_number(group, "per_version_days"),
                          .probability = compile_number(group, "probability"),
                          .failure = compile_number(group, "failure"),
                          .weighted = schema_boolean(group, "weighted"),
                          .organisational = schema_boolean(group, "organisational"),
                          .pushed = schema_boolean(group, "pushed"),
                          .resource = resource_of(compiler, group),
                          .until = (enum wait_until)schema_choice(group, "until", CHOICE_WORDS(WAITS)),
                          .date = compile_number(group, "date"),
                          .engagement = NOBODY,
                          .of = NOBODY};
    if (calendar)
        node->calendar = compile_name(compiler, calendar, p->calendars.name, p->calendars.count, "calendar");
    node->cause = cause_named(compiler, cause ? cause->value.text : causes[kind]);
    compile_needs(compiler, group, node);
    compile_only(compiler, group, node);
    compile_vendor_durations(compiler, group, node);
    check_kind(compiler, group, node);
}

/* ---- arcs ---- */

static int take_list(struct compiler *compiler, struct node_list *list, size_t count)
{
    list->node = compile_take(compiler, count, sizeof *list->node);
    return list->node ? 0 : -1;
}

/* Resolves a list of names of nodes; an empty one is a fault: such a node could never be reached. */
static int compile_arcs(struct compiler *compiler, const struct setting *texts, struct node_list *list)
{
    struct programme *p = compiler->programme;
    char **names = compile_take(compiler, p->nodes, sizeof *names);
    if (!names || take_list(compiler, list, texts->count) != 0)
        return -1;
    for (size_t i = 0; i < p->nodes; i++)
        names[i] = p->node[i].name;
    if (texts->count == 0)
        compile_fault(compiler, texts, "is empty; name at least one predecessor, such as \"start\"");
    for (size_t i = 0; i < texts->count; i++) {
        int node = compile_name(compiler, texts->children[i], names, p->nodes, "activity or milestone");
        for (size_t k = 0; k < list->count; k++)
            if (list->node[k] == node)
                compile_fault(compiler, texts->children[i], "names \"%s\" twice", p->node[node].name);
        if (node != NOBODY)
            list->node[list->count++] = (uint16_t)node;
    }
    return 0;
}

static bool names_node(const struct node_list *list, size_t node)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->node[i] == node)
            return true;
    return false;
}

static int find_successors(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    for (size_t i = 0; i < p->nodes; i++) {
        if (take_list(compiler, &p->node[i].before, p->nodes) != 0)
            return -1;
        for (size_t k = 1; k < p->nodes; k++)
            if (names_node(&p->node[k].after, i) || names_node(&p->node[k].hosted_after, i))
                p->node[i].before.node[p->node[i].before.count++] = (uint16_t)k;
    }
    return 0;
}

/* Depth-first search; the nodes on the way are the circle when one of them is met again. */
static bool find_circle(const struct programme *p, size_t node, unsigned char state[], size_t way[], size_t *length)
{
    state[node] = 1;
    way[(*length)++] = node;
    for (size_t i = 0; i < p->node[node].before.count; i++) {
        size_t next = p->node[node].before.node[i];
        if (state[next] == 1) {
            way[(*length)++] = next;
            return true;
        }
        if (state[next] == 0 && find_circle(p, next, state, way, length))
            return true;
    }
    state[node] = 2;
    (*length)--;
    return false;
}

static int check_circles(struct compiler *compiler, const struct setting *root)
{
    struct programme *p = compiler->programme;
    unsigned char *state = compile_take(compiler, p->nodes, 1);
    size_t *way = compile_take(compiler, p->nodes + 1, sizeof *way), length = 0;
    if (!state || !way)
        return -1;
    for (size_t start = 0; start < p->nodes; start++) {
        if (state[start] != 0 || !find_circle(p, start, state, way, &length))
            continue;
        char text[512] = "";
        size_t first = 0, used = 0;
        while (way[first] != way[length - 1])
            first++;
        for (size_t i = first; i < length && used < sizeof text - 1; i++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > first ? " -> " : "",
                                     p->node[way[i]].name);
        const char *name = p->node[way[first]].name;
        const struct setting *group = setting_named(schema_get(root, "activities"), name);
        if (!group)
            group = setting_named(schema_get(root, "milestones"), name);
        return compile_fault(compiler, group ? group : root, "the activities run in a circle: %s", text);
    }
    return 0;
}

/* Every resource knows the nodes that need it, so that a site and a node make one member of its queue. */
static int find_users(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    for (size_t r = 0; r <= p->pools; r++) {
        struct node_list *users = r < p->pools ? &p->pool[r].users : &p->vendor_users;
        int resource = r < p->pools ? (int)r : VENDOR_RESOURCE;
        if (take_list(compiler, users, p->nodes) != 0)
            return -1;
        for (size_t i = 0; i < p->nodes; i++)
            if (p->node[i].resource == resource) {
                p->node[i].user = (uint16_t)users->count;
                users->node[users->count++] = (uint16_t)i;
            }
    }
    return 0;
}

/* ---- the network ---- */

static size_t count_groups(const struct setting *group)
{
    size_t count = 0;
    for (size_t i = 0; i < group->count; i++)
        count += group->children[i]->type == SETTING_GROUP && !schema_is_remark(group->children[i]->name);
    return count;
}

static int compile_nodes(struct compiler *compiler, const struct setting *activities, const struct setting *milestones)
{
    struct programme *p = compiler->programme;
    p->node[p->nodes++] = (struct node){.name = compile_text(compiler, "start"),
                                        .title = compile_text(compiler, "decision to start"),
                                        .kind = NODE_START,
                                        .duration = NOBODY,
                                        .correction = NOBODY,
                                        .lag = NOBODY,
                                        .resource = NOBODY,
                                        .engagement = NOBODY,
                                        .of = NOBODY,
                                        .cause = CAUSE_LATE_START};
    for (size_t i = 0; i < activities->count; i++) {
        const struct setting *group = activities->children[i];
        if (group->type != SETTING_GROUP || schema_is_remark(group->name))
            continue;
        if (programme_node(p, group->name) != NOBODY)
            return compile_fault(compiler, group, "this name is taken; call the activity something else");
        compile_activity(compiler, group, &p->node[p->nodes++]);
    }
    for (size_t i = 0; i < milestones->count; i++) {
        const struct setting *group = milestones->children[i], *title;
        if (group->type != SETTING_GROUP || schema_is_remark(group->name))
            continue;
        if (programme_node(p, group->name) != NOBODY)
            return compile_fault(compiler, group, "an activity has this name already");
        struct node *node = &p->node[p->nodes++];
        *node = p->node[0];
        title = setting_named(group, "title");
        node->kind = NODE_MILESTONE;
        node->name = compile_text(compiler, group->name);
        node->title = compile_text(compiler, title ? title->value.text : group->name);
        p->milestones++;
    }
    for (size_t i = 0; i < p->nodes; i++)
        if (*p->node[i].name == 0)
            return -1; /* could not be kept, which is told; the arcs are looked for by name */
    return 0;
}

int compile_network(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *root = compiler->document->root;
    const struct setting *activities = schema_get(root, "activities"), *milestones = schema_get(root, "milestones");
    size_t boxes = count_groups(activities);
    if (boxes == 0 || boxes > 200)
        return compile_fault(compiler, activities, "holds %zu activities; 1 to 200 are legal", boxes);
    if (count_groups(milestones) == 0 || count_groups(milestones) > 50)
        return compile_fault(compiler, milestones, "holds %zu milestones; 1 to 50 are legal", count_groups(milestones));
    p->node = compile_take(compiler, 1 + boxes + count_groups(milestones), sizeof *p->node);
    if (!p->node || start_causes(compiler, boxes) != 0 || compile_nodes(compiler, activities, milestones) != 0)
        return -1;
    for (size_t i = 1; i < p->nodes; i++) {
        const struct setting *group =
            setting_named(p->node[i].kind == NODE_MILESTONE ? milestones : activities, p->node[i].name);
        const struct setting *hosted = p->node[i].kind == NODE_MILESTONE ? 0 : setting_named(group, "hosted_after");
        if (compile_arcs(compiler, schema_get(group, "after"), &p->node[i].after) != 0)
            return -1;
        if (!hosted)
            p->node[i].hosted_after = p->node[i].after;
        else if (compile_arcs(compiler, hosted, &p->node[i].hosted_after) != 0)
            return -1;
    }
    if (find_successors(compiler) != 0 || find_users(compiler) != 0)
        return -1;
    return check_circles(compiler, root);
}

/* ---- the corps ---- */

static int node_named(struct compiler *compiler, const struct setting *text)
{
    int node = programme_node(compiler->programme, text->value.text);
    if (node == NOBODY)
        compile_fault(compiler, text, "there is no activity or milestone \"%s\"", text->value.text);
    return node;
}

static int compile_engagement(struct compiler *compiler, const struct setting *group, int index)
{
    struct programme *p = compiler->programme;
    struct engagement *engagement = &p->corps.engagement[index];
    const struct setting *gates = schema_get(group, "gates");
    int from = node_named(compiler, schema_get(group, "from")),
        until = node_named(compiler, schema_get(group, "until"));
    engagement->name = compile_text(compiler, group->name);
    if (from == NOBODY || until == NOBODY)
        return -1;
    engagement->from = (uint16_t)from;
    engagement->until = (uint16_t)until;
    engagement->max_days = compile_optional(group, "max_days");
    for (size_t i = 0; i < gates->count; i++) {
        int gate = node_named(compiler, gates->children[i]);
        if (gate == NOBODY)
            continue;
        if (p->node[gate].kind != NODE_WORK)
            compile_fault(compiler, gates->children[i], "only an activity of kind work can wait for a consultant");
        else if (p->node[gate].engagement != NOBODY)
            compile_fault(compiler, gates->children[i], "waits for a consultant in another phase already");
        else
            p->node[gate].engagement = index;
    }
    return 0;
}

int compile_corps(struct compiler *compiler)
{
    struct corps *corps = &compiler->programme->corps;
    const struct setting *group = schema_get(compiler->document->root, "corps"), *part;
    *corps = (struct corps){.consultants = compile_number(group, "consultants"),
                            .share_of_full_time = compile_number(group, "share_of_full_time"),
                            .case_load = compile_number(group, "case_load"),
                            .unsupported_factor = compile_number(group, "unsupported_factor"),
                            .patience_days = compile_optional(group, "patience_days"),
                            .nearest_first = schema_boolean(group, "nearest_first"),
                            .between_absences_days = NO_NUMBER,
                            .absence_days = NO_NUMBER,
                            .tenure_days = NO_NUMBER,
                            .recruiting = NOBODY,
                            .first_recruiting = compile_chance(compiler, group, "recruiting_days"),
                            .ramp_days = compile_optional(group, "ramp_days")};
    if ((part = setting_named(group, "absences"))) {
        corps->between_absences_days = compile_number(part, "between_days");
        corps->absence_days = compile_number(part, "days");
    }
    if ((part = setting_named(group, "turnover"))) {
        corps->tenure_days = compile_number(part, "tenure_days");
        corps->recruiting = compile_chance(compiler, part, "recruiting_days");
    }
    if (corps->first_recruiting == NOBODY)
        corps->first_recruiting = corps->recruiting;
    part = schema_get(group, "engagements");
    if (count_groups(part) > 8)
        return compile_fault(compiler, part, "holds %zu phases; up to 8 are legal", count_groups(part));
    corps->engagement = compile_take(compiler, count_groups(part), sizeof *corps->engagement);
    for (size_t i = 0; corps->engagement && i < part->count; i++)
        if (part->children[i]->type == SETTING_GROUP && !schema_is_remark(part->children[i]->name)) {
            if (compile_engagement(compiler, part->children[i], (int)corps->engagements) != 0)
                return -1;
            corps->engagements++;
        }
    return corps->engagement ? 0 : -1;
}
