#include "analysis/verify/verify_parts.h"
void verify_shared(struct verify *verify)
{
    (void)verify;
}
