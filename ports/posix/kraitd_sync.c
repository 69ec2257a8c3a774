/* A small pool of threads over a table of tickets. A ticket goes FREE -> WAITING -> RUNNING -> DONE -> FREE;
 * the lock guards the table, the eventfd wakes the main thread. When no thread can be started the file is
 * synced at once. */
#define _GNU_SOURCE
#include "kraitd_sync.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "krait/files.h"

#define TICKETS     64
#define THREADS     8
#define STACK_BYTES (64 * 1024)

enum ticket_state { FREE, WAITING, RUNNING, DONE };

struct ticket {
    enum ticket_state state;
    int descriptor;
    int result;
    bool given_up;
};

struct kraitd_sync {
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_t threads[THREADS];
    unsigned started;
    unsigned waiting; /* tickets that no thread has taken */
    unsigned resting; /* threads that wait for work */
    bool ending;
    int event;
    struct ticket tickets[TICKETS];
};

static struct ticket *find(kraitd_sync *sync, enum ticket_state state) {
    for (unsigned i = 0; i < TICKETS; i++) {
        if (sync->tickets[i].state == state) return &sync->tickets[i];
    }
    return NULL;
}

static void run_ticket(kraitd_sync *sync, struct ticket *ticket) {
    uint64_t one = 1;
    int descriptor = ticket->descriptor;
    ticket->state = RUNNING;
    sync->waiting--;
    pthread_mutex_unlock(&sync->lock);
    int result = fsync(descriptor) < 0 ? -errno : 0;
    close(descriptor);
    pthread_mutex_lock(&sync->lock);
    ticket->result = result;
    ticket->state = ticket->given_up ? FREE : DONE;
    if (write(sync->event, &one, sizeof one) < 0) return; /* the counter is full: the main thread knows */
}

static void *work(void *argument) {
    kraitd_sync *sync = argument;
    pthread_mutex_lock(&sync->lock);
    while (!sync->ending || sync->waiting > 0) {
        struct ticket *ticket = find(sync, WAITING);
        if (ticket) {
            run_ticket(sync, ticket);
        } else {
            sync->resting++;
            pthread_cond_wait(&sync->work, &sync->lock);
            sync->resting--;
        }
    }
    pthread_mutex_unlock(&sync->lock);
    return NULL;
}

static void start_thread(kraitd_sync *sync) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    if (pthread_create(&sync->threads[sync->started], &attributes, work, sync) == 0) sync->started++;
    pthread_attr_destroy(&attributes);
}

kraitd_sync *kraitd_sync_open(void) {
    kraitd_sync *sync = calloc(1, sizeof *sync);
    if (!sync) return NULL;
    pthread_mutex_init(&sync->lock, NULL);
    pthread_cond_init(&sync->work, NULL);
    sync->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return sync;
}

void kraitd_sync_close(kraitd_sync *sync) {
    pthread_mutex_lock(&sync->lock);
    sync->ending = true;
    pthread_cond_broadcast(&sync->work);
    pthread_mutex_unlock(&sync->lock);
    for (unsigned i = 0; i < sync->started; i++) pthread_join(sync->threads[i], NULL);
    if (sync->event >= 0) close(sync->event);
    free(sync);
}

int kraitd_sync_begin(kraitd_sync *sync, int descriptor) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return -errno;
    pthread_mutex_lock(&sync->lock);
    struct ticket *ticket = find(sync, FREE);
    if (ticket) {
        *ticket = (struct ticket){.state = WAITING, .descriptor = copy};
        sync->waiting++;
        if (sync->waiting > sync->resting && sync->started < THREADS) start_thread(sync);
        if (sync->started == 0) run_ticket(sync, ticket);
        pthread_cond_signal(&sync->work);
    }
    pthread_mutex_unlock(&sync->lock);
    if (!ticket) close(copy);
    return ticket ? (int)(ticket - sync->tickets) + 1 : -KR_ENOBUFS;
}

int kraitd_sync_end(kraitd_sync *sync, int number) {
    struct ticket *ticket = &sync->tickets[abs(number) - 1];
    int result = -KR_EAGAIN;
    pthread_mutex_lock(&sync->lock);
    ticket->given_up = number < 0;
    if (ticket->state == DONE) {
        result = ticket->result;
        ticket->state = FREE;
    }
    pthread_mutex_unlock(&sync->lock);
    return result;
}

int kraitd_sync_event(const kraitd_sync *sync) {
    return sync->event;
}

void kraitd_sync_seen(kraitd_sync *sync) {
    uint64_t count;
    if (read(sync->event, &count, sizeof count) < 0) return; /* another wake-up saw it first */
}
