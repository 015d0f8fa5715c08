/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * choices: what a configuration chooses among by a word. One list makes both an enum and its words "a|b|c", in the same
 * order, so that the table of keys, its reader and the model cannot part.
 */
#ifndef FMKSIM_MODELS_CHOICES_H
#define FMKSIM_MODELS_CHOICES_H

#define CHOICE_NUMBER(number, word) number,
#define CHOICE_WORD(number, word) "|" word
#define CHOICE_WORDS(list) (&list(CHOICE_WORD)[1]) /* without the first bar */

#define ACTIVITY_KINDS(X)                                                                                              \
    X(NODE_WORK, "work")                                                                                               \
    X(NODE_WAIT, "wait")                                                                                               \
    X(NODE_SESSION, "session")                                                                                         \
    X(NODE_UPTAKE, "uptake")
enum node_kind { NODE_START, ACTIVITY_KINDS(CHOICE_NUMBER) NODE_MILESTONE };

#define WAITS(X)                                                                                                       \
    X(WAIT_DATE, "date")                                                                                               \
    X(WAIT_VENDOR_READY, "vendor-ready")                                                                               \
    X(WAIT_DOCTORS, "doctors")                                                                                         \
    X(WAIT_SITE, "site") /* from here on another site's */                                                             \
    X(WAIT_REGION_FIRST, "region-first")                                                                               \
    X(WAIT_VENDOR_FIRST, "vendor-first")                                                                               \
    X(WAIT_GROUP_FIRST, "group-first")                                                                                 \
    X(WAIT_FIRST, "first")
enum wait_until { WAITS(CHOICE_NUMBER) };

/* The sites that share something. */
#define CIRCLES(X)                                                                                                     \
    X(CIRCLE_SITE, "site")                                                                                             \
    X(CIRCLE_REGION, "region")                                                                                         \
    X(CIRCLE_VENDOR, "vendor")                                                                                         \
    X(CIRCLE_GROUP, "group")                                                                                           \
    X(CIRCLE_ALL, "all")
enum circle { CIRCLES(CHOICE_NUMBER) };

#define SERVICE_ORDERS(X)                                                                                              \
    X(ORDER_READY_FIRST, "ready-first")                                                                                \
    X(ORDER_FIFO, "fifo")                                                                                              \
    X(ORDER_LARGEST_FIRST, "largest-first")                                                                            \
    X(ORDER_BY_REGION, "by-region")
enum service_order { SERVICE_ORDERS(CHOICE_NUMBER) };

/* UPTAKE_FORMS is the choice "drawn" in the configuration, and how many forms there are in the model. The numbers stand
 * in results files as the values of the parameter uptake.form. */
#define UPTAKE_CHOICES(X)                                                                                              \
    X(UPTAKE_CAPACITY, "capacity")                                                                                     \
    X(UPTAKE_BASS, "bass")                                                                                             \
    X(UPTAKE_LEARNING, "learning")                                                                                     \
    X(UPTAKE_DEADLINE_RUSH, "deadline-rush")                                                                           \
    X(UPTAKE_TABLE, "table")                                                                                           \
    X(UPTAKE_FORMS, "drawn")
enum uptake_form { UPTAKE_CHOICES(CHOICE_NUMBER) };

#define RISK_TARGETS(X)                                                                                                \
    X(RISK_ALL, "all")                                                                                                 \
    X(RISK_REGION, "region")                                                                                           \
    X(RISK_VENDOR, "vendor")
enum risk_target { RISK_TARGETS(CHOICE_NUMBER) };

/* What a scenario is: something one could do, or another view of what one cannot choose. */
#define SCENARIO_KINDS(X)                                                                                              \
    X(SCENARIO_LEVER, "lever")                                                                                         \
    X(SCENARIO_ASSUMPTION, "assumption")
enum scenario_kind { SCENARIO_KINDS(CHOICE_NUMBER) };

#endif
