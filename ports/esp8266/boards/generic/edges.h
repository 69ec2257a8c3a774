#ifndef KRAIT_ESP8266_EDGES_H
#define KRAIT_ESP8266_EDGES_H
/* Edges of pins, noted by the chip's interrupt so that pulses between two looks are not lost.
 *
 * A pin interrupts until both kinds of edge have been seen, and then not before the next look: however fast a
 * wire changes, it takes two interrupts a look. */

/* kr_board's pin_edges: enum kr_edge since the last call. GPIO 16 cannot interrupt: its levels are compared.
 */
int edges_take(void *board, int pin);

/* The pins' interrupt. */
void edges_interrupt(void *unused);

#endif
