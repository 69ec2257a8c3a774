#ifndef KRAIT_POSIX_KRAITD_SYNC_H
#define KRAIT_POSIX_KRAITD_SYNC_H
/* fsync() in threads, so that neither the network nor a running program waits for the disk, and the disk can
 * bring several files to the medium at once. Only these threads exist beside the main one, and they do
 * nothing else. */

typedef struct kraitd_sync kraitd_sync;

/* NULL when there is no memory. Threads start with the first file. */
kraitd_sync *kraitd_sync_open(void);

/* Waits for what is under way. */
void kraitd_sync_close(kraitd_sync *sync);

/* As in dev_port. The descriptor is duplicated. */
int kraitd_sync_begin(kraitd_sync *sync, int descriptor);
int kraitd_sync_end(kraitd_sync *sync, int ticket);

/* A descriptor that is readable when something is done; kraitd_sync_seen() makes it unreadable again. */
int kraitd_sync_event(const kraitd_sync *sync);
void kraitd_sync_seen(kraitd_sync *sync);

#endif
