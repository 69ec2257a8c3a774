#ifndef HOSTFS_H
#define HOSTFS_H
/* A directory of this computer, offered to the device over a MOUNT stream: answers its FS requests, and sends
 * ahead what it reads. The device never gets outside the directory. For a device without a compiler there is
 * an image x.kri beside each x.py, which is made when it is asked for and in no listing. */
#include <stdbool.h>
#include <stdint.h>
#include "session.h"

#define HOSTFS_FILES 64
#define HOSTFS_READS 64

struct hostfs_read {
    bool active, stay;
    uint16_t id, handle;
    uint64_t offset;
    uint64_t budget; /* bytes that the device has asked for and not got */
};

struct hostfs {
    struct handler handler; /* first */
    int root;
    bool read_only, mounted;
    const char *point;
    struct compiler *compiler; /* NULL: the device compiles */
    int files[HOSTFS_FILES];   /* descriptors, -1: free; the handle is the index */
    struct hostfs_read reads[HOSTFS_READS];
};

/* Opens the directory. */
bool hostfs_init(struct hostfs *fs, const char *directory, bool read_only, struct failure *failure);

/* Offers it at `point` ("/remote", which stays) and waits until the device has mounted it. */
bool hostfs_mount(struct hostfs *fs, struct session *session, const char *point, struct failure *failure);

/* Takes the mount away and closes everything. */
void hostfs_release(struct hostfs *fs, struct session *session);

#endif
