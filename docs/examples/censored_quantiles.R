# SPDX-License-Identifier: GPL-3.0-or-later
# censored_quantiles.R FILE.h5: quantiles of a date that some courses never reach, wrong and right.
library(ncdf4)
file <- nc_open(commandArgs(trailingOnly = TRUE)[1])
milestone <- which(ncvar_get(file, "milestone") == "M2")
instant <- ncvar_get(file, "national_date", collapse_degen = FALSE)[milestone, , 1]
epoch <- as.Date(ncatt_get(file, 0, "epoch")$value)
nc_close(file)

levels <- c(0.1, 0.5, 0.8, 0.9)
wrong <- quantile(instant, levels, na.rm = TRUE)                            # only of the courses that arrive
right <- quantile(ifelse(is.na(instant), Inf, instant), levels, type = 1)   # never is later than any date
# A midnight belongs to the day that it ends.
day <- function(x) ifelse(is.finite(x), format(epoch + ceiling(x) - 1), "not reached")
cat(sprintf("never: %.4f\n", mean(is.na(instant))))
cat(sprintf("%.0f%% right %s wrong %s\n", 100 * levels, day(right), day(wrong)), sep = "")
