# SPDX-License-Identifier: GPL-3.0-or-later
# vendor_dates.R FILE.h5 CHART.png: when is each vendor's last municipality done, and in how many courses is it never?
library(ncdf4)
arguments <- commandArgs(trailingOnly = TRUE)
file <- nc_open(arguments[1])
milestone <- which(ncvar_get(file, "milestone") == "M2")
date <- ncvar_get(file, "municipality_date", collapse_degen = FALSE)[milestone, , , 1]  # [municipality, replication]
vendor <- ncvar_get(file, "municipality_vendor", collapse_degen = FALSE)[, , 1] + 1     # as drawn in the replication
name <- ncvar_get(file, "vendor_title")
epoch <- as.Date(ncatt_get(file, 0, "epoch")$value)
horizon <- as.numeric(epoch) + ncatt_get(file, 0, "horizon")$value
nc_close(file)

date[is.na(date)] <- Inf                    # never reached: later than any date, not missing
last <- sapply(seq_along(name), function(v)
    sapply(seq_len(ncol(date)), function(r) max(date[vendor[, r] == v, r])))            # [replication, vendor]
never <- colMeans(is.infinite(last))
day <- function(instant) ifelse(is.finite(instant), format(epoch + ceiling(instant) - 1), "never")
for (v in seq_along(name)) {
    q <- quantile(last[, v], c(0.1, 0.5, 0.9), type = 1)                                # type 1: no mean of dates and Inf
    cat(sprintf("%s: %s (%s to %s), never in %.1f %%\n", name[v], day(q[2]), day(q[1]), day(q[3]), 100 * never[v]))
}

png(arguments[2], width = 700, height = 400)
par(mar = c(3, 9, 3, 8), las = 1)
shown <- as.numeric(epoch) + apply(last, 2, quantile, c(0.1, 0.5, 0.9), type = 1)
horizontal <- seq_along(name)
plot(shown[2, ], horizontal, xlim = c(min(shown), horizon), ylim = c(0.5, length(name) + 0.5), pch = 16, yaxt = "n",
     xaxt = "n", xlab = "", ylab = "", main = "Each vendor's last municipality at M2: 8 courses of 10")
axis.Date(1, structure(c(min(shown), horizon), class = "Date"))
axis(2, horizontal, name, tick = FALSE)
segments(shown[1, ], horizontal, pmin(shown[3, ], horizon), horizontal)         # cut off where the simulation ends
axis(4, horizontal, sprintf("never: %.1f %%", 100 * never), tick = FALSE)
invisible(dev.off())
