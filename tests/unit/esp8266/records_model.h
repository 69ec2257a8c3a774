/* records.h without flash, for tests: a record is what was stored last under its name. */
#ifndef RECORDS_MODEL_H
#define RECORDS_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "records.h"

struct record_model {
    char name[16]; /* "": not used yet */
    uint8_t data[RECORDS_SIZE_MAX];
    size_t size; /* 0: nothing is stored */
};

extern unsigned records_model_stores;  /* calls of records_store() */
extern const char *records_model_only; /* any other name fails the test; NULL: all are good */

/* The record of that name, which is made when it is new; there may be two. */
struct record_model *record_model(const char *name);

/* Nothing is stored any more. */
void records_model_clear(void);

#endif
