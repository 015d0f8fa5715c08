/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_trial: a file is read in a child process first. HDF5 1.10 trusts the addresses and lengths within a file;
 * where these are wrong it may crash, never end, or take as much memory as a wrong length says, and whoever made them
 * wrong can put a right checksum behind them. The child has the same memory as this process and may take only as much
 * more as a sound file of that size could want; so what it survives this process survives, and what it cannot read
 * nobody tries again.
 */
#include "analysis/results/results_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Far more than the lists and indices of any file take. */
enum { CPU_SECONDS = 30 };

enum { NOT_CLOSED = 77 }; /* the child's exit code */

/* Memory for the lists and indices: HDF5's own, and so many times the file, of which they are a part. */
enum { OWN_MEGABYTES = 64, TIMES_THE_FILE = 16 };

enum { FILES = 256 }; /* more than the program opens before an output's locks */

/* What a process dies of by itself; another signal was sent to it, and this process then has it, too. */
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGXCPU};

static bool is_crash(int signal)
{
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        if (crashes[i] == signal)
            return true;
    return false;
}

/* The whole index of every large variable is walked for its size, which is what reading any of its rows goes by. */
static void walk_indices(const struct results *results)
{
    const hid_t single[] = {results->done, results->critical_share, results->cards, results->causes};
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        if (results->outcome[f] >= 0)
            H5Dget_storage_size(results->outcome[f]);
    for (int f = 0; f < FANS; f++)
        if (results->fan[f] >= 0)
            H5Dget_storage_size(results->fan[f]);
    for (size_t i = 0; i < sizeof single / sizeof *single; i++)
        if (single[i] >= 0)
            H5Dget_storage_size(single[i]);
}

/* The child goes when its parent is killed, and holds none of its locks until then: who begins anew at once must not be
 * told that another process is writing. */
static void let_go(const struct results *results, pid_t parent, int told)
{
    void *own = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it was killed before that */
        _exit(0);
    if (H5Fget_vfd_handle(results->file, H5P_DEFAULT, &own) < 0 || !own)
        return;
    for (int file = STDERR_FILENO + 1; file < FILES; file++)
        if (file != *(const int *)own && file != told)
            close(file);
}

static hsize_t memory_for(const struct results *results)
{
    return ((hsize_t)OWN_MEGABYTES << 20) + TIMES_THE_FILE * results->file_size;
}

/* Beside what the process has by now, which the system tells in pages. */
static void limit_memory(const struct results *results)
{
    struct rlimit limit;
    unsigned long pages = 0;
    FILE *own = fopen("/proc/self/statm", "re");
    if (!own)
        return;
    if (fscanf(own, "%*u %*u %*u %*u %*u %lu", &pages) == 1 && getrlimit(RLIMIT_DATA, &limit) == 0) {
        rlim_t most = pages * (rlim_t)sysconf(_SC_PAGESIZE) + memory_for(results);
        limit.rlim_cur = limit.rlim_cur < most ? limit.rlim_cur : most;
        setrlimit(RLIMIT_DATA, &limit);
    }
    fclose(own);
}

static _Noreturn void try_it(struct results *results, results_reading_of *reading, pid_t parent, int told)
{
    struct error error = {0};
    let_go(results, parent, told);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO); /* the C library has a word for a broken heap */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){CPU_SECONDS, CPU_SECONDS + 1});
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signal(crashes[i], SIG_DFL);
    limit_memory(results);
    if (reading(results, &error) == 0)
        walk_indices(results);
    else if (write(told, &error, sizeof error) != sizeof error) /* a pipe takes it whole */
        _exit(NOT_CLOSED);
    /* frees what was read, which may be the first to crash; what is not closed crashes HDF5 when the program ends */
    if (results->file >= 0 && H5Fclose(results->file) < 0)
        _exit(NOT_CLOSED);
    _exit(0);
}

/* What the child says is wrong; false: nothing. */
static bool was_told(int pipe, struct error *said)
{
    size_t got = 0;
    ssize_t more;
    while (got < sizeof *said && (more = read(pipe, (char *)said + got, sizeof *said - got)) != 0)
        if (more > 0)
            got += (size_t)more;
        else if (errno != EINTR)
            break;
    return got == sizeof *said;
}

static int judge(const struct results *results, int status, const struct error *said, struct error *error)
{
    if (WIFSIGNALED(status) && is_crash(WTERMSIG(status)))
        return error_set(error, ERROR_FORMAT, "%s: not a sound results file: reading it ends in \"%s\"", results->path,
                         strsignal(WTERMSIG(status)));
    if (said && said->code != ERROR_MEMORY)
        return error_set(error, said->code, "%s", said->text);
    if (said || (WIFEXITED(status) && WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != NOT_CLOSED))
        return error_set(error, ERROR_MEMORY,
                         "%s: no memory to read it, or not a sound results file: one of its size takes less than %llu "
                         "MB",
                         results->path, (unsigned long long)(memory_for(results) >> 20));
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_CLOSED)
        return error_set(error, ERROR_FORMAT, "%s: not a sound results file: HDF5 cannot close it", results->path);
    return 0;
}

int results_trial(struct results *results, results_reading_of *reading, struct error *error)
{
    struct error said;
    int status = 0, ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_system(error, ERROR_IO, "%s: cannot start the process that tries to read it", results->path);
    pid_t parent = getpid(), child = fork();
    if (child == 0)
        try_it(results, reading, parent, ends[1]);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return error_system(error, ERROR_IO, "%s: cannot start the process that tries to read it", results->path);
    }
    bool told = was_told(ends[0], &said);
    close(ends[0]);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_system(error, ERROR_IO, "%s: cannot wait for the process that tries to read it",
                                results->path);
    return judge(results, status, told ? &said : 0, error);
}
