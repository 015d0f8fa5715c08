/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_trial: a file is read in a child process first. HDF5 1.10 trusts the addresses and lengths within a file;
 * where these are wrong it may crash or never end, and whoever made them wrong can put a right checksum behind them.
 * The child has the same memory as this process, so what it survives this process survives.
 */
#include "analysis/results/results_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Far more than the lists and indices of any file take. */
enum { CPU_SECONDS = 30 };

enum { NOT_CLOSED = 77 }; /* the child's exit code */

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
static void let_go(const struct results *results, pid_t parent)
{
    void *own = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it was killed before that */
        _exit(0);
    if (H5Fget_vfd_handle(results->file, H5P_DEFAULT, &own) < 0 || !own)
        return;
    for (int file = STDERR_FILENO + 1; file < FILES; file++)
        if (file != *(const int *)own)
            close(file);
}

static _Noreturn void try_it(struct results *results, results_reading_of *reading, pid_t parent)
{
    struct error error = {0};
    let_go(results, parent);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0)
        dup2(nowhere, STDERR_FILENO); /* the C library has a word for a broken heap */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setrlimit(RLIMIT_CPU, &(struct rlimit){CPU_SECONDS, CPU_SECONDS + 1});
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        signal(crashes[i], SIG_DFL);
    if (reading(results, &error) == 0)
        walk_indices(results);
    /* frees what was read, which may be the first to crash; what is not closed crashes HDF5 when the program ends */
    if (results->file >= 0 && H5Fclose(results->file) < 0)
        _exit(NOT_CLOSED);
    _exit(0); /* what is wrong is told by who reads it in earnest */
}

int results_trial(struct results *results, results_reading_of *reading, struct error *error)
{
    int status = 0;
    pid_t parent = getpid(), child = fork();
    if (child == 0)
        try_it(results, reading, parent);
    if (child < 0)
        return error_system(error, ERROR_IO, "%s: cannot start the process that tries to read it", results->path);
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_system(error, ERROR_IO, "%s: cannot wait for the process that tries to read it",
                                results->path);
    if (WIFSIGNALED(status) && is_crash(WTERMSIG(status)))
        return error_set(error, ERROR_FORMAT, "%s: not a sound results file: reading it ends in \"%s\"", results->path,
                         strsignal(WTERMSIG(status)));
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_CLOSED)
        return error_set(error, ERROR_FORMAT, "%s: not a sound results file: HDF5 cannot close it", results->path);
    return 0;
}
