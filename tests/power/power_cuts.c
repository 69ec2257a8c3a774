/* Cuts the power at every single operation of long random histories.
 *
 * In front of each operation the flash is copied, the operation is done by half in the copy, and the copy is
 * mounted: everything that was acknowledged must be there byte for byte, and no unit lost. Many of the copies
 * then go on with a history of their own, in which the power is cut again, also while they are being mounted.
 * Then the operation is done, and the history goes on.
 *
 *   power_cuts [--seed NUMBER] [--cuts NUMBER]      cuts at least, for each of the devices
 *
 * Prints the seeds, and `N passed, N failed` at last. */
#include "history.h"
#include "flashfs_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define AGE                                                                                                  \
    150u /* operations for each 4 KiB before the first cut, so that the device is full of what has become    \
            useless */

struct experiment {
    struct history *history;
    uint64_t cuts, again; /* first cuts; cuts of what came after one */
    uint64_t random;
    struct history copy;
    jmp_buf powerless;
    unsigned depth;
};

/* Mounts what a cut has left and goes on a little; the power may fail again at any operation of that. */
static void aftermath(struct experiment *e) {
    struct history *copy = &e->copy;
    copy->nor.powerless = &e->powerless;
    e->depth = 0;
    if (setjmp(e->powerless) != 0) {
        e->again++;
        e->depth++;
    }
    bool cut = e->depth < 3 && nor_random(&e->random) % 3 == 0;
    copy->nor.cut_at = cut ? copy->nor.operations + 1 + nor_random(&e->random) % 40 : 0;
    history_mount(copy);
    for (unsigned steps = cut ? 12 : (unsigned)(nor_random(&e->random) % 2) * 3; steps > 0; steps--)
        history_step(copy);
    copy->nor.cut_at = 0;
    history_verify(copy);
}

static void before_operation(void *context, struct nor *nor, const struct nor_operation *operation) {
    struct experiment *e = context;
    (void)nor;
    e->cuts++;
    history_copy(&e->copy, e->history, nor_random(&e->random));
    nor_cut(&e->copy.nor, operation);
    aftermath(e);
    history_close(&e->copy);
}

static void run(const char *name, uint32_t sector_size, uint32_t sectors, uint32_t largest, uint64_t seed,
                uint64_t cuts) {
    struct history *history = malloc(sizeof *history);
    struct experiment *e = calloc(1, sizeof *e);
    char title[80];
    snprintf(title, sizeof title, "%s, seed %llu", name, (unsigned long long)seed);
    history_open(history, title, sector_size, sectors, seed);
    history->largest = largest;
    e->history = history;
    e->random = seed * 77;
    while (history->nor.operations < AGE * sectors * sector_size / 4096) history_step(history);
    history->nor.context = e;
    history->nor.before = before_operation;
    while (e->cuts < cuts) history_step(history);
    history_verify(history);
    printf("ok %s: %llu cuts, %llu more after a cut, %u calls without room, %u erasures\n", title,
           (unsigned long long)e->cuts, (unsigned long long)e->again, history->full, history->fs.erases);
    fflush(stdout);
    history_close(history);
    free(history);
    free(e);
}

static const struct {
    const char *name;
    uint32_t sector_size, sectors, largest;
    unsigned share; /* of the cuts, one in */
} devices[] = {
    {"4 KiB x 16", 4096, 16, 12000, 1},          {"4 KiB x 16, crowded", 4096, 16, 30000, 1},
    {"4 KiB x 40, crowded", 4096, 40, 70000, 1}, {"64 KiB x 12, crowded", 65536, 12, 300000, 2},
    {"4 KiB x 256", 4096, 256, 100000, 8},       {"64 KiB x 32", 65536, 32, 100000, 8},
};
#define DEVICES (sizeof devices / sizeof *devices)

/* Every second device in a process of its own, for two cores. */
static pid_t run_half(unsigned half, uint64_t seed, uint64_t cuts) {
    pid_t process = fork();
    if (process != 0) return process;
    for (unsigned i = half; i < DEVICES; i += 2)
        run(devices[i].name, devices[i].sector_size, devices[i].sectors, devices[i].largest, seed + i,
            cuts / devices[i].share);
    exit(0);
}

int main(int count, char **arguments) {
    uint64_t seed = 1, cuts = 3500;
    int failed = 0;
    for (int i = 1; i + 1 < count; i += 2) {
        if (strcmp(arguments[i], "--seed") == 0) seed = strtoull(arguments[i + 1], NULL, 10);
        if (strcmp(arguments[i], "--cuts") == 0) cuts = strtoull(arguments[i + 1], NULL, 10);
    }
    pid_t halves[2] = {run_half(0, seed, cuts), run_half(1, seed, cuts)};
    for (unsigned i = 0; i < 2; i++) {
        int status = 1;
        waitpid(halves[i], &status, 0);
        if (status != 0) failed++;
    }
    if (failed > 0)
        printf("%d failed\n", failed);
    else
        printf("%u passed, 0 failed\n", (unsigned)DEVICES);
    return failed > 0;
}
