/* time: the clock, sleeping, and the calendar. Seconds count from 1970; MicroPython's ticks wrap at 2^30. */
#include <math.h>
#include "core/heap.h"
#include "core/native.h"
#include "core/operate.h"
#include "core/writer.h"
#include "modules/calendar.h"
#include "modules/record.h"
#include "modules/schedule.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define TICKS_PERIOD ((uint64_t)1 << 30)

static uint64_t ticks_us(const kr_vm *vm) {
    return vm->host->ticks_us(vm->host->context);
}
static int64_t time_ns(const kr_vm *vm) {
    return vm->host->time_ns(vm->host->context);
}

/* --- clocks */

static kr_value time_time(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_float_new(vm, (kr_real)((double)time_ns(vm) / 1e9));
}
KR_FUNCTION(time, time_time, 0, 0, NULL, "time()\nSeconds since 1970 as a float.");

static kr_value time_time_ns(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc, (void)argv;
    return kr_int_from(vm, time_ns(vm));
}
KR_FUNCTION(time_ns, time_time_ns, 0, 0, NULL, "time_ns()\nNanoseconds since 1970.");

#define TIME_SECONDS(py, text)                                                                               \
    static kr_value time_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                                \
        (void)argc, (void)argv;                                                                              \
        return kr_float_new(vm, (kr_real)((double)ticks_us(vm) / 1e6));                                      \
    }                                                                                                        \
    KR_FUNCTION(py, time_##py, 0, 0, NULL, #py "()\n" text);                                                 \
    static kr_value time_##py##_ns(kr_vm *vm, size_t argc, const kr_value *argv) {                           \
        (void)argc, (void)argv;                                                                              \
        return kr_int_from_unsigned(vm, (uintmax_t)ticks_us(vm) * 1000);                                     \
    }                                                                                                        \
    KR_FUNCTION(py##_ns, time_##py##_ns, 0, 0, NULL, #py "_ns()\nThe same in nanoseconds.")
TIME_SECONDS(monotonic, "Seconds since some moment; never goes back.");
TIME_SECONDS(perf_counter, "Seconds since some moment, as exact as can be.");
TIME_SECONDS(process_time,
             "Seconds that the device has been working: its clock runs while a program sleeps, too.");

#define TIME_TICKS(py, divisor, text)                                                                        \
    static kr_value time_##py(kr_vm *vm, size_t argc, const kr_value *argv) {                                \
        (void)argc, (void)argv;                                                                              \
        return KR_INT(ticks_us(vm) / divisor % TICKS_PERIOD);                                                \
    }                                                                                                        \
    KR_FUNCTION(py, time_##py, 0, 0, NULL, #py "()\n" text)
TIME_TICKS(ticks_ms, 1000, "A counter of milliseconds that wraps around; see ticks_diff().");
TIME_TICKS(ticks_us, 1, "A counter of microseconds that wraps around; see ticks_diff().");
TIME_TICKS(ticks_cpu, 1, "The finest counter there is; see ticks_diff().");

static kr_word ticks_arg(kr_vm *vm, kr_value v) {
    return kr_index_word(vm, v);
}

static kr_value time_ticks_add(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word ticks = ticks_arg(vm, argv[0]), delta = ticks_arg(vm, argv[1]),
            half = (kr_word)(TICKS_PERIOD / 2);
    if (delta <= -half || delta >= half) kr_raise_overflow(vm, "ticks interval overflow");
    return KR_INT((ticks + delta) & (kr_word)(TICKS_PERIOD - 1));
}
KR_FUNCTION(ticks_add, time_ticks_add, 2, 2, NULL,
            "ticks_add(ticks, delta)\nThe counter's value that many ticks later (or earlier).");

static kr_value time_ticks_diff(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    kr_word difference = ticks_arg(vm, argv[0]) - ticks_arg(vm, argv[1]), half = (kr_word)(TICKS_PERIOD / 2);
    return KR_INT(((difference + half) & (kr_word)(TICKS_PERIOD - 1)) - half);
}
KR_FUNCTION(ticks_diff, time_ticks_diff, 2, 2, NULL,
            "ticks_diff(end, start)\nHow many ticks lie between two values, wrapping allowed for.");

/* --- sleeping */

static void sleep_us(kr_vm *vm, double us) {
    kr_sleep_until(vm, ticks_us(vm) + (us > 9e18 ? (uint64_t)9e18 : (uint64_t)us));
}

static kr_value time_sleep(kr_vm *vm, size_t argc, const kr_value *argv) {
    double seconds = (double)kr_real_of(vm, argv[0]);
    (void)argc;
    if (isnan(seconds)) kr_raise_value_error(vm, "Invalid value NaN (not a number)");
    if (seconds < 0) kr_raise_value_error(vm, "sleep length must be non-negative");
    sleep_us(vm, ceil(seconds * 1e6));
    return KR_NONE;
}
KR_FUNCTION(sleep, time_sleep, 1, 1, NULL, "sleep(seconds)\nWait that long.");

static kr_value sleep_ticks(kr_vm *vm, kr_value v, unsigned factor) {
    kr_word ticks = kr_index_word(vm, v);
    if (ticks > 0)
        sleep_us(vm, (double)ticks * factor);
    else
        kr_poll(vm);
    return KR_NONE;
}

static kr_value time_sleep_ms(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return sleep_ticks(vm, argv[0], 1000);
}
KR_FUNCTION(sleep_ms, time_sleep_ms, 1, 1, NULL, "sleep_ms(ms)\nWait that many milliseconds.");

static kr_value time_sleep_us(kr_vm *vm, size_t argc, const kr_value *argv) {
    (void)argc;
    return sleep_ticks(vm, argv[0], 1);
}
KR_FUNCTION(sleep_us, time_sleep_us, 1, 1, NULL, "sleep_us(us)\nWait that many microseconds.");

/* --- the calendar */

static const kr_value struct_time_fields[] = {N_tm_year,  N_tm_mon,  N_tm_mday,   N_tm_hour,
                                              N_tm_min,   N_tm_sec,  N_tm_wday,   N_tm_yday,
                                              N_tm_isdst, N_tm_zone, N_tm_gmtoff, N__microsecond};
KR_RECORD_TYPE(struct_time_type, N_time, N_struct_time, "time.struct_time", struct_time_fields, 9);

static kr_value struct_time(kr_vm *vm, int64_t seconds, int32_t offset, kr_value zone) {
    kr_calendar c;
    kr_calendar_from_seconds(&c, seconds + offset);
    kr_value values[] = {
        KR_INT(c.year),   KR_INT(c.month),   KR_INT(c.day),     KR_INT(c.hour), KR_INT(c.minute),
        KR_INT(c.second), KR_INT(c.weekday), KR_INT(c.yearday), KR_INT(0),      zone,
        KR_INT(offset),   KR_INT(0)};
    return kr_record_new(vm, &struct_time_type, values);
}

static int32_t offset_at(const kr_vm *vm, int64_t seconds) {
    const kr_host *host = vm->host;
    return host->utc_offset != NULL ? host->utc_offset(host->context, seconds) : 0;
}

/* The argument's seconds, or now's. */
static int64_t seconds_arg(kr_vm *vm, size_t argc, const kr_value *argv) {
    if (argc == 0 || argv[0] == KR_NONE) return kr_floor_divide(time_ns(vm), 1000000000);
    double seconds = floor((double)kr_real_of(vm, argv[0]));
    if (!(fabs(seconds) < 67768036191676800.0))
        kr_raise_overflow(vm, "timestamp out of range for platform time_t");
    return (int64_t)seconds;
}

static kr_value time_localtime(kr_vm *vm, size_t argc, const kr_value *argv) {
    int64_t seconds = seconds_arg(vm, argc, argv);
    int32_t offset = offset_at(vm, seconds);
    kr_value zone = offset == 0 ? N_UTC : kr_calendar_zone(vm, offset);
    return struct_time(vm, seconds, offset, zone);
}
KR_FUNCTION(localtime, time_localtime, 0, 1, NULL,
            "localtime(seconds=None)\nDate and time of day here: year, month, mday, hour, minute, second, "
            "weekday, yearday, isdst.");

static kr_value time_gmtime(kr_vm *vm, size_t argc, const kr_value *argv) {
    return struct_time(vm, seconds_arg(vm, argc, argv), 0, N_GMT);
}
KR_FUNCTION(gmtime, time_gmtime, 0, 1, NULL, "gmtime(seconds=None)\nAs localtime(), in UTC.");

/* A tuple of eight (MicroPython's) or nine items as a date; weekday and yearday are taken as they are. */
static void read_tuple(kr_vm *vm, kr_value v, kr_calendar *c) {
    if (!kr_is_tuple(v)) kr_raise_type(vm, "Tuple or struct_time argument required");
    const kr_tuple *t = kr_to_tuple(v);
    if (t->size < 8 || t->size > 9)
        kr_raise_type(vm, "function takes exactly 9 arguments (%zu given)", t->size);
    int32_t *fields[] = {&c->year,   &c->month,  &c->day,     &c->hour,
                         &c->minute, &c->second, &c->weekday, &c->yearday};
    for (size_t i = 0; i < 8; i++) {
        kr_word n = kr_index_word(vm, t->items[i]);
        if (n < INT32_MIN || n > INT32_MAX) kr_raise_overflow(vm, "Python int too large to convert to C int");
        *fields[i] = (int32_t)n;
    }
}

static kr_value time_mktime(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_calendar c;
    (void)argc;
    read_tuple(vm, argv[0], &c);
    int64_t local = kr_calendar_to_seconds(&c);
    int64_t utc = local - offset_at(vm, local);
    utc = local - offset_at(vm, utc); /* the offset there and then */
    return kr_float_new(vm, (kr_real)utc);
}
KR_FUNCTION(mktime, time_mktime, 1, 1, NULL, "mktime(tuple)\nSeconds since 1970 of a local date and time.");

static void calendar_arg(kr_vm *vm, size_t argc, const kr_value *argv, size_t at, kr_calendar *c) {
    if (argc > at) {
        read_tuple(vm, argv[at], c);
        if (c->month == 0) c->month = 1;
        if (c->day == 0) c->day = 1;
        kr_calendar_check(vm, c);
        return;
    }
    int64_t seconds = kr_floor_divide(time_ns(vm), 1000000000);
    kr_calendar_from_seconds(c, seconds + offset_at(vm, seconds));
}

static kr_value time_strftime(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_calendar c;
    if (!kr_is_str(argv[0])) kr_raise_type(vm, "strftime() argument 1 must be str, not %T", argv[0]);
    calendar_arg(vm, argc, argv, 1, &c);
    int32_t offset = argc > 1 ? 0 : offset_at(vm, kr_calendar_to_seconds(&c));
    return kr_calendar_format(vm, argv[0], &c, offset);
}
KR_FUNCTION(
    strftime, time_strftime, 1, 2, NULL,
    "strftime(format, tuple=None)\nA date as text: %Y %m %d %H %M %S %a %A %b %B %j %p %y and others.");

static kr_value asctime(kr_vm *vm, const kr_calendar *c) {
    char text[40];
    return kr_str_new(vm, text, kr_calendar_ascii(c, text));
}

static kr_value time_asctime(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_calendar c;
    calendar_arg(vm, argc, argv, 0, &c);
    return asctime(vm, &c);
}
KR_FUNCTION(asctime, time_asctime, 0, 1, NULL,
            "asctime(tuple=None)\nA date as text like 'Sat Jun  6 16:26:11 1998'.");

static kr_value time_ctime(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_calendar c;
    int64_t seconds = seconds_arg(vm, argc, argv);
    kr_calendar_from_seconds(&c, seconds + offset_at(vm, seconds));
    return asctime(vm, &c);
}
KR_FUNCTION(ctime, time_ctime, 0, 1, NULL, "ctime(seconds=None)\nasctime(localtime(seconds))");

static kr_value time_strptime(kr_vm *vm, size_t argc, const kr_value *argv) {
    kr_calendar c;
    if (!kr_is_str(argv[0])) kr_raise_type(vm, "strptime() argument 0 must be str, not %T", argv[0]);
    if (argc > 1 && !kr_is_str(argv[1]))
        kr_raise_type(vm, "strptime() argument 1 must be str, not %T", argv[1]);
    kr_value format = argc > 1 ? argv[1] : kr_str_text(vm, "%a %b %d %H:%M:%S %Y");
    kr_calendar_parsed parsed;
    kr_calendar_parse(vm, argv[0], format, &c, &parsed);
    kr_value values[] = {KR_INT(c.year),
                         KR_INT(c.month),
                         KR_INT(c.day),
                         KR_INT(c.hour),
                         KR_INT(c.minute),
                         KR_INT(c.second),
                         KR_INT(c.weekday),
                         KR_INT(c.yearday),
                         KR_INT(-1),
                         parsed.zone[0] != '\0' ? kr_str_text(vm, parsed.zone) : KR_NONE,
                         parsed.has_offset ? KR_INT(parsed.offset) : KR_NONE,
                         KR_INT(parsed.microsecond)};
    return kr_record_new(vm, &struct_time_type, values);
}
KR_FUNCTION(strptime, time_strptime, 1, 2, NULL,
            "strptime(text, format)\nThe date that a text in that format stands for.");

static kr_value time_timezone(kr_vm *vm, kr_value module) {
    (void)module;
    return KR_INT(-offset_at(vm, kr_floor_divide(time_ns(vm), 1000000000)));
}
KR_GETSET(timezone, time_timezone, NULL);

static kr_value time_tzname(kr_vm *vm, kr_value module) {
    (void)module;
    int32_t offset = offset_at(vm, kr_floor_divide(time_ns(vm), 1000000000));
    kr_value name = offset == 0 ? N_UTC : kr_calendar_zone(vm, offset), names[2] = {name, name};
    return kr_tuple_new(vm, 2, names);
}
KR_GETSET(tzname, time_tzname, NULL);

static const kr_member members[] = {
    KR_ENTRY(time, time_time),
    KR_ENTRY(time_ns, time_time_ns),
    KR_ENTRY(monotonic, time_monotonic),
    KR_ENTRY(monotonic_ns, time_monotonic_ns),
    KR_ENTRY(perf_counter, time_perf_counter),
    KR_ENTRY(perf_counter_ns, time_perf_counter_ns),
    KR_ENTRY(process_time, time_process_time),
    KR_ENTRY(process_time_ns, time_process_time_ns),
    KR_ENTRY(ticks_ms, time_ticks_ms),
    KR_ENTRY(ticks_us, time_ticks_us),
    KR_ENTRY(ticks_cpu, time_ticks_cpu),
    KR_ENTRY(ticks_add, time_ticks_add),
    KR_ENTRY(ticks_diff, time_ticks_diff),
    KR_ENTRY(sleep, time_sleep),
    KR_ENTRY(sleep_ms, time_sleep_ms),
    KR_ENTRY(sleep_us, time_sleep_us),
    KR_ENTRY(localtime, time_localtime),
    KR_ENTRY(gmtime, time_gmtime),
    KR_ENTRY(mktime, time_mktime),
    KR_ENTRY(strftime, time_strftime),
    KR_ENTRY(strptime, time_strptime),
    KR_ENTRY(asctime, time_asctime),
    KR_ENTRY(ctime, time_ctime),
    KR_GETSET_ENTRY(timezone, time_timezone),
    {N_altzone, KR_OBJECT(&getset_time_timezone)},
    KR_GETSET_ENTRY(tzname, time_tzname),
    {N_thread_time, KR_OBJECT(&native_time_process_time)},
    {N_daylight, KR_INT(0)},
    {N_struct_time, KR_OBJECT(&struct_time_type)},
};

const kr_module_def kr_module_time = {N_time, members, sizeof members / sizeof *members, NULL,
                                      "The clock, sleeping, and the calendar."};
