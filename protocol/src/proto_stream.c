/* The stream table.
 *
 * The table is the caller's array and is searched linearly: it has a handful of places, and a hash would cost
 * a small device more than it saves. Numbers are reused as late as possible, which keeps logs readable; reuse
 * is safe because an entry lives until both directions have ended, and only then may its number come back. */
#include "proto_stream.h"

#include <string.h>

#include "krait/proto_error.h"

bool proto_stream_belongs(unsigned number, unsigned side) {
    return number != 0 && (number & 1) == (side == PROTO_CLIENT ? 1u : 0u);
}

struct proto_stream *proto_link_find(struct proto_link *link, unsigned number) {
    if (number == 0) return NULL;
    for (size_t i = 0; i < link->stream_capacity; i++) {
        if (link->streams[i].number == number) return &link->streams[i];
    }
    return NULL;
}

struct proto_stream *proto_link_each(struct proto_link *link, struct proto_stream *previous) {
    size_t i = previous ? (size_t)(previous - link->streams) + 1 : 0;
    while (i < link->stream_capacity && link->streams[i].number == 0) i++;
    return i < link->stream_capacity ? &link->streams[i] : NULL;
}

static struct proto_stream *free_place(struct proto_link *link) {
    for (size_t i = 0; i < link->stream_capacity; i++) {
        if (link->streams[i].number == 0) return &link->streams[i];
    }
    return NULL;
}

/* What a stream is granted beyond the window that every stream begins with. */
static uint32_t ahead(const struct proto_link *link, const struct proto_stream *stream) {
    return stream->opener == PROTO_PUT ? link->put_ahead : 0;
}

static void occupy(const struct proto_link *link, struct proto_stream *stream, unsigned number,
                   unsigned opener) {
    memset(stream, 0, sizeof *stream);
    stream->number = (uint16_t)number;
    stream->opener = (uint8_t)opener;
    stream->send_credit = link->peer.window;
    stream->receive_credit = link->window_offered;
    stream->owed = ahead(link, stream);
}

int proto_stream_accept(struct proto_link *link, unsigned number, unsigned opener,
                        struct proto_stream **stream) {
    struct proto_stream *place = free_place(link);
    if (!place || link->peer_open >= link->streams_offered) return PROTO_ERR_LINK_STREAMS;
    occupy(link, place, number, opener);
    link->peer_open++;
    *stream = place;
    return PROTO_OK;
}

/* Places that the peer was promised stay free of our own streams. */
bool proto_link_has_stream(const struct proto_link *link) {
    size_t promised = (size_t)(link->streams_offered - link->peer_open);
    size_t open = (size_t)link->peer_open + link->own_open;
    return open + promised < link->stream_capacity && link->own_open < link->peer.streams;
}

int proto_stream_create(struct proto_link *link, struct proto_stream **stream) {
    struct proto_stream *place = proto_link_has_stream(link) ? free_place(link) : NULL;
    if (!place) return PROTO_ERR_LINK_STREAMS;
    while (proto_link_find(link, link->next_number) || link->next_number == 0) {
        link->next_number = (uint16_t)(link->next_number + 2);
    }
    occupy(link, place, link->next_number, 0);
    link->next_number = (uint16_t)(link->next_number + 2);
    link->own_open++;
    *stream = place;
    return PROTO_OK;
}

void proto_stream_close(struct proto_link *link, struct proto_stream *stream) {
    if (proto_stream_belongs(stream->number, link->side))
        link->own_open--;
    else
        link->peer_open--;
    if (link->closing == stream) link->closing = NULL;
    memset(stream, 0, sizeof *stream);
}

bool proto_stream_is_over(const struct proto_stream *stream) {
    const unsigned both = PROTO_STREAM_SENT_END | PROTO_STREAM_GOT_END;
    return (stream->state & both) == both;
}

bool proto_stream_owes(const struct proto_link *link, const struct proto_stream *stream) {
    if (stream->number == 0 || (stream->state & (PROTO_STREAM_GOT_END | PROTO_STREAM_WE_ABORT))) return false;
    return stream->owed > 0 && stream->owed >= (link->window_offered + ahead(link, stream)) / 2;
}

void proto_link_consumed(struct proto_link *link, struct proto_stream *stream, size_t bytes) {
    uint32_t window = link->window_offered + ahead(link, stream);
    uint32_t outstanding = window - stream->receive_credit - stream->owed;
    stream->owed += bytes < outstanding ? (uint32_t)bytes : outstanding;
}
