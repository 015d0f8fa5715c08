#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mutation: proves that the tests find faults. Each deliberate fault, one line of the program changed, goes into a copy
# of the tree, which is built; then the tests named beside it must fail. A fault that none of its tests sees has
# survived, and the script fails.
#
# It runs on demand, not with the other tests, since each fault is a build and the whole takes a quarter of an hour:
#
#   tests/verification/mutation.sh [FOLDER [NUMBER…]]
#
# FOLDER (default: a new temporary one, removed afterwards) keeps the copy and the build; NUMBERs choose faults.
# A test is written verify:V10 (fmksim verify --case V10) or unit:PATTERN (Criterion's --filter).
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then
    mkdir -p "$1" && folder=$(cd "$1" && pwd) || exit 2
    shift
else
    folder=$(mktemp -d) || exit 2
    trap 'rm -rf "$folder"' EXIT
fi
chosen=" $* "
copy=$folder/tree build=$folder/build
number=0 caught=0 survived=0

die()
{
    echo "mutation: $*" >&2
    exit 2
}

compile()
{
    cmake --build "$build" --target fmksim unit_tests >"$folder/build.log" 2>&1
}

# Succeeds if the test fails; what failed goes to $folder/seen.
catches()
{
    case $1 in
    verify:*)
        timeout 300 "$build/fmksim" verify --case "${1#verify:}" >"$folder/out" 2>"$folder/err"
        status=$?
        grep 'FAILED$' "$folder/out" | cut -c1-63 | sed 's/ *$//' | head -3 >"$folder/seen"
        ;;
    unit:*)
        timeout 300 "$build/tests/unit_tests" --filter "${1#unit:}" >"$folder/out" 2>"$folder/err"
        status=$?
        grep -q 'Tested: 0 ' "$folder/out" "$folder/err" && die "no test is called $1"
        sed -n 's/^\[.*FAIL.*\] \([^ ]*::[^ :]*\).*/\1/p' "$folder/out" "$folder/err" | sort -u | head -3 >"$folder/seen"
        ;;
    *) die "$1 is no test" ;;
    esac
    [ -s "$folder/seen" ] || tail -n 1 "$folder/err" >"$folder/seen"
    [ "$status" -ne 0 ]
}

# fault DESCRIPTION FILE SED TEST…
fault()
{
    number=$((number + 1))
    what=$1 file=$2 change=$3
    shift 3
    case $chosen in
    '  ' | *" $number "*) ;;
    *) return ;;
    esac
    cp "$copy/$file" "$folder/whole" || die "$file is missing"
    sed -E "$change" "$folder/whole" >"$copy/$file"
    cmp -s "$folder/whole" "$copy/$file" && die "fault $number ($what) changes nothing in $file: adapt it"
    compile || die "fault $number ($what) does not compile: see $folder/build.log"
    printf '%2d  %s\n' "$number" "$what"
    for test in "$@"; do
        if catches "$test"; then
            caught=$((caught + 1))
            sed "s|^|      caught by $test: |" "$folder/seen"
        else
            survived=$((survived + 1))
            echo "      SURVIVES $test"
        fi
    done
    cp "$folder/whole" "$copy/$file"
}

echo "Copying and building $root"
rm -rf "$copy" && mkdir -p "$copy" || exit 2
(cd "$root" && tar -c --exclude=./.git --exclude='./build*' .) | (cd "$copy" && tar -x) || die "cannot copy"
# Optimised, but not across files: a fault then costs one file and a link.
cmake -S "$copy" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DFMKSIM_BRIEFING=OFF >"$folder/build.log" 2>&1 && compile ||
    die "the tree does not build: see $folder/build.log"

fault "the lognormal's mean taken for its median" sim/variate_make.c \
    's/mu = log\(value\[0\]\) - 0\.5 \* sigma \* sigma;/mu = log(value[0]);/' \
    verify:V04 verify:V12 'unit:variate*/*'

fault "the gamma's scale taken for a rate" sim/variate_make.c \
    's/become\(making, VARIATE_GAMMA, value\[0\], value\[1\], 0, 0\)/become(making, VARIATE_GAMMA, value[0], 1 \/ value[1], 0, 0)/' \
    verify:V12 'unit:variate*/*'

fault "a shared shock drawn anew for every site" models/network.c \
    's/days \*= value_of\(rollout, node->factor\);/struct stream own = stream_of(rollout, site_entity(rollout, site), 99, 0); days *= quantities_value(\&p->quantities, node->factor, stream_uniform(\&own));/' \
    verify:V12

fault "one server too many for those who come" sim/resource.c \
    's/at_once = resource->busy < resource->capacity/at_once = resource->busy <= resource->capacity/' \
    verify:V02 'unit:resource/*'

fault "one server too many for those who wait" sim/resource.c \
    's/if \(resource->busy >= resource->capacity \|\|/if (resource->busy > resource->capacity ||/' \
    verify:V02 verify:V09 'unit:resource/*'

fault "at the deadline's midnight is too late" analysis/results/results_write.c \
    's/\(size_t\)milestone\] <= instant;/(size_t)milestone] < instant;/' \
    'unit:results/*'

fault "the deadline's own day does not count" models/programme_course.c \
    's/\(schema_day\(deadline, "date"\) - p->epoch \+ 1\)/(schema_day(deadline, "date") - p->epoch)/' \
    verify:V09

fault "a site that begins within the week gets the whole of it" models/uptake.c \
    's/if \(rollout->began\[site\] > from\) \{/if (rollout->began[site] > week->to) {/' \
    verify:V13

fault "waiting times are not counted" sim/resource.c \
    's/resource->wait_total \+= now - resource->asked\[member\];//' \
    verify:V01 'unit:resource/*'

fault "patience is ignored" models/corps.c \
    's/if \(plan_of->patience_days != NO_NUMBER\)/if (plan_of->patience_days == 0)/' \
    verify:V09

fault "truncation is ignored" sim/variate_draw.c \
    's/if \(variate->truncated\)/if (variate->truncated \&\& variate->cdf_span < 0)/' \
    'unit:variate*/*'

fault "last come, first served" sim/queue.c \
    's/a->sequence < b->sequence/a->sequence > b->sequence/' \
    verify:V01 'unit:queue/*'

fault "of events at equal times the last scheduled comes first" include/sim/calendar.h \
    's/uint64_t low = \(uint64_t\)event->priority << CALENDAR_ID_BITS \| id;/uint64_t low = (uint64_t)event->priority << CALENDAR_ID_BITS | (id ^ (CALENDAR_SEQUENCE_MAX << CALENDAR_SLOT_BITS));/' \
    'unit:calendar/*'

fault "the national share of last Monday acts for the whole week" models/uptake.c \
    's/rollout->share \+ \(rollout->share - rollout->share_before\) \/ 2/rollout->share/' \
    verify:V13

fault "overdispersion is ignored" models/uptake.c \
    's/week.overdispersion = value_of\(rollout, uptake->overdispersion\)/week.overdispersion = 0/' \
    verify:V14

fault "the weekend begins a day early" models/programme_calendars.c \
    's/weekdays->children\[date_weekday\(day\) - 1\]/weekdays->children[date_weekday(day) % 7]/' \
    verify:V09

fault "a nested run draws its parameters anew in every replication" models/rollout.c \
    's/quantities_draw\(&p->quantities, luck\.seed, luck\.parameters, /quantities_draw(\&p->quantities, luck.seed, luck.replication, /' \
    verify:V18

echo "$caught tests caught their fault; $survived did not"
[ "$survived" -eq 0 ]
