#include "records_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "krait/files.h"

unsigned records_model_stores;
const char *records_model_only;

static struct record_model records[2];

struct record_model *record_model(const char *name) {
    struct record_model *record = records;
    while (record->name[0] && strcmp(record->name, name) != 0) {
        record++;
        assert_true(record < records + sizeof records / sizeof *records);
    }
    snprintf(record->name, sizeof record->name, "%s", name);
    return record;
}

void records_model_clear(void) {
    memset(records, 0, sizeof records);
    records_model_stores = 0;
}

static struct record_model *asked_for(const char *name) {
    if (records_model_only) assert_string_equal(name, records_model_only);
    return record_model(name);
}

ptrdiff_t records_load(const char *name, void *data, size_t capacity) {
    const struct record_model *record = asked_for(name);
    size_t count = record->size < capacity ? record->size : capacity;
    if (record->size == 0) return -KR_ENOENT;
    memcpy(data, record->data, count);
    return (ptrdiff_t)count;
}

int records_store(const char *name, const void *data, size_t size) {
    struct record_model *record = asked_for(name);
    assert_true(size <= sizeof record->data);
    memcpy(record->data, data, size);
    record->size = size;
    records_model_stores++;
    return 0;
}
