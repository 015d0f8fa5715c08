#include "analysis/verify/verify_parts.h"
void verify_forms(struct verify *verify)
{
    (void)verify;
}
