/* The list of frozen modules of a machine that compiles them: empty. */
#include "modules/frozen.h"

const kr_frozen kr_frozen_modules[] = {{0}};
