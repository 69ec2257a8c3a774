#ifndef KR_CALENDAR_H
#define KR_CALENDAR_H
/* Dates of the Gregorian calendar, without bounds in either direction, and their texts. For time, machine.RTC
 * and datetime. */
#include "core/object.h"

typedef struct kr_calendar {
    int32_t year, month, day; /* month and day from 1 */
    int32_t hour, minute, second;
    int32_t weekday; /* Monday is 0 */
    int32_t yearday; /* from 1 */
} kr_calendar;

/* a / b rounded down; b > 0. */
int64_t kr_floor_divide(int64_t a, int64_t b);

/* Days from 1970-01-01 to a date; months beyond 1..12 count into other years. */
int64_t kr_calendar_days(int64_t year, int64_t month, int64_t day);

/* Seconds since 1970 and back. The way forth takes fields out of their range as they add up, and ignores
 * weekday and yearday. */
int64_t kr_calendar_to_seconds(const kr_calendar *c);
void kr_calendar_from_seconds(kr_calendar *c, int64_t seconds);

/* ValueError for fields that have no name or number to show: "month out of range" … */
void kr_calendar_check(kr_vm *vm, const kr_calendar *c);

/* strftime(); offset: seconds east of UTC, for %z and %Z. */
kr_value kr_calendar_format(kr_vm *vm, kr_value format, const kr_calendar *c, int32_t offset);
/* "Sat Jun  6 16:26:11 1998"; returns the length. */
size_t kr_calendar_ascii(const kr_calendar *c, char out[40]);
/* "+02:00" as a zone name "UTC+02:00". */
kr_value kr_calendar_zone(kr_vm *vm, int32_t offset);

/* strptime(); ValueError when the text does not match. */
typedef struct kr_calendar_parsed {
    int32_t microsecond;
    bool has_offset;
    int32_t offset; /* seconds east of UTC */
    char zone[4];   /* "UTC" or "GMT" where %Z stands; else empty */
} kr_calendar_parsed;
void kr_calendar_parse(kr_vm *vm, kr_value text, kr_value format, kr_calendar *c, kr_calendar_parsed *parsed);

#endif
