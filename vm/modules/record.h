#ifndef KR_RECORD_H
#define KR_RECORD_H
/* Records: tuples whose items have names too, such as sys.version_info, time.struct_time and os.stat_result.
 *
 * A record type is const data. Its first `visible` fields are the tuple's items; the others are attributes
 * only. Two fields may have the same name (os.stat_result counts st_mtime as whole seconds among its items,
 * and as a float by its name): an attribute is the last one. */
#include "core/names.h"
#include "types/container.h"

typedef struct kr_record_type {
    kr_type type;
    const kr_value *fields; /* names */
    uint32_t count, visible;
    const char *title; /* what repr() begins with */
    bool plain;        /* repr() is that of the tuple, for tools that evaluate it */
} kr_record_type;

extern const kr_ops kr_record_ops;

/* Constructor of records: from an iterable with `visible` to `count` items. */
kr_value kr_record_make(kr_vm *vm, const kr_type *cls, size_t argc, const kr_value *argv, size_t nkw,
                        const kr_value *names);

/* Defines the static record type `c_name`, named module_.name_, with the fields of an array. */
#define KR_RECORD_TYPE(c_name, module_, name_, title_, fields_, visible_)                                    \
    KR_RECORD_TYPE_AS(c_name, module_, name_, title_, fields_, visible_, false)
#define KR_RECORD_TYPE_AS(c_name, module_, name_, title_, fields_, visible_, plain_)                         \
    static const kr_member c_name##_members[] = {{N___module__, module_}};                                   \
    static const kr_record_type c_name = {.type = {.head = {&kr_type_type},                                  \
                                                   .name = name_,                                            \
                                                   .base = &kr_tuple_type,                                   \
                                                   .solid = &kr_tuple_type,                                  \
                                                   .ops = &kr_record_ops,                                    \
                                                   .flags = KR_TYPE_FINAL,                                   \
                                                   .size = sizeof(kr_tuple),                                 \
                                                   .member_count = 1,                                        \
                                                   .members = c_name##_members,                              \
                                                   .make = kr_record_make},                                  \
                                          .fields = fields_,                                                 \
                                          .count = sizeof fields_ / sizeof *fields_,                         \
                                          .visible = visible_,                                               \
                                          .title = title_,                                                   \
                                          .plain = plain_}

/* A record of these `type->count` values. */
kr_value kr_record_new(kr_vm *vm, const kr_record_type *type, const kr_value *values);

#endif
