/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * keys: the table of everything that a programme's configuration can say. Checks, fallbacks, --set and the reference
 * in docs/configuration.md come from here.
 */
#include "models/keys.h"

#include "models/choices.h"

#include <math.h>

#define ANY 0, 0

#define GROUP_(p, fb, m)                                                                                               \
    {                                                                                                                  \
        p, SCHEMA_GROUP, 0, ANY, false, false, fb, 0, m, 0                                                             \
    }
#define REQUIRED_GROUP(p, m)                                                                                           \
    {                                                                                                                  \
        p, SCHEMA_GROUP, 0, ANY, true, false, 0, 0, m, 0                                                               \
    }
#define LIST_(p, m, ex)                                                                                                \
    {                                                                                                                  \
        p, SCHEMA_LIST, 0, ANY, false, false, 0, 0, m, ex                                                              \
    }
#define TEXT_(p, req, fb, m, ex)                                                                                       \
    {                                                                                                                  \
        p, SCHEMA_TEXT, 0, ANY, req, false, fb, 0, m, ex                                                               \
    }
#define TEXTS(p, req, m, ex)                                                                                           \
    {                                                                                                                  \
        p, SCHEMA_TEXT_LIST, 0, ANY, req, false, 0, 0, m, ex                                                           \
    }
#define CHOICE_(p, fb, ch, m)                                                                                          \
    {                                                                                                                  \
        p, SCHEMA_CHOICE, 0, ANY, false, false, fb, ch, m, 0                                                           \
    }
#define BOOLEAN_(p, fb, m)                                                                                             \
    {                                                                                                                  \
        p, SCHEMA_BOOLEAN, 0, ANY, false, false, fb, 0, m, 0                                                           \
    }
#define DAY_(p, m, ex)                                                                                                 \
    {                                                                                                                  \
        p, SCHEMA_DAY, 0, ANY, true, false, 0, 0, m, ex                                                                \
    }
#define OPTIONAL_DAY_(p, m, ex)                                                                                        \
    {                                                                                                                  \
        p, SCHEMA_DAY, 0, ANY, false, false, 0, 0, m, ex                                                               \
    }
#define KNOWN_FROM(p) OPTIONAL_DAY_(p, "absent in a view as of an earlier day: nobody knew of it", "\"2014-12-18\"")
#define DATE_(p, req, fb, m, ex)                                                                                       \
    {                                                                                                                  \
        p, SCHEMA_DATE, "date", ANY, req, false, fb, 0, m, ex                                                          \
    }
#define NUMBER_(p, unit, lo, hi, req, fb, m, ex)                                                                       \
    {                                                                                                                  \
        p, SCHEMA_NUMBER, unit, lo, hi, req, false, fb, 0, m, ex                                                       \
    }
#define INTEGER_(p, unit, lo, hi, req, fb, m, ex)                                                                      \
    {                                                                                                                  \
        p, SCHEMA_INTEGER, unit, lo, hi, req, false, fb, 0, m, ex                                                      \
    }
#define FIXED_(p, type, unit, lo, hi, req, fb, m, ex)                                                                  \
    {                                                                                                                  \
        p, type, unit, lo, hi, req, true, fb, 0, m, ex                                                                 \
    }
#define VARIATE_(p, unit, lo, hi, req, fb, m, ex)                                                                      \
    {                                                                                                                  \
        p, SCHEMA_VARIATE, unit, lo, hi, req, false, fb, 0, m, ex                                                      \
    }

/* Dated changes of a group: a list beside what it changes, alike everywhere. */
#define CHANGES_(p, m, ex)                                                                                             \
    LIST_(p ".changes", m, ex), REQUIRED_GROUP(p ".changes.*", "one change"),                                          \
        DATE_(p ".changes.*.from", true, 0, "from the beginning of this day", "\"2014-09-01\"")
#define LEVEL_(p, unit, high)                                                                                          \
    INTEGER_(p ".changes.*.add", unit, -(high), high, false, 0, "so many more (less, if negative)", "2"),              \
        INTEGER_(p ".changes.*.set", unit, 0, high, false, 0, "or so many, however many there were", "4")
#define SWITCH_(p) BOOLEAN_(p ".changes.*.set", 0, "on or off")
#define CHANGED_ORDER(p)                                                                                               \
    CHOICE_(p ".changes.*.order", 0, CHOICE_WORDS(SERVICE_ORDERS), "the order of service from then on")

static const struct schema_key keys[] = {
    TEXT_("title", true, 0, "what the programme is, in one line", "\"FMK in 98 municipalities\""),
    GROUP_("words", "{}", "what the programme calls things: singular and plural in English, then in Danish"),
    TEXT_("words.site", false, "\"a site, sites, et sted, steder\"", "who takes part",
          "\"a municipality, municipalities, en kommune, kommuner\""),
    TEXT_("words.item", false, "\"an item, items, en enhed, enheder\"", "what the sites take into use one by one",
          "\"a card, cards, et kort, kort\""),
    TEXT_("words.vendor", false, "\"a vendor, vendors, en leverandør, leverandører\"", "whose teams the sites wait for",
          "\"a supplier, suppliers, en leverandør, leverandører\""),
    DAY_("epoch", "the day of instant 0", "\"2013-01-01\""),
    DAY_("horizon", "the last day simulated", "\"2017-12-31\""),
    OPTIONAL_DAY_("as_of",
                  "the day of the view: what became known later (`known_from`) is absent; absent: all is known",
                  "\"2013-01-28\""),

    REQUIRED_GROUP("calendars", "work calendars by name; the first is the one of activities that name none"),
    REQUIRED_GROUP("calendars.*", "one work calendar"),
    FIXED_("calendars.*.weekdays", SCHEMA_NUMBER_LIST, "share", 0, 10, true, 0,
           "share of normal effort on Monday … Sunday, seven numbers", "[1, 1, 1, 1, 1, 0, 0]"),
    TEXTS(
        "calendars.*.holidays", false,
        "days without effort: of every year, MM-DD; of one, YYYY-MM-DD, or from one to another, YYYY-MM-DD/YYYY-MM-DD",
        "[\"01-01\", \"12-25\", \"2027-06-04\", \"2027-12-23/2028-01-02\"]"),
    FIXED_("calendars.*.easter", SCHEMA_NUMBER_LIST, "days", -400, 400, false, 0,
           "public holidays as days after Easter Sunday: no effort", "[-3, -2, 1, 26, 39, 50]"),
    LIST_("calendars.*.reduced", "ISO weeks of reduced effort", "( { weeks = [28, 29, 30]; effort = 0.4; } )"),
    REQUIRED_GROUP("calendars.*.reduced.*", "one set of weeks"),
    FIXED_("calendars.*.reduced.*.weeks", SCHEMA_NUMBER_LIST, "ISO week", 1, 53, true, 0, "the weeks", "[7, 42]"),
    FIXED_("calendars.*.reduced.*.effort", SCHEMA_NUMBER, "share", 0, 10, true, 0, "multiplies the weekday's share",
           "0.4"),

    REQUIRED_GROUP("sites", "the municipalities (or other sites) that take part"),
    TEXT_("sites.file", false, 0, "CSV file, relative to the configuration that names it; this or `count` is wanted",
          "\"municipalities.csv\""),
    TEXT_("sites.outlines", false, 0,
          "GeoJSON file, relative to the configuration that names it: polygons by the sites' codes (`id`, or property "
          "`code`), for the briefing's map",
          "\"schools.geojson\""),
    FIXED_("sites.count", SCHEMA_INTEGER, "sites", 1, 30000, false, 0,
           "instead of a file: so many sites alike, with the codes 1, 2, …, in one region", "98"),
    FIXED_("sites.copies", SCHEMA_INTEGER, "1", 1, 1000, false, "1",
           "how often the file's sites are taken, vendors' totals alike: for studies of scale", "10"),
    NUMBER_("sites.cards", "items", 0, 1e9, false, "0", "items expected in all sites together, rounded", "100000"),
    TEXT_("sites.cards_by", false, "\"equal\"",
          "column of the file by which they are spread (largest remainder), or equal", "\"citizens_80plus_2014\""),
    DATE_("sites.decision_from", false, "0", "the earliest decision to start", "\"2013-10-01\""),
    NUMBER_("sites.decision_spread_days", "days", 0, 36500, false, "0", "the latest decision comes so much later",
            "500"),
    VARIATE_("sites.lateness", "share", 0, 1, false, "0",
             "a site's rank between the first (0) and the last (1) to decide",
             "{ dist = \"beta\"; a = 1.2; b = 1.8; }"),
    VARIATE_("sites.pace", "1", 0, 1000, false, "1", "a site's own pace of uptake, mean 1",
             "{ dist = \"gamma\"; mean = 1; cv = 0.4; }"),
    NUMBER_("sites.hosted", "share", 0, 1, false, "0",
            "probability that the vendor hosts a site's system, where the file does not say", "0.4"),
    GROUP_("sites.waves", "{}", "waves by name, for the sites that the file's column `wave` gives one"),
    REQUIRED_GROUP("sites.waves.*", "one wave"),
    DATE_("sites.waves.*.from", true, 0, "the earliest decision of its sites, in the place of `decision_from`",
          "\"2027-02-01\""),
    GROUP_("sites.exceptions", "{}", "sites that differ, by m and their code"),
    REQUIRED_GROUP("sites.exceptions.*", "one site, for example m101"),
    NUMBER_("sites.exceptions.*.weight", "1", 0, 100, true, 0, "multiplies the durations of weighted activities", "3"),

    GROUP_("integration", "{}", "when the vendors' versions are ready: planned + common slip + own slip"),
    DATE_("integration.planned", false, "0", "planned date of readiness", "\"2013-12-31\""),
    NUMBER_("integration.common_slip_days", "days", 0, 36500, false, "0", "slip that all vendors share",
            "{ dist = \"triangular\"; min = 0; mode = 30; max = 120; }"),

    GROUP_("outside_view", 0, "how such programmes go elsewhere: all that was planned takes longer together"),
    NUMBER_("outside_view.overrun", "share", -0.9, 99, true, 0,
            "by so much longer take the spread of the decisions, the time to the vendors' versions, all durations and "
            "lags, and the uptake: all of them are stretched by 1 + this",
            "{ dist = \"lognormal\"; q10 = 0.1; q90 = 0.54; }"),
    DATE_("outside_view.from", false, "0", "the plan's day, from which the time to the vendors' versions is counted",
          "\"2013-01-28\""),

    GROUP_("vendors", "{}",
           "the vendors by name; each site has one, drawn in every replication where the file does not say"),
    REQUIRED_GROUP("vendors.*", "one vendor"),
    TEXT_("vendors.*.name", true, 0, "as the file and reports write it", "\"KMD\""),
    FIXED_("vendors.*.sites", SCHEMA_INTEGER, "sites", 0, 100000, true, 0,
           "customers; over all vendors the sum is the number of sites", "44"),
    INTEGER_("vendors.*.teams", "teams", 0, 10000, true, 0, "upgrade teams", "4"),
    LIST_("vendors.*.team_changes", "the older name of `changes`, for teams only",
          "( { from = \"2014-09-01\"; add = 2; } )"),
    REQUIRED_GROUP("vendors.*.team_changes.*", "one change"),
    DATE_("vendors.*.team_changes.*.from", true, 0, "from the beginning of this day", "\"2014-09-01\""),
    INTEGER_("vendors.*.team_changes.*.add", "teams", -10000, 10000, true, 0, "so many more (less, if negative)", "2"),
    CHANGES_("vendors.*", "what changes on a date: teams, the order of service, the size of batches",
             "( { from = \"2014-09-01\"; add = 2; } )"),
    LEVEL_("vendors.*", "teams", 10000),
    CHANGED_ORDER("vendors.*"),
    INTEGER_("vendors.*.changes.*.batch_size", "sites", 1, 64, false, 0, "the size of batches from then on", "4"),
    CHOICE_("vendors.*.order", "\"ready-first\"", CHOICE_WORDS(SERVICE_ORDERS),
            "order of service: who is ready first; who decided first; most cards first; region by region"),
    NUMBER_("vendors.*.slip_days", "days", 0, 36500, false, "0", "the vendor's own slip",
            "{ dist = \"triangular\"; min = 0; mode = 120; max = 365; }"),
    NUMBER_("vendors.*.organisational_factor", "1", 0, 1000, false, "1",
            "multiplies organisational activities of its sites", "0.7"),
    VARIATE_("vendors.*.versions_behind", "versions", 0, 100, false, "0",
             "versions that a site is behind, where the file does not say", "{ dist = \"poisson\"; mean = 0.8; }"),
    INTEGER_("vendors.*.batch_size", "sites", 1, 64, false, "1",
             "hosted sites that one team upgrades together at most; those of a weight above 1 are upgraded alone", "4"),
    NUMBER_("vendors.*.batch_extra", "share", 0, 10, false, "0",
            "effort of each further site of a batch, as a share of the longest one", "0.1"),
    INTEGER_("vendors.*.pilots", "sites", 0, 1000, false, "0",
             "pilot sites: its first to decide, upgraded before the version is generally ready", "1"),
    DATE_("vendors.*.pilot_from", false, "0", "when the pilot version is ready and the pilots decide",
          "\"2013-03-01\""),

    GROUP_("resources", "{}", "further shared resources by name"),
    REQUIRED_GROUP("resources.*", "one resource"),
    INTEGER_("resources.*.capacity", "servers", 0, 100000, true, 0, "how many sites it serves at once", "3"),
    CHOICE_("resources.*.order", "\"ready-first\"", CHOICE_WORDS(SERVICE_ORDERS), "order of service"),
    CHANGES_("resources.*", "what changes on a date: servers, the order of service",
             "( { from = \"2014-09-01\"; set = 5; } )"),
    LEVEL_("resources.*", "servers", 100000),
    CHANGED_ORDER("resources.*"),

    GROUP_("corps", "{}", "the implementation consultants, individuals all"),
    INTEGER_(CONSULTANTS_PATH, "consultants", 0, 1000, false, "0",
             "posts; who holds them at the epoch is already recruited", "5"),
    CHANGES_("corps", "posts that come or go on a date; a new one stands empty while it is recruited for",
             "( { from = \"2015-11-01\"; add = 3; } )"),
    LEVEL_("corps", "consultants", 1000),
    VARIATE_("corps.recruiting_days", "days", 0, 36500, false, 0,
             "how long recruiting for a new post takes; absent: as in the turnover, else no time",
             "{ dist = \"uniform\"; min = 60; max = 150; }"),
    NUMBER_("corps.ramp_days", "days", 0, 36500, false, 0,
            "in which the case load of someone hired after the epoch grows from one site to all; absent: at once",
            "90"),
    NUMBER_("corps.share_of_full_time", "share", 0, 2, false, "1", "of each consultant", "0.6667"),
    NUMBER_("corps.case_load", "sites", 0, 1000, false, "1",
            "sites at once for a full-time consultant; times the share, rounded up or down by chance for each", "5.25"),
    NUMBER_("corps.patience_days", "days", 0, 36500, false, 0,
            "after which a site goes on alone; absent: it waits for ever", "60"),
    NUMBER_("corps.unsupported_factor", "1", 1, 1000, false, "1", "multiplies organisational durations without support",
            "1.5"),
    BOOLEAN_("corps.nearest_first", "true", "consultants and sites of the same region find each other first"),
    GROUP_("corps.absences", 0, "sickness and leave: each consultant on and off"),
    NUMBER_("corps.absences.between_days", "days", 0.1, 1e6, true, 0,
            "mean presence between two absences (exponential)", "120"),
    NUMBER_("corps.absences.days", "days", 0, 1e5, true, 0, "mean length of an absence (exponential)", "8"),
    GROUP_("corps.turnover", 0, "consultants who leave, posts that stand empty"),
    NUMBER_("corps.turnover.tenure_days", "days", 1, 1e6, true, 0, "mean time in the post (exponential)", "1200"),
    VARIATE_("corps.turnover.recruiting_days", "days", 0, 36500, true, 0, "how long the post stands empty",
             "{ dist = \"uniform\"; min = 60; max = 150; }"),
    GROUP_("corps.engagements", "{}", "the phases in which a site holds a consultant, by name"),
    REQUIRED_GROUP("corps.engagements.*", "one phase"),
    TEXT_("corps.engagements.*.from", true, 0, "node whose completion asks for a consultant", "\"M1\""),
    TEXTS("corps.engagements.*.gates", true, "activities that wait for the consultant, or for the patience to run out",
          "[\"commissioning_test\"]"),
    TEXT_("corps.engagements.*.until", true, 0, "node whose completion frees the consultant", "\"M2a\""),
    NUMBER_("corps.engagements.*.max_days", "days", 0, 36500, false, 0,
            "after the asking the consultant is freed at the latest", "90"),

    REQUIRED_GROUP("activities", "the boxes of a site's project, by name"),
    REQUIRED_GROUP("activities.*", "one activity; `start` is the decision to start"),
    TEXTS("activities.*.after", true, "predecessors: start, activities, milestones", "[\"start\"]"),
    TEXTS("activities.*.hosted_after", false, "predecessors of hosted sites, where they differ", "[\"vendor_ready\"]"),
    CHOICE_("activities.*.kind", "\"work\"", CHOICE_WORDS(ACTIVITY_KINDS),
            "work: takes effort; wait: until something is so; session: the next joint training with a place; uptake: "
            "the items come in"),
    VARIATE_("activities.*.duration", "working days", 0, 36500, false, "0", "effort (kind work)",
             "{ dist = \"gamma\"; mean = 12; cv = 0.4; }"),
    GROUP_("activities.*.vendor_durations", 0, "effort at the sites of vendors where it differs, by the vendor's name"),
    VARIATE_("activities.*.vendor_durations.*", "working days", 0, 36500, false, 0, "effort at this vendor's sites",
             "{ dist = \"gamma\"; mean = 20; cv = 0.4; }"),
    NUMBER_("activities.*.factor", "1", 0, 1000, false, "1",
            "multiplies the duration of all sites alike: a prior makes a shared shock",
            "{ dist = \"lognormal\"; mean = 1; cv = 0.3; }"),
    VARIATE_("activities.*.lag_days", "days", 0, 36500, false, 0, "calendar days that successors keep after its end",
             "{ dist = \"uniform\"; min = 60; max = 90; }"),
    TEXT_("activities.*.calendar", false, 0, "the work calendar", "\"vendor\""),
    TEXT_("activities.*.resource", false, 0,
          "needed while it lasts: vendor (a team of the site's vendor), or one of resources", "\"vendor\""),
    GROUP_(
        "activities.*.needs", 0,
        "of several resources, or of one in an amount: all are taken at once and held while it lasts; it waits in the "
        "queue of `resource`, or without that of the first one named here"),
    INTEGER_("activities.*.needs.*", "servers", 1, 100000, false, 0, "so many of this resource", "2"),
    NUMBER_("activities.*.per_version_days", "working days", 0, 36500, false, "0",
            "added to the mean for each version behind", "8"),
    BOOLEAN_("activities.*.weighted", "false", "the site's weight multiplies the duration"),
    BOOLEAN_("activities.*.organisational", "false",
             "support, packages and the vendor's organisational factor act on it"),
    BOOLEAN_("activities.*.pushed", "false", "the programme's push acts on it"),
    NUMBER_("activities.*.probability", "share", 0, 1, false, "1", "that a site needs it at all", "0.3"),
    CHANGES_("activities.*", "what changes on a date: how likely a site is to need it",
             "( { from = \"2015-11-01\"; probability = 0; } )"),
    NUMBER_("activities.*.changes.*.probability", "share", 0, 1, true, 0, "that a site needs it from then on", "0"),
    TEXTS("activities.*.waves", false, "waves of sites.waves whose sites alone have it; absent: all sites",
          "[\"first\"]"),
    NUMBER_("activities.*.failure", "share", 0, 0.99, false, "0", "that it fails, is corrected and done again", "0.25"),
    VARIATE_("activities.*.correction", "working days", 0, 36500, false, "0", "effort of the correction", "5"),
    CHOICE_("activities.*.until", "\"date\"", CHOICE_WORDS(WAITS),
            "what a wait waits for: a date, its vendor's version, the doctors; or `of`, at the site that the file's "
            "`depends_on` names, or at the first of its region, its vendor's sites, its group, or all: of these the "
            "first to come here does not wait"),
    TEXT_("activities.*.of", false, 0,
          "for the other `until`s: what the other site must have reached, an activity or a milestone", "\"M1\""),
    CHOICE_("activities.*.once", "\"site\"", CHOICE_WORDS(CIRCLES),
            "for whom it is done once (kind work), by the first that gets there: for each site, its region, its "
            "vendor's sites, its group, all"),
    DATE_("activities.*.date", false, "0", "for until = \"date\": from the beginning of this day", "\"2014-01-01\""),
    TEXT_("activities.*.cause", false, 0,
          "name under which its days are counted; absent: own-work, waiting, training or uptake by its kind",
          "\"doctors\""),

    REQUIRED_GROUP("milestones", "by name, in their order; the last one completes a site"),
    REQUIRED_GROUP("milestones.*", "one milestone"),
    TEXTS("milestones.*.after", true, "reached when all of these are", "[\"connection_test\"]"),

    GROUP_("doctors", 0, "share of items that doctors keep right, per region: a logistic curve in time"),
    NUMBER_("doctors.floor", "share", 0, 1, false, "0", "the curve's lower end; the upper one is 1", "0.2"),
    DATE_("doctors.midpoint", true, 0, "where the curve is halfway", "\"2015-07-25\""),
    NUMBER_("doctors.scale_days", "days", 0.01, 36500, true, 0, "of the logistic curve", "90"),
    VARIATE_("doctors.region_shift_days", "days", 0, 0, false, "0", "each region's own shift of the midpoint",
             "{ dist = \"normal\"; mean = 0; sd = 20; }"),
    NUMBER_("doctors.threshold", "share", 0, 1, false, "0.8", "that `until = \"doctors\"` waits for", "0.8"),
    GROUP_("doctors.cleanup", 0, "an agreement that moves the curve forward"),
    BOOLEAN_("doctors.cleanup.enabled", "true", "whether it is made"),
    KNOWN_FROM("doctors.cleanup.known_from"),
    DATE_("doctors.cleanup.from", true, 0, "in force from", "\"2015-02-01\""),
    NUMBER_("doctors.cleanup.gain_days", "days", 0, 36500, true, 0, "by which it moves the curve in the end", "60"),
    NUMBER_("doctors.cleanup.ramp_days", "days", 0.01, 36500, false, "90", "over which it takes effect", "90"),
    CHANGES_("doctors.cleanup", "when it is made or given up; what it has moved by then stays",
             "( { from = \"2015-11-01\"; set = true; } )"),
    SWITCH_("doctors.cleanup"),

    GROUP_("uptake", 0, "how the items come in, week by week"),
    CHOICE_("uptake.form", "\"bass\"", CHOICE_WORDS(UPTAKE_CHOICES), "form of the hazard; drawn: by the weights"),
    GROUP_("uptake.weights", "{}", "relative weights of the forms, for form = \"drawn\""),
    FIXED_("uptake.weights.capacity", SCHEMA_NUMBER, "1", 0, 1e6, false, "0", "of capacity", "1"),
    FIXED_("uptake.weights.bass", SCHEMA_NUMBER, "1", 0, 1e6, false, "0", "of bass", "3"),
    FIXED_("uptake.weights.learning", SCHEMA_NUMBER, "1", 0, 1e6, false, "0", "of learning", "1"),
    FIXED_("uptake.weights.deadline_rush", SCHEMA_NUMBER, "1", 0, 1e6, false, "0", "of deadline-rush", "1"),
    FIXED_("uptake.weights.table", SCHEMA_NUMBER, "1", 0, 1e6, false, "0", "of table", "0"),
    NUMBER_("uptake.base_week", "1/week", 0, 100, false, "0", "base hazard of an item of being taken into use",
            "0.015"),
    NUMBER_("uptake.imitation", "1", 0, 1e4, false, "0", "bass: how much the national share multiplies the hazard",
            "13"),
    NUMBER_("uptake.learning", "1", 0, 1e4, false, "0", "learning: how much the site's own share multiplies it", "8"),
    NUMBER_("uptake.pressure", "1", 0, 1e4, false, "0", "bass, learning: what the deadline adds at last", "1"),
    NUMBER_("uptake.pressure_days", "days", 0.01, 36500, false, "75", "time constant of that", "75"),
    NUMBER_("uptake.pressure_fade_days", "days", 0.01, 36500, false, 0,
            "time constant with which it fades after the deadline, the rush to the base hazard; absent: it stays",
            "90"),
    NUMBER_("uptake.rush", "1", 0, 1e4, false, "0", "deadline-rush: factor of the hyperbola rush / (T - t + rush_days)",
            "0.8"),
    NUMBER_("uptake.rush_days", "days", 0.01, 36500, false, "7",
            "deadline-rush: what keeps the hyperbola finite at the deadline", "7"),
    {"uptake.table", SCHEMA_NUMBER_LIST, "share", 0, 1, false, false, 0, 0,
     "table: probability of each week since a site began; the last one stays", "[0.04]"},
    NUMBER_("uptake.untrained", "1", 0, 1, false, "1", "multiplies the hazard before the training is finished", "0.4"),
    TEXT_("uptake.training", false, 0, "activity whose end makes a site trained; absent: trained from the beginning",
          "\"training\""),
    NUMBER_("uptake.overdispersion", "1", 0, 0.999, false, "0", "intraclass correlation within a site and week",
            "0.02"),
    NUMBER_("uptake.capacity_weeks", "weeks", 0.001, 1e6, false, 0,
            "weeks in which the staff could take all items; absent: no cap", "6"),
    TEXT_("uptake.resource", false, 0,
          "one of resources: crews who take the items into use, shared by all sites; those "
          "at other work do not count",
          "\"installers\""),
    NUMBER_("uptake.per_server_week", "items/week", 1e-6, 1e9, false, 0,
            "items that one of these crews does in a normal week", "40"),
    NUMBER_("uptake.criterion", "share", 0, 1, false, "1", "share of the expected items that completes the activity",
            "0.95"),
    TEXT_("uptake.deadline", false, 0, "deadline that presses", "\"mid-2015\""),
    TEXT_("uptake.moved_deadline", false, 0, "deadline that presses once the move is known", "\"end-2015\""),
    DATE_("uptake.moved_known", false, "0", "when the move becomes known", "\"2015-05-01\""),
    KNOWN_FROM("uptake.moved_known_from"),
    NUMBER_("uptake.moved_belief", "1", 0, 1, false, "1",
            "multiplies what the moved deadline adds: one that was moved is believed less", "0.7"),
    TEXT_("uptake.calendar", false, 0, "the work calendar of the season; absent: the first", "\"municipal\""),

    GROUP_("push", 0, "the programme clears obstacles out of the sites' way"),
    BOOLEAN_("push.enabled", "true", "whether it does"),
    KNOWN_FROM("push.known_from"),
    NUMBER_("push.factor", "1", 0, 1000, true, 0, "multiplies the duration of pushed activities", "0.5"),
    CHANGES_("push", "when it begins or ends, for what is begun from then on",
             "( { from = \"2015-11-01\"; set = false; } )"),
    SWITCH_("push"),

    GROUP_("packages", 0, "implementation packages: standard routines and a playbook"),
    DATE_("packages.ready", true, 0, "when they are ready", "\"2014-01-31\""),
    NUMBER_("packages.late_factor", "1", 1, 1000, true, 0, "multiplies organisational activities begun before", "1.3"),

    GROUP_("sessions", 0, "joint training sessions, in every region"),
    DATE_("sessions.first", true, 0, "the first one", "\"2014-02-03\""),
    NUMBER_("sessions.every_days", "days", 0.1, 36500, true, 0, "from one to the next", "28"),
    INTEGER_("sessions.places", "sites", 1, 100000, true, 0, "sites at a session", "3"),
    CHANGES_("sessions",
             "what changes on a date: places, and how often they are held, counted from the last one before",
             "( { from = \"2015-11-01\"; every_days = 14; } )"),
    INTEGER_("sessions.changes.*.add", "sites", -100000, 100000, false, 0, "so many more (less, if negative)", "2"),
    INTEGER_("sessions.changes.*.set", "sites", 1, 100000, false, 0, "or so many, however many there were", "4"),
    NUMBER_("sessions.changes.*.every_days", "days", 0.1, 36500, false, 0, "from one to the next", "14"),

    GROUP_("swat", 0, "a task force that takes the sites furthest behind"),
    INTEGER_("swat.teams", "teams", 0, 1000, true, 0, "how many sites at once; 0: none", "2"),
    KNOWN_FROM("swat.known_from"),
    CHANGES_("swat", "teams that come or go on a date, not before `from`", "( { from = \"2015-11-01\"; add = 2; } )"),
    LEVEL_("swat", "teams", 1000),
    DATE_("swat.from", true, 0, "from when on", "\"2015-04-01\""),
    NUMBER_("swat.days", "days", 1, 36500, true, 0, "how long it stays at a site", "42"),
    NUMBER_("swat.factor", "1", 1, 1000, true, 0,
            "divides organisational durations and multiplies the hazard meanwhile", "1.5"),

    GROUP_("risks", "{}", "risk events by name: shared, so that fates are correlated"),
    REQUIRED_GROUP("risks.*", "one risk event"),
    KNOWN_FROM("risks.*.known_from"),
    NUMBER_("risks.*.probability", "share", 0, 1, true, 0, "that it happens at all", "0.2"),
    DATE_("risks.*.from", true, 0, "beginning of the window in which it begins", "\"2014-03-01\""),
    DATE_("risks.*.to", true, 0, "end of that window", "\"2014-12-31\""),
    CHOICE_("risks.*.hits", "\"all\"", CHOICE_WORDS(RISK_TARGETS), "whom it hits"),
    TEXT_("risks.*.whom", false, 0, "the region's name or the vendor's key", "\"kmd\""),
    VARIATE_("risks.*.duration_days", "days", 0, 36500, false, "0", "how long it lasts",
             "{ dist = \"uniform\"; min = 30; max = 90; }"),
    NUMBER_("risks.*.pace", "1", 0.001, 1000, false, "1",
            "multiplies the pace of work and uptake meanwhile; hits = \"vendor\": of its teams' work", "0.5"),
    INTEGER_("risks.*.teams", "teams", -10000, 10000, false, "0",
             "added to the vendor's teams meanwhile (hits = \"vendor\")", "-2"),

    REQUIRED_GROUP("deadlines", "by name"),
    REQUIRED_GROUP("deadlines.*", "one deadline"),
    DAY_("deadlines.*.date", "its day, midnight included", "\"2015-12-31\""),
    TEXT_("deadlines.*.milestone", true, 0, "the milestone that is due", "\"M2\""),

    LIST_("scenarios", "named sets of assignments over this configuration",
          "( { name = \"corps-8\"; set = [\"corps.consultants=8\"]; } )"),
    REQUIRED_GROUP("scenarios.*", "one scenario"),
    TEXT_("scenarios.*.name", true, 0, "letters, digits, - and _", "\"corps-8\""),
    CHOICE_("scenarios.*.kind", "\"lever\"", CHOICE_WORDS(SCENARIO_KINDS),
            "something that one could do, or another assumption: `rank` tells them apart"),
    OPTIONAL_DAY_("scenarios.*.from", "the day from which its assignments act; absent: from the epoch",
                  "\"2015-11-01\""),
    TEXTS("scenarios.*.set", true, "PATH=VALUE, as --set takes them", "[\"corps.consultants=8\"]"),

    LIST_("sweeps", "families of scenarios: each combination of values along some paths, or listed rows",
          "( { name = \"corps\"; paths = [\"corps.consultants\"]; values = ( [0, 5, 10] ); } )"),
    REQUIRED_GROUP("sweeps.*", "one sweep; its points are scenarios called after it and their values: corps-5"),
    TEXT_("sweeps.*.name", true, 0, "letters, digits, - and _", "\"corps\""),
    CHOICE_("sweeps.*.kind", "\"lever\"", CHOICE_WORDS(SCENARIO_KINDS), "what its points are"),
    OPTIONAL_DAY_("sweeps.*.from", "the day from which they act; absent: from the epoch", "\"2015-11-01\""),
    TEXTS("sweeps.*.paths", true, "what is varied, 1 to 8 paths", "[\"corps.consultants\"]"),
    {"sweeps.*.values", SCHEMA_ANY, 0, 0, 0, false, false, 0, 0, "a list of values for each path: all combinations",
     "( [0, 5, 10] )"},
    {"sweeps.*.rows", SCHEMA_ANY, 0, 0, 0, false, false, 0, 0, "or rows with one value for each path", "( [0], [5] )"},

    LIST_("costs", "what a unit along a path costs, from the day on which it is there until the last site is done",
          "( { path = \"corps.consultants\"; per_year = 0.67; } )"),
    REQUIRED_GROUP("costs.*", "one cost"),
    TEXT_("costs.*.path", true, 0, "path of a number, or of push.enabled or doctors.cleanup.enabled",
          "\"corps.consultants\""),
    FIXED_("costs.*.per_unit", SCHEMA_NUMBER, "cost", 0, 1e12, false, 0, "of each one that comes, once", "1"),
    FIXED_("costs.*.per_year", SCHEMA_NUMBER, "cost/year", 0, 1e12, false, 0, "of each one while it is there", "0.67"),
    TEXT_("cost_unit", false, 0, "unit of all costs and values", "\"person-years\""),

    GROUP_("delay", 0, "what is lost by being later than planned"),
    TEXT_("delay.deadline", false, 0,
          "the plan's deadline; absent: the one that presses first, else the first of the last milestone",
          "\"mid-2015\""),
    NUMBER_("delay.value_per_item_year", "cost", 0, 1e12, false, 0,
            "what an item in use for a year is worth, in the unit of costs; it must name its source", "100"),
};

const struct schema programme_schema = {keys, sizeof keys / sizeof *keys, "epoch"};
