/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The farm: every job once, the same error for any number of threads, stops, signals, and threads that cannot start.
 */
#include "sim/farm.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOBS = 2000, NOBODY = 65534 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void nap_ms(long ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&time, 0);
}

/* --- every job once --- */

struct ledger {
    atomic_int times[JOBS];
    atomic_uint workers_seen; /* one bit each */
    atomic_size_t told_last;
    atomic_int told;
    pthread_t caller;
};

static int tick(void *context, unsigned worker, size_t job, struct error *error)
{
    struct ledger *ledger = context;
    (void)error;
    atomic_fetch_add(&ledger->times[job], 1);
    atomic_fetch_or(&ledger->workers_seen, 1u << worker);
    return 0;
}

static int note(void *context, size_t done, struct error *error)
{
    struct ledger *ledger = context;
    (void)error;
    cr_assert(pthread_equal(pthread_self(), ledger->caller), "progress belongs to the calling thread");
    cr_assert_geq(done, atomic_load(&ledger->told_last), "done never goes back");
    atomic_store(&ledger->told_last, done);
    atomic_fetch_add(&ledger->told, 1);
    return 0;
}

Test(farm, does_every_job_once_on_any_number_of_threads)
{
    static const unsigned threads[] = {1, 2, 3, 16, 31};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct ledger *ledger = calloc(1, sizeof *ledger);
        ledger->caller = pthread_self();
        const struct farm farm = {
            .count = JOBS, .threads = threads[i], .context = ledger, .work = tick, .progress = note};
        struct error error = {0};
        cr_assert_eq(farm_run(&farm, &error), 0, "%s", error.text);
        for (size_t job = 0; job < JOBS; job++)
            cr_assert_eq(atomic_load(&ledger->times[job]), 1, "job %zu on %u threads", job, threads[i]);
        cr_assert_eq(atomic_load(&ledger->told_last), (size_t)JOBS);
        cr_assert_lt(atomic_load(&ledger->workers_seen), 1u << threads[i], "worker numbers below threads");
        free(ledger);
    }
}

Test(farm, starts_no_more_workers_than_jobs_and_copes_with_none)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);
    ledger->caller = pthread_self();
    struct farm farm = {.count = 2, .threads = 1024, .context = ledger, .work = tick, .progress = note};
    struct error error = {0};
    cr_assert_eq(farm_run(&farm, &error), 0);
    cr_assert_lt(atomic_load(&ledger->workers_seen), 1u << 2);
    farm.count = 0;
    atomic_store(&ledger->told_last, 0);
    atomic_store(&ledger->told, 0);
    cr_assert_eq(farm_run(&farm, &error), 0);
    cr_assert_eq(atomic_load(&ledger->told), 1, "told once at the end even if there was nothing to do");
    free(ledger);
}

Test(farm, refuses_impossible_thread_counts)
{
    static const unsigned wrong[] = {0, 1025};
    for (size_t i = 0; i < 2; i++) {
        const struct farm farm = {.count = 1, .threads = wrong[i], .work = tick};
        struct error error = {0};
        cr_assert_eq(farm_run(&farm, &error), -1);
        cr_assert_eq(error.code, ERROR_USAGE);
    }
    cr_assert_eq(farm_run(&(struct farm){.count = 1, .threads = 0, .work = tick}, 0), -1, "no error wanted");
}

/* --- errors --- */

/* Job 700 fails at once, job 690 a little later: with several threads 700 is the first in time. */
static int fail_two(void *context, unsigned worker, size_t job, struct error *error)
{
    (void)worker;
    atomic_fetch_add((atomic_int *)context, 1);
    if (job == 690)
        nap_ms(20);
    if (job == 690 || job == 700)
        return error_set(error, ERROR_CONFIG, "job %zu broke", job);
    return 0;
}

Test(farm, tells_the_lowest_failing_job_on_any_number_of_threads)
{
    for (unsigned threads = 1; threads <= 8; threads *= 2) {
        atomic_int runs = 0;
        const struct farm farm = {.count = 1000000, .threads = threads, .context = &runs, .work = fail_two};
        struct error error = {0};
        cr_assert_eq(farm_run(&farm, &error), -1);
        cr_assert_eq(error.code, ERROR_CONFIG);
        cr_assert_str_eq(error.text, "job 690 broke");
        cr_assert_lt(atomic_load(&runs), 1000000, "the rest is not done");
        cr_assert_geq(atomic_load(&runs), 691);
    }
}

static int fail_mute(void *context, unsigned worker, size_t job, struct error *error)
{
    (void)context, (void)worker, (void)error;
    return job == 3 ? -1 : 0;
}

Test(farm, a_failure_without_a_reason_is_still_a_failure)
{
    const struct farm farm = {.count = 10, .threads = 2, .work = fail_mute};
    struct error error = {0};
    cr_assert_eq(farm_run(&farm, &error), -1);
    cr_assert_neq(error.code, ERROR_NONE);
    cr_assert_neq(error_exit_code(&error), 0);
    cr_assert(strstr(error.text, "job 3"));
    cr_assert_eq(farm_run(&farm, 0), -1);
}

/* --- progress and stopping --- */

static int slow(void *context, unsigned worker, size_t job, struct error *error)
{
    (void)context, (void)worker, (void)job, (void)error;
    nap_ms(5);
    return 0;
}

static int refuse(void *context, size_t done, struct error *error)
{
    (void)done;
    atomic_fetch_add((atomic_int *)context, 1);
    return error_set(error, ERROR_IO, "the progress bar fell off");
}

static int refuse_mute(void *context, size_t done, struct error *error)
{
    (void)done, (void)error;
    atomic_fetch_add((atomic_int *)context, 1);
    return 1;
}

Test(farm, progress_can_stop_it_with_and_without_a_reason)
{
    atomic_int told = 0;
    struct error error = {0};
    struct farm farm = {.count = 100000, .threads = 2, .context = &told, .work = slow, .progress = refuse};
    const double before = seconds();
    cr_assert_eq(farm_run(&farm, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_str_eq(error.text, "the progress bar fell off");
    cr_assert_eq(atomic_load(&told), 1, "not called again");
    cr_assert_lt(seconds() - before, 5, "a hundredth of the whole work");
    farm.progress = refuse_mute;
    cr_assert_eq(farm_run(&farm, &error), -1);
    cr_assert_eq(error.code, ERROR_INTERRUPTED);
    farm.count = 1; /* the only call is the one at the end */
    farm.progress = refuse;
    cr_assert_eq(farm_run(&farm, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
}

static int count_calls(void *context, size_t done, struct error *error)
{
    (void)done, (void)error;
    atomic_fetch_add((atomic_int *)context, 1);
    return 0;
}

Test(farm, tells_progress_about_every_tenth_of_a_second)
{
    atomic_int told = 0;
    const struct farm farm = {.count = 100, .threads = 1, .context = &told, .work = slow, .progress = count_calls};
    const double before = seconds();
    cr_assert_eq(farm_run(&farm, 0), 0);
    const double took = seconds() - before; /* half a second and more */
    cr_assert_geq(atomic_load(&told), 3);
    cr_assert_leq((double)atomic_load(&told), took / 0.1 + 2);
}

Test(farm, does_not_wait_a_tenth_of_a_second_when_it_is_ready)
{
    const struct farm farm = {.count = 1, .threads = 1, .work = fail_mute};
    const double before = seconds();
    for (int i = 0; i < 50; i++)
        cr_assert_eq(farm_run(&farm, 0), 0);
    cr_assert_lt(seconds() - before, 2.5, "50 tenths would be five seconds");
}

static int stop_at_100(void *context, unsigned worker, size_t job, struct error *error)
{
    (void)worker, (void)error;
    if (job == 100)
        atomic_store((atomic_int *)context, 1);
    return 0;
}

Test(farm, the_stop_flag_interrupts)
{
    for (unsigned threads = 1; threads <= 4; threads *= 2) {
        atomic_int stop = 0;
        const struct farm farm = {
            .count = (size_t)1 << 40, .threads = threads, .context = &stop, .work = stop_at_100, .stop = &stop};
        struct error error = {0};
        cr_assert_eq(farm_run(&farm, &error), -1);
        cr_assert_eq(error.code, ERROR_INTERRUPTED);
        cr_assert_eq(error_exit_code(&error), 130);
        cr_assert_eq(farm_run(&farm, &error), -1, "a flag that is up lets nothing start");
        cr_assert(strstr(error.text, "after 0 of"), "%s", error.text);
    }
}

Test(farm, a_stop_during_the_last_job_loses_nothing)
{
    atomic_int stop = 0;
    const struct farm farm = {.count = 101, .threads = 1, .context = &stop, .work = stop_at_100, .stop = &stop};
    cr_assert_eq(farm_run(&farm, 0), 0);
}

/* --- signals --- */

static atomic_int interrupted;
static atomic_int wrong_thread;
static pthread_t main_thread;

static void on_signal(int number)
{
    (void)number;
    if (!pthread_equal(pthread_self(), main_thread))
        atomic_store(&wrong_thread, 1);
    atomic_store(&interrupted, 1);
}

static int raise_at_20(void *context, unsigned worker, size_t job, struct error *error)
{
    sigset_t mask;
    (void)context, (void)worker;
    pthread_sigmask(SIG_SETMASK, 0, &mask);
    if (!sigismember(&mask, SIGINT) || !sigismember(&mask, SIGTERM) || sigismember(&mask, SIGSEGV))
        return error_set(error, ERROR_IO, "wrong signal mask");
    if (job == 20)
        kill(getpid(), SIGINT); /* from a worker: the kernel would prefer this thread if it could */
    nap_ms(2);
    return 0;
}

Test(farm, a_signal_lands_in_the_calling_thread_and_stops_it)
{
    sigset_t before;
    sigset_t after;
    main_thread = pthread_self();
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, 0);
    pthread_sigmask(SIG_SETMASK, 0, &before);
    const struct farm farm = {.count = 100000, .threads = 4, .work = raise_at_20, .stop = &interrupted};
    struct error error = {0};
    cr_assert_eq(farm_run(&farm, &error), -1);
    cr_assert_eq(error.code, ERROR_INTERRUPTED, "%s", error.text);
    cr_assert_eq(atomic_load(&wrong_thread), 0);
    pthread_sigmask(SIG_SETMASK, 0, &after);
    for (int number = 1; number < NSIG; number++)
        cr_assert_eq(sigismember(&before, number), sigismember(&after, number), "the caller's mask is as before");
}

/* --- threads that cannot start --- */

/* In a process of its own, without root's privilege to pass the limit. Exit code 0: as it should be. */
static int run_out_of_threads(void)
{
    const struct rlimit few = {.rlim_cur = 5, .rlim_max = 5};
    if (geteuid() == 0 && setuid(NOBODY))
        return 10;
    if (setrlimit(RLIMIT_NPROC, &few))
        return 11;
    const struct farm farm = {.count = 100000, .threads = 64, .work = slow};
    struct error error = {0};
    const double before = seconds();
    if (farm_run(&farm, &error) != -1)
        return 12;
    if (error.code != ERROR_MEMORY || !strstr(error.text, "cannot start thread"))
        return 13;
    return seconds() - before < 5 ? 0 : 14; /* what was started has stopped and is joined */
}

Test(farm, a_thread_that_cannot_start_is_an_error)
{
    int status = -1;
    const pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0)
        _exit(run_out_of_threads());
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
}

/* --- processors --- */

Test(farm, knows_the_processors_it_may_use)
{
    cpu_set_t mine;
    cr_assert_geq(farm_processors(), 1);
    cr_assert_eq(sched_getaffinity(0, sizeof mine, &mine), 0);
    cr_assert_eq(farm_processors(), (unsigned)CPU_COUNT(&mine));
    int first = 0;
    while (!CPU_ISSET(first, &mine))
        first++;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
    cr_assert_eq(farm_processors(), 1);
}
