/* The stream table of a link: numbers, entries, credits and ends. Internal to the link. */
#ifndef KRAIT_PROTO_STREAM_H
#define KRAIT_PROTO_STREAM_H

#include "krait/proto_link.h"

/* Is this number one that `side` opens? */
bool proto_stream_belongs(unsigned number, unsigned side);

/* Makes the entry of a stream that the peer opens. LINK_STREAMS when more are open than were offered. */
int proto_stream_accept(struct proto_link *link, unsigned number, unsigned opener,
                        struct proto_stream **stream);

/* Makes the entry of a stream of our own under a free number. LINK_STREAMS. */
int proto_stream_create(struct proto_link *link, struct proto_stream **stream);

/* Frees an entry. */
void proto_stream_close(struct proto_link *link, struct proto_stream *stream);

/* Have both directions ended? */
bool proto_stream_is_over(const struct proto_stream *stream);

/* Is so much consumed that a WINDOW frame is worth its bytes? */
bool proto_stream_owes(const struct proto_link *link, const struct proto_stream *stream);

#endif
