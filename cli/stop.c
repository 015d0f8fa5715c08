/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * stop: signals that ask the program to end become a number that the work looks at.
 */
#include "cli.h"

#include <signal.h>

static atomic_int stop; /* a signal handler reaches nothing else */

static void on_signal(int signal_number)
{
    stop = signal_number;
}

const atomic_int *cli_catch_signals(void)
{
    static const int asked[] = {SIGINT, SIGTERM, SIGHUP, SIGXCPU};
    struct sigaction before, action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        if (asked[i] != SIGHUP || sigaction(SIGHUP, 0, &before) != 0 || before.sa_handler != SIG_IGN)
            sigaction(asked[i], &action, 0); /* nohup stays in force */
    return &stop;
}
