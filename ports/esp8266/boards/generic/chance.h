#ifndef KRAIT_ESP8266_CHANCE_H
#define KRAIT_ESP8266_CHANCE_H
/* Random numbers from the noise of the radio.
 *
 * The chip has a register of noise, of which nobody says how much there is in a word, and which stands still
 * while the radio is off. So its words are never handed out: they go through SHA-256 into a pool, of which
 * the numbers are made. Nothing is made before 256 words have passed the checks of chance_sound(); a device
 * without noise restarts and says why, instead of making a key that another one could have. A secret of the
 * device's own, from its first start, goes into the pool at each start. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHANCE_WORDS 256u /* that fill the pool */

/* Fills the pool at the first call. */
void chance_fill(void *data, size_t size);

/* Do these words look like noise? At most one in eight is like the one before it, no value comes more than
 * four times within sixteen, and 40 to 60 bits of a hundred are ones. */
bool chance_sound(const uint32_t words[CHANCE_WORDS / 4]);

#endif
