/* The Gregorian calendar. A year is counted from March, so that the leap day comes last and the lengths of
 * the months follow a line; 400 years are one period of 146,097 days. */
#include "modules/calendar.h"
#include "core/operate.h"
#include "core/writer.h"
#include "types/container.h"
#include "types/number.h"
#include "types/text.h"

#define PERIOD_DAYS 146097
#define DAY_SECONDS 86400

int64_t kr_floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static int64_t floor_rest(int64_t a, int64_t b) {
    return a - kr_floor_divide(a, b) * b;
}

int64_t kr_calendar_days(int64_t year, int64_t month, int64_t day) {
    month += 12 * year - 3; /* months since March of year 0 */
    year = kr_floor_divide(month, 12);
    month -= year * 12;
    int64_t period = kr_floor_divide(year, 400), rest = year - period * 400;
    int64_t yearday = (153 * month + 2) / 5 + day - 1;
    return period * PERIOD_DAYS + rest * 365 + rest / 4 - rest / 100 + yearday - 719468;
}

int64_t kr_calendar_to_seconds(const kr_calendar *c) {
    int64_t days = kr_calendar_days(c->year, c->month, c->day);
    return ((days * 24 + c->hour) * 60 + c->minute) * 60 + c->second;
}

void kr_calendar_from_seconds(kr_calendar *c, int64_t seconds) {
    int64_t days = kr_floor_divide(seconds, DAY_SECONDS);
    int32_t rest = (int32_t)(seconds - days * DAY_SECONDS);
    int64_t since = days + 719468; /* 0000-03-01 */
    int64_t period = kr_floor_divide(since, PERIOD_DAYS);
    int32_t day = (int32_t)(since - period * PERIOD_DAYS);
    int32_t year = (day - day / 1460 + day / 36524 - day / (PERIOD_DAYS - 1)) / 365;
    day -= 365 * year + year / 4 - year / 100;
    int32_t month = (5 * day + 2) / 153;
    c->day = day - (153 * month + 2) / 5 + 1;
    c->month = month < 10 ? month + 3 : month - 9;
    c->year = (int32_t)(period * 400) + year + (c->month <= 2);
    c->hour = rest / 3600;
    c->minute = rest / 60 % 60;
    c->second = rest % 60;
    c->weekday = (int32_t)floor_rest(days + 3, 7);
    c->yearday = (int32_t)(days - kr_calendar_days(c->year, 1, 1)) + 1;
}

void kr_calendar_check(kr_vm *vm, const kr_calendar *c) {
    const struct {
        int32_t value, low, high;
        const char *name;
    } ranges[] = {{c->month, 1, 12, "month"},    {c->day, 1, 31, "day of month"},
                  {c->hour, 0, 23, "hour"},      {c->minute, 0, 59, "minute"},
                  {c->second, 0, 61, "seconds"}, {c->yearday, 0, 366, "day of year"}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (ranges[i].value < ranges[i].low || ranges[i].value > ranges[i].high)
            kr_raise_value_error(vm, "%s out of range", ranges[i].name);
    }
    if (c->weekday < 0) kr_raise_value_error(vm, "day of week out of range");
}

/* --- texts */

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

static const char *weekday_name(const kr_calendar *c) {
    return weekdays[floor_rest(c->weekday, 7)];
}
static const char *month_name(const kr_calendar *c) {
    return months[floor_rest(c->month - 1, 12)];
}

/* Puts a number with that many digits at least. */
static size_t put(char *out, int32_t n, unsigned digits, char fill) {
    char text[12];
    size_t used = 0, at = 0;
    uint32_t rest = n < 0 ? 0u - (uint32_t)n : (uint32_t)n;
    do text[used++] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (n < 0) out[at++] = '-';
    while (at + used < digits) out[at++] = fill;
    while (used > 0) out[at++] = text[--used];
    return at;
}

static void write_number(kr_writer *out, int32_t n, unsigned digits, char fill) {
    char text[24];
    kr_write(out, text, put(text, n, digits, fill));
}

size_t kr_calendar_ascii(const kr_calendar *c, char out[40]) {
    memcpy(out, weekday_name(c), 3);
    out[3] = ' ';
    memcpy(out + 4, month_name(c), 3);
    size_t at = 7 + put(out + 7, c->day, 3, ' ');
    out[at++] = ' ';
    at += put(out + at, c->hour, 2, '0');
    out[at++] = ':';
    at += put(out + at, c->minute, 2, '0');
    out[at++] = ':';
    at += put(out + at, c->second, 2, '0');
    out[at++] = ' ';
    return at + put(out + at, c->year, 1, '0');
}

static void write_offset(kr_writer *out, int32_t offset, const char *separator) {
    int32_t minutes = (offset < 0 ? -offset : offset) / 60;
    kr_write(out, offset < 0 ? "-" : "+", 1);
    write_number(out, minutes / 60, 2, '0');
    kr_write_text(out, separator);
    write_number(out, minutes % 60, 2, '0');
}

kr_value kr_calendar_zone(kr_vm *vm, int32_t offset) {
    kr_writer out;
    kr_writer_init(vm, &out);
    kr_write_text(&out, "UTC");
    if (offset != 0) write_offset(&out, offset, ":");
    return kr_writer_str(&out);
}

/* The ISO 8601 week: its year and number. */
static void iso_week(const kr_calendar *c, int32_t *year, int32_t *week) {
    int32_t monday = c->yearday - 1 - c->weekday; /* yearday of this week's Monday, from 0 */
    *year = c->year;
    *week = (int32_t)kr_floor_divide(monday + 10, 7);
    if (*week < 1) {
        kr_calendar last;
        kr_calendar_from_seconds(&last, (kr_calendar_days(c->year, 1, 1) - 1) * DAY_SECONDS);
        iso_week(&last, year, week);
    } else if (*week == 53) {
        int64_t january = kr_calendar_days(c->year + 1, 1, 1);
        if (floor_rest(january + 3, 7) <= 3) { /* the new year begins by Thursday */
            *year = c->year + 1;
            *week = 1;
        }
    }
}

static void write_format(kr_vm *vm, kr_writer *out, const char *format, const kr_calendar *c, int32_t offset);

static void write_field(kr_vm *vm, kr_writer *out, char code, const kr_calendar *c, int32_t offset) {
    int32_t year, week, hour = (c->hour + 11) % 12 + 1;
    iso_week(c, &year, &week);
    switch (code) {
    case 'a': kr_write(out, weekday_name(c), 3); break;
    case 'A': kr_write_text(out, weekday_name(c)); break;
    case 'b':
    case 'h': kr_write(out, month_name(c), 3); break;
    case 'B': kr_write_text(out, month_name(c)); break;
    case 'c': write_format(vm, out, "%a %b %e %H:%M:%S %Y", c, offset); break;
    case 'C': write_number(out, (int32_t)kr_floor_divide(c->year, 100), 2, '0'); break;
    case 'd': write_number(out, c->day, 2, '0'); break;
    case 'D':
    case 'x': write_format(vm, out, "%m/%d/%y", c, offset); break;
    case 'e': write_number(out, c->day, 2, ' '); break;
    case 'F': write_format(vm, out, "%Y-%m-%d", c, offset); break;
    case 'g': write_number(out, (int32_t)floor_rest(year, 100), 2, '0'); break;
    case 'G': write_number(out, year, 4, '0'); break;
    case 'H': write_number(out, c->hour, 2, '0'); break;
    case 'I': write_number(out, hour, 2, '0'); break;
    case 'j': write_number(out, c->yearday, 3, '0'); break;
    case 'm': write_number(out, c->month, 2, '0'); break;
    case 'M': write_number(out, c->minute, 2, '0'); break;
    case 'n': kr_write(out, "\n", 1); break;
    case 'p': kr_write_text(out, c->hour < 12 ? "AM" : "PM"); break;
    case 'r': write_format(vm, out, "%I:%M:%S %p", c, offset); break;
    case 'R': write_format(vm, out, "%H:%M", c, offset); break;
    case 's': kr_write_format(out, "%zd", (kr_word)(kr_calendar_to_seconds(c) - offset)); break;
    case 'S': write_number(out, c->second, 2, '0'); break;
    case 't': kr_write(out, "\t", 1); break;
    case 'T':
    case 'X': write_format(vm, out, "%H:%M:%S", c, offset); break;
    case 'u': write_number(out, c->weekday + 1, 1, '0'); break;
    case 'U': write_number(out, (c->yearday + 6 - (c->weekday + 1) % 7) / 7, 2, '0'); break;
    case 'V': write_number(out, week, 2, '0'); break;
    case 'w': write_number(out, (c->weekday + 1) % 7, 1, '0'); break;
    case 'W': write_number(out, (c->yearday + 6 - c->weekday) / 7, 2, '0'); break;
    case 'y': write_number(out, (int32_t)floor_rest(c->year, 100), 2, '0'); break;
    case 'Y': write_number(out, c->year, 1, '0'); break;
    case 'z': write_offset(out, offset, ""); break;
    case 'Z': kr_write_value(out, kr_calendar_zone(vm, offset), true); break;
    case '%': kr_write(out, "%", 1); break;
    default: kr_write_format(out, "%%%c", (unsigned)(uint8_t)code); break;
    }
}

static void write_format(kr_vm *vm, kr_writer *out, const char *format, const kr_calendar *c,
                         int32_t offset) {
    while (*format) {
        const char *percent = strchr(format, '%');
        size_t plain = percent != NULL ? (size_t)(percent - format) : strlen(format);
        kr_write(out, format, plain);
        if (percent == NULL) return;
        format = percent + 1;
        if (*format == '\0') {
            kr_write(out, "%", 1);
            return;
        }
        write_field(vm, out, *format++, c, offset);
    }
}

kr_value kr_calendar_format(kr_vm *vm, kr_value format, const kr_calendar *c, int32_t offset) {
    kr_writer out;
    kr_writer_init(vm, &out);
    write_format(vm, &out, kr_str_arg(vm, format, "format"), c, offset);
    return kr_writer_str(&out);
}

/* --- reading */

/* A strptime in progress. Fields that the text does not give have CPython's defaults: 1900-01-01 00:00:00. */
typedef struct reading {
    kr_vm *vm;
    kr_value text, format;
    const char *p;
    kr_calendar *c;
    kr_calendar_parsed *parsed;
    bool pm, half_day, has_date, has_weekday, has_yearday;
} reading;

static _Noreturn void mismatch(const reading *r) {
    kr_raise_value_error(r->vm, "time data %R does not match format %R", r->text, r->format);
}

static int32_t read_number(reading *r, unsigned most, int32_t low, int32_t high) {
    int32_t n = 0;
    unsigned digits = 0;
    while (digits < most && r->p[digits] >= '0' && r->p[digits] <= '9') {
        int32_t longer = n * 10 + (r->p[digits] - '0');
        if (longer > high) break;
        n = longer;
        digits++;
    }
    if (digits == 0 || n < low) mismatch(r);
    r->p += digits;
    return n;
}

/* Four digits, as always. */
static void read_year(reading *r) {
    const char *start = r->p;
    r->c->year = read_number(r, 4, 0, 9999);
    if (r->p - start != 4) mismatch(r);
}

static bool same_letters(const char *text, const char *name, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if ((text[i] | 32) != (name[i] | 32)) return false;
    }
    return true;
}

/* The index of the name that stands here; in full if it does. */
static int32_t read_name(reading *r, const char *const *names, int32_t count, bool full) {
    for (int32_t i = 0; i < count; i++) {
        size_t size = full ? strlen(names[i]) : 3;
        if (!same_letters(r->p, names[i], size)) continue;
        r->p += size;
        return i;
    }
    mismatch(r);
}

static void read_offset(reading *r) {
    int32_t sign = *r->p == '-' ? -1 : 1;
    r->parsed->has_offset = true;
    if (*r->p == 'Z') {
        r->p++;
        return;
    }
    if (*r->p != '+' && *r->p != '-') mismatch(r);
    r->p++;
    int32_t hours = read_number(r, 2, 0, 23);
    bool colons = *r->p == ':';
    r->p += colons;
    int32_t offset = hours * 3600 + read_number(r, 2, 0, 59) * 60;
    if (colons ? *r->p == ':' : *r->p >= '0' && *r->p <= '9') {
        r->p += colons;
        offset += read_number(r, 2, 0, 59);
    }
    r->parsed->offset = sign * offset;
}

static void read_fraction(reading *r) {
    int32_t n = 0;
    unsigned digits = 0;
    while (digits < 6 && *r->p >= '0' && *r->p <= '9') {
        n = n * 10 + (*r->p++ - '0');
        digits++;
    }
    if (digits == 0) mismatch(r);
    while (digits++ < 6) n *= 10;
    r->parsed->microsecond = n;
}

static void read_zone(reading *r) {
    bool utc = same_letters(r->p, "utc", 3);
    if (!utc && !same_letters(r->p, "gmt", 3)) mismatch(r);
    memcpy(r->parsed->zone, utc ? "UTC" : "GMT", 4);
    r->p += 3;
}

static void read_format(reading *r, const char *format);

static void read_field(reading *r, char code) {
    kr_calendar *c = r->c;
    switch (code) {
    case 'a':
        c->weekday = read_name(r, weekdays, 7, false);
        r->has_weekday = true;
        break;
    case 'A':
        c->weekday = read_name(r, weekdays, 7, true);
        r->has_weekday = true;
        break;
    case 'b': c->month = read_name(r, months, 12, false) + 1; break;
    case 'B': c->month = read_name(r, months, 12, true) + 1; break;
    case 'd': c->day = read_number(r, 2, 1, 31); break;
    case 'f': read_fraction(r); break;
    case 'H': c->hour = read_number(r, 2, 0, 23); break;
    case 'I':
        c->hour = read_number(r, 2, 1, 12);
        r->half_day = true;
        break;
    case 'j':
        c->yearday = read_number(r, 3, 1, 366);
        r->has_yearday = true;
        break;
    case 'm': c->month = read_number(r, 2, 1, 12); break;
    case 'M': c->minute = read_number(r, 2, 0, 59); break;
    case 'p':
        r->pm = (*r->p | 32) == 'p';
        if (!same_letters(r->p, r->pm ? "pm" : "am", 2)) mismatch(r);
        r->p += 2;
        break;
    case 'S': c->second = read_number(r, 2, 0, 61); break;
    case 'w':
        c->weekday = (read_number(r, 1, 0, 6) + 6) % 7;
        r->has_weekday = true;
        break;
    case 'y':
        c->year = read_number(r, 2, 0, 99);
        c->year += c->year < 69 ? 2000 : 1900;
        break;
    case 'Y': read_year(r); break;
    case 'z': read_offset(r); break;
    case 'Z': read_zone(r); break;
    case 'c': read_format(r, "%a %b %d %H:%M:%S %Y"); break;
    case 'D':
    case 'x': read_format(r, "%m/%d/%y"); break;
    case 'T':
    case 'X': read_format(r, "%H:%M:%S"); break;
    case 'F': read_format(r, "%Y-%m-%d"); break;
    case 'R': read_format(r, "%H:%M"); break;
    case '%':
        if (*r->p++ != '%') mismatch(r);
        break;
    default:
        kr_raise_value_error(r->vm, "'%c' is a bad directive in format %R", (unsigned)(uint8_t)code,
                             r->format);
    }
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void read_format(reading *r, const char *format) {
    for (; *format; format++) {
        if (is_blank(*format)) {
            if (!is_blank(*r->p)) mismatch(r);
            while (is_blank(*r->p)) r->p++;
            while (is_blank(format[1])) format++;
        } else if (*format == '%') {
            if (*++format == '\0') kr_raise_value_error(r->vm, "stray %% in format %R", r->format);
            read_field(r, *format);
        } else {
            bool letter = (*format | 32) >= 'a' && (*format | 32) <= 'z';
            if (letter ? (*r->p | 32) != (*format | 32) : *r->p != *format) mismatch(r);
            r->p++;
        }
    }
}

static const uint8_t month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* What follows from the fields that were there. */
static void complete(reading *r) {
    kr_calendar *c = r->c, real;
    bool leap = kr_calendar_days(c->year + 1, 1, 1) - kr_calendar_days(c->year, 1, 1) == 366;
    if (r->half_day) c->hour = c->hour % 12 + (r->pm ? 12 : 0);
    if (c->day > month_days[c->month - 1] || (c->month == 2 && c->day == 29 && !leap))
        kr_raise_value_error(r->vm, "day is out of range for month");
    if (r->has_yearday && c->month == 1 && c->day == 1) {
        kr_calendar_from_seconds(&real, (kr_calendar_days(c->year, 1, 1) + c->yearday - 1) * DAY_SECONDS);
        c->month = real.month;
        c->day = real.day;
    }
    kr_calendar_from_seconds(&real, kr_calendar_days(c->year, c->month, c->day) * DAY_SECONDS);
    if (!r->has_weekday) c->weekday = real.weekday;
    c->yearday = real.yearday;
}

void kr_calendar_parse(kr_vm *vm, kr_value text, kr_value format, kr_calendar *c,
                       kr_calendar_parsed *parsed) {
    reading r = {
        .vm = vm, .text = text, .format = format, .p = kr_to_str(text)->data, .c = c, .parsed = parsed};
    *c = (kr_calendar){.year = 1900, .month = 1, .day = 1, .yearday = 1};
    *parsed = (kr_calendar_parsed){0};
    read_format(&r, kr_to_str(format)->data);
    if (*r.p != '\0') kr_raise_value_error(vm, "unconverted data remains: %s", r.p);
    complete(&r);
}
