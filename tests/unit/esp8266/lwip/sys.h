#include "../lwip_model.h"
