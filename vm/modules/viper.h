#ifndef KR_VIPER_H
#define KR_VIPER_H
/* What the table of builtins takes from viper.c: names that MicroPython's compiler knows without an import.
 */
#include "core/native.h"

extern const kr_type kr_ptr8_type, kr_ptr16_type, kr_ptr32_type;
extern const kr_builtin kr_uint_function, kr_viper_function;
extern const kr_object kr_micropython_name;

#endif
