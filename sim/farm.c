/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * farm: many independent jobs on a few threads.
 *
 * Jobs go out in ascending order and a job that went out is always finished. So when several jobs fail, the lowest of
 * them has been run whatever the timing was, and telling its error makes a failure the same for any number of threads.
 */
#include "sim/farm.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { CACHE_APART = 128, PROGRESS_NS = 100 * 1000 * 1000, THREADS_MOST = 1024 };

/* Not a job: the error of the farm itself or of progress; any job's error goes before it. */
static const size_t NO_JOB = SIZE_MAX;

struct shared;

/* Two cache lines apart, because processors fetch lines in pairs. */
struct worker {
    alignas(CACHE_APART) atomic_size_t done; /* written by this worker, read by progress */
    struct shared *shared;
    pthread_t thread;
    unsigned index;
    struct error error; /* of the job at work */
};

struct shared {
    alignas(CACHE_APART) atomic_size_t next; /* the only thing that all workers write */
    alignas(CACHE_APART) const struct farm *farm;
    atomic_bool halt;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t ended; /* running became 0 */
    unsigned running;
    bool failed;
    size_t failed_job;
    struct error error;
};

static bool halted(const struct shared *shared)
{
    const atomic_int *stop = shared->farm->stop;
    return atomic_load_explicit(&shared->halt, memory_order_relaxed) ||
           (stop && atomic_load_explicit(stop, memory_order_relaxed));
}

/* Keeps the error of the lowest job and lets no further job out. */
static void fail(struct shared *shared, size_t job, const struct error *error)
{
    atomic_store(&shared->halt, true);
    pthread_mutex_lock(&shared->lock);
    if (!shared->failed || job < shared->failed_job) {
        shared->failed = true;
        shared->failed_job = job;
        shared->error = *error;
    }
    pthread_mutex_unlock(&shared->lock);
}

static void work_until_done(struct worker *worker)
{
    struct shared *shared = worker->shared;
    const struct farm *farm = shared->farm;
    while (!halted(shared)) {
        const size_t job = atomic_fetch_add_explicit(&shared->next, 1, memory_order_relaxed);
        if (job >= farm->count)
            break;
        worker->error.code = ERROR_NONE;
        if (farm->work(farm->context, worker->index, job, &worker->error)) {
            if (worker->error.code == ERROR_NONE) /* a failure must never end as exit code 0 */
                error_set(&worker->error, ERROR_UNTRUSTED, "job %zu failed and gave no reason", job);
            fail(shared, job, &worker->error);
            break;
        }
        atomic_fetch_add_explicit(&worker->done, 1, memory_order_release);
    }
}

static void *worker_main(void *argument)
{
    struct worker *worker = argument;
    struct shared *shared = worker->shared;
    work_until_done(worker);
    pthread_mutex_lock(&shared->lock);
    if (--shared->running == 0)
        pthread_cond_signal(&shared->ended);
    pthread_mutex_unlock(&shared->lock);
    return 0;
}

/* What a user or a batch system sends to the process shall land in the calling thread. A worker's own faults stay
 * deliverable, so that sanitizers, profilers and abort() work as ever. */
static void block_signals(sigset_t *before)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGPROF};
    sigset_t blocked;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(&blocked, own[i]);
    pthread_sigmask(SIG_SETMASK, &blocked, before);
}

/* Starts the workers; returns how many. Fewer than wanted: the farm has failed. */
static unsigned start(struct shared *shared, struct worker *workers, unsigned wanted)
{
    sigset_t before;
    unsigned started = 0;
    block_signals(&before);
    shared->running = wanted; /* no worker looks before it ends, and then takes the lock */
    for (; started < wanted; started++) {
        struct worker *worker = &workers[started];
        atomic_init(&worker->done, 0);
        worker->shared = shared;
        worker->index = started;
        errno = pthread_create(&worker->thread, 0, worker_main, worker);
        if (errno != 0) {
            struct error error;
            error_system(&error, ERROR_MEMORY, "cannot start thread %u of %u", started + 1, wanted);
            fail(shared, NO_JOB, &error);
            break;
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, 0);
    pthread_mutex_lock(&shared->lock);
    shared->running -= wanted - started;
    pthread_mutex_unlock(&shared->lock);
    return started;
}

static size_t count_done(const struct worker *workers, unsigned started)
{
    size_t done = 0;
    for (unsigned i = 0; i < started; i++)
        done += atomic_load_explicit(&workers[i].done, memory_order_acquire);
    return done;
}

/* Tells progress; false when it wants no more. */
static bool tell(struct shared *shared, size_t done)
{
    const struct farm *farm = shared->farm;
    struct error error = {.code = ERROR_NONE};
    if (!farm->progress || farm->progress(farm->context, done, &error) == 0)
        return true;
    if (error.code == ERROR_NONE)
        error_set(&error, ERROR_INTERRUPTED, "stopped on request after %zu of %zu jobs", done, farm->count);
    fail(shared, NO_JOB, &error);
    return false;
}

/* Sleeps until all workers have ended, or a tenth of a second; true when they have. */
static bool wait_ended(struct shared *shared)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += PROGRESS_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;

    pthread_mutex_lock(&shared->lock);
    int told = 0;
    while (shared->running > 0 && told != ETIMEDOUT)
        told = pthread_cond_timedwait(&shared->ended, &shared->lock, &until);
    const bool ended = shared->running == 0;
    pthread_mutex_unlock(&shared->lock);
    return ended;
}

/* Watches over the workers until they have ended, joins them, and tells progress a last time. */
static size_t finish(struct shared *shared, struct worker *workers, unsigned started)
{
    bool telling = true;
    while (!wait_ended(shared))
        telling = telling && tell(shared, count_done(workers, started));
    for (unsigned i = 0; i < started; i++)
        pthread_join(workers[i].thread, 0);
    const size_t done = count_done(workers, started);
    if (telling)
        tell(shared, done);
    return done;
}

/* A condition whose timeout no clock change disturbs. */
static int shared_init(struct shared *shared, const struct farm *farm, struct error *error)
{
    pthread_condattr_t monotonic;
    *shared = (struct shared){.farm = farm};
    errno = pthread_condattr_init(&monotonic);
    if (errno == 0) {
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
        errno = pthread_cond_init(&shared->ended, &monotonic);
        pthread_condattr_destroy(&monotonic);
    }
    if (errno != 0)
        return error_system(error, ERROR_MEMORY, "cannot set up the threads");
    errno = pthread_mutex_init(&shared->lock, 0);
    if (errno == 0)
        return 0;
    pthread_cond_destroy(&shared->ended);
    return error_system(error, ERROR_MEMORY, "cannot set up the threads");
}

static int verdict(const struct shared *shared, size_t done, struct error *error)
{
    if (shared->failed) {
        if (error)
            *error = shared->error;
        return -1;
    }
    if (done < shared->farm->count)
        return error_set(error, ERROR_INTERRUPTED, "stopped on request after %zu of %zu jobs", done,
                         shared->farm->count);
    return 0;
}

int farm_run(const struct farm *farm, struct error *error)
{
    if (farm->threads < 1 || farm->threads > THREADS_MOST)
        return error_set(error, ERROR_USAGE, "%u threads are not possible: 1 to %d", farm->threads, THREADS_MOST);
    const unsigned wanted = farm->count < farm->threads ? (unsigned)farm->count : farm->threads;

    struct shared shared;
    if (shared_init(&shared, farm, error))
        return -1;
    int result = -1;
    struct worker *workers = aligned_alloc(CACHE_APART, (wanted ? wanted : 1) * sizeof *workers);
    if (workers) {
        const unsigned started = start(&shared, workers, wanted);
        result = verdict(&shared, finish(&shared, workers, started), error);
    } else {
        error_set(error, ERROR_MEMORY, "no memory for %u workers", wanted);
    }
    free(workers);
    pthread_mutex_destroy(&shared.lock);
    pthread_cond_destroy(&shared.ended);
    return result;
}

unsigned farm_processors(void)
{
    /* The kernel refuses a set smaller than its own: grow it for machines beyond 1024 processors. */
    for (int room = CPU_SETSIZE; room <= 64 * CPU_SETSIZE; room *= 2) {
        cpu_set_t *set = CPU_ALLOC(room);
        if (!set)
            break;
        const size_t size = CPU_ALLOC_SIZE(room);
        const int refused = sched_getaffinity(0, size, set);
        const int count = refused ? 0 : CPU_COUNT_S(size, set);
        CPU_FREE(set);
        if (count > 0)
            return (unsigned)count;
    }
    return 1;
}
