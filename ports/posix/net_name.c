/* Looking up host names without stopping the device: each lookup is a thread that fills a record and writes a
 * byte into a pipe. The record belongs to both sides; the one that lets go of it last frees it, so that a
 * lookup that nobody waits for any more may take as long as it likes. */
#define _GNU_SOURCE
#include "net.h"
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct posix_lookup {
    atomic_int holders; /* 2, 1 when one side has let go */
    int family;
    int pipe[2];
    int error; /* of getaddrinfo; with the addresses valid when the pipe is readable */
    size_t count;
    kr_net_address found[POSIX_NET_FOUND];
    char name[];
};

static void let_go(struct posix_lookup *lookup) {
    if (atomic_fetch_sub(&lookup->holders, 1) > 1) return;
    close(lookup->pipe[0]);
    close(lookup->pipe[1]);
    free(lookup);
}

static void *look_up(void *data) {
    struct posix_lookup *lookup = data;
    struct addrinfo *all = NULL, hints = {.ai_family = lookup->family, .ai_socktype = SOCK_STREAM};
    lookup->error = getaddrinfo(lookup->name, NULL, &hints, &all);
    for (struct addrinfo *one = all; one != NULL && lookup->count < POSIX_NET_FOUND; one = one->ai_next) {
        posix_net_from_native(one->ai_addr, &lookup->found[lookup->count]);
        lookup->count += lookup->found[lookup->count].family != 0;
    }
    if (all != NULL) freeaddrinfo(all);
    while (write(lookup->pipe[1], "", 1) < 0 && errno == EINTR) {
    }
    let_go(lookup);
    return NULL;
}

/* Signals are for the main thread. */
static bool start_thread(struct posix_lookup *lookup) {
    pthread_t thread;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&thread, NULL, look_up, lookup) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (started) pthread_detach(thread);
    return started;
}

static int begin(posix_net *net, const char *name, int family) {
    struct posix_lookup *lookup = calloc(1, sizeof *lookup + strlen(name) + 1);
    if (lookup == NULL) return -KR_ENOMEM;
    if (pipe2(lookup->pipe, O_CLOEXEC | O_NONBLOCK) < 0) {
        free(lookup);
        return posix_net_error();
    }
    lookup->holders = 2;
    lookup->family = family;
    strcpy(lookup->name, name);
    if (!start_thread(lookup)) {
        lookup->holders = 1;
        let_go(lookup);
        return -KR_ENOMEM;
    }
    net->lookup = lookup;
    return -KR_EINPROGRESS;
}

static int error_of(int error) {
    switch (error) {
    case 0: return 0;
    case EAI_AGAIN: return -KR_EAGAIN;
    case EAI_MEMORY: return -KR_ENOMEM;
    case EAI_SYSTEM:
    case EAI_FAIL: return -KR_EIO;
    default: return -KR_ENOENT;
    }
}

void posix_lookup_drop(posix_net *net) {
    if (net->lookup != NULL) let_go(net->lookup);
    net->lookup = NULL;
}

int posix_lookup_descriptor(const posix_net *net) {
    return net->lookup != NULL ? net->lookup->pipe[0] : -1;
}

int posix_net_resolve(void *context, const char *name, int family, kr_net_address *found, size_t capacity) {
    posix_net *net = context;
    char byte;
    if (net->lookup != NULL && (strcmp(net->lookup->name, name) != 0 || net->lookup->family != family))
        posix_lookup_drop(net);
    if (net->lookup == NULL) return begin(net, name, family);
    if (read(net->lookup->pipe[0], &byte, 1) != 1) return -KR_EINPROGRESS;
    int result = error_of(net->lookup->error);
    size_t count = net->lookup->count < capacity ? net->lookup->count : capacity;
    memcpy(found, net->lookup->found, count * sizeof *found);
    posix_lookup_drop(net);
    return result < 0 ? result : count > 0 ? (int)count : -KR_ENOENT;
}
