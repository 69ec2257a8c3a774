/* Names and texts of errors, from the one table. */
#include "krait/proto_error.h"

const char *proto_error_text(int error) {
    switch (error) {
    case PROTO_OK: return "no error";
#define PROTO_ERROR_TEXT(name, number, text)                                                                 \
    case number: return text;
        PROTO_ERRORS(PROTO_ERROR_TEXT)
#undef PROTO_ERROR_TEXT
    default: return "unknown error";
    }
}

const char *proto_error_name(int error) {
    switch (error) {
    case PROTO_OK: return "OK";
#define PROTO_ERROR_NAME(name, number, text)                                                                 \
    case number: return #name;
        PROTO_ERRORS(PROTO_ERROR_NAME)
#undef PROTO_ERROR_NAME
    default: return "UNKNOWN";
    }
}
