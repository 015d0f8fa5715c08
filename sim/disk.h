/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * disk: the system's reading, writing and syncing, done until it is done. Private to sim/.
 */
#ifndef FMKSIM_SIM_DISK_PRIVATE_H
#define FMKSIM_SIM_DISK_PRIVATE_H

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

/* Writes both parts one behind the other at offset `at`, however often the system takes only some bytes. Uses up
 * `part`. 0, or -1 with errno. */
int disk_write_all(int file, struct iovec part[2], off_t at);

/* Reads `size` bytes at offset `at`, fewer only at the file's end. How many, or -1 with errno. */
ssize_t disk_read_all(int file, void *bytes, size_t size, off_t at);

/* Locks a file for writing, at once or not at all; closing it unlocks. 0, also where locks were given up by
 * disk_without_locks(), or -1 with errno: EWOULDBLOCK if another process holds it, EOPNOTSUPP if there are no locks
 * here. */
int disk_lock(int file);

void disk_without_locks(void); /* for the whole process, before its first lock */

/* Makes the name `path` itself safe from a power cut: syncs its folder. 0, or -1 with errno. */
int disk_sync_folder(const char *path);

#endif
