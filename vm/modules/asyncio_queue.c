/* The two queues of a loop.
 *
 * The ring of ready nodes keeps the order of arrival. A round runs the nodes that were ready when it began:
 * each carries the mark of the round in which it came, and the mark flips when a round begins.
 *
 * The timers are a pairing heap: the first one is the root; every other is a child of one that is due no
 * later. Adding takes one comparison, removing the first one a logarithmic number of them, and nothing is
 * allocated. Timers that are due at the same microsecond keep their order, since the low bits of `due`
 * count arrivals. */
#include "modules/asyncio.h"
#include "core/heap.h"
#include "core/operate.h"
#include "types/number.h"

#define ARRIVAL_MASK 1023u
#define DELAY_MAX    ((uint64_t)1 << 52)

uint64_t aio_delay(kr_vm *vm, kr_value seconds) {
    if (kr_is_int(seconds)) {
        kr_word n = kr_to_int(seconds);
        if (n <= 0) return 0;
        return (uint64_t)n > DELAY_MAX / 1000000 ? DELAY_MAX : (uint64_t)n * 1000000;
    }
    double us = (double)kr_real_of(vm, seconds) * 1e6;
    if (!(us > 0)) return 0;
    return us >= (double)DELAY_MAX ? DELAY_MAX : us < 1 ? 1 : (uint64_t)us;
}

/* ---- Ready ---- */

void aio_ready_add(aio_node *node) {
    aio_loop *loop = node->loop;
    if (node->place != AIO_IDLE) return;
    node->place = AIO_READY;
    node->odd = loop->odd;
    node->next = NULL;
    if (loop->ready == NULL)
        loop->ready = node;
    else
        loop->ready_last->next = node;
    loop->ready_last = node;
}

static void ready_remove(aio_node *node) {
    aio_loop *loop = node->loop;
    aio_node **at = &loop->ready, *before = NULL;
    while (*at != NULL && *at != node) {
        before = *at;
        at = &(*at)->next;
    }
    if (*at == NULL) return;
    *at = node->next;
    if (loop->ready_last == node) loop->ready_last = before;
}

/* ---- Timed ---- */

/* Makes the later of two roots a child of the other. */
static aio_node *meld(aio_node *a, aio_node *b) {
    if (a == NULL) return b;
    if (b == NULL) return a;
    if (b->due < a->due) {
        aio_node *swap = a;
        a = b;
        b = swap;
    }
    b->previous = a;
    b->next = a->child;
    if (a->child != NULL) a->child->previous = b;
    a->child = b;
    return a;
}

/* Cuts a node out of its siblings; it is a root then. Returns the sibling behind it. */
static aio_node *cut(aio_node *node) {
    aio_node *next = node->next;
    node->next = node->previous = NULL;
    return next;
}

/* One heap of a row of siblings: pairs from the left, then all of them from the right. */
static aio_node *meld_row(aio_node *first) {
    aio_node *pairs = NULL, *root = NULL;
    while (first != NULL) {
        aio_node *a = first, *b = cut(a);
        first = b != NULL ? cut(b) : NULL;
        a = meld(a, b);
        a->next = pairs;
        pairs = a;
    }
    while (pairs != NULL) {
        aio_node *pair = pairs;
        pairs = cut(pair);
        root = meld(root, pair);
    }
    return root;
}

void aio_timer_add(aio_node *node, uint64_t us) {
    aio_loop *loop = node->loop;
    node->due = us << 10 | (loop->arrivals++ & ARRIVAL_MASK);
    node->next = node->previous = node->child = NULL;
    node->place = AIO_TIMED;
    loop->timers = meld(loop->timers, node);
}

static void timer_remove(aio_node *node) {
    aio_loop *loop = node->loop;
    aio_node *row = meld_row(node->child);
    if (loop->timers == node) {
        loop->timers = row;
        return;
    }
    if (node->previous->child == node)
        node->previous->child = node->next;
    else
        node->previous->next = node->next;
    if (node->next != NULL) node->next->previous = node->previous;
    loop->timers = meld(loop->timers, row);
}

void aio_queue_remove(aio_node *node) {
    if (node->place == AIO_READY) ready_remove(node);
    if (node->place == AIO_TIMED) timer_remove(node);
    node->place = AIO_IDLE;
    node->next = node->previous = node->child = NULL;
}

/* The elder sibling or parent is known to whoever led here. */
void aio_node_trace(kr_vm *vm, kr_object *object) {
    const aio_node *node = (const aio_node *)object;
    if (node->next != NULL) kr_mark(vm, KR_OBJECT(node->next));
    if (node->child != NULL) kr_mark(vm, KR_OBJECT(node->child));
    if (node->loop != NULL) kr_mark(vm, KR_OBJECT(node->loop));
}
