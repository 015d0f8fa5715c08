# SPDX-License-Identifier: GPL-3.0-or-later
# two_scenarios.R FILE.h5 CHART.png: the second scenario against the first, replication by replication.
library(ncdf4)
arguments <- commandArgs(trailingOnly = TRUE)
file <- nc_open(arguments[1])
scenario <- ncvar_get(file, "scenario")
milestone <- which(ncvar_get(file, "milestone") == "M2")
date <- ncvar_get(file, "national_date", collapse_degen = FALSE)[milestone, , 1:2]      # [replication, scenario]
nc_close(file)

# A replication has the same luck in every scenario, so the difference is known far better than the two dates. Where
# one of the two is never done there is no difference in days: those courses are counted, not left out in silence.
both <- !is.na(date[, 1]) & !is.na(date[, 2])
saved <- date[both, 1] - date[both, 2]
half <- qt(0.975, length(saved) - 1) * sd(saved) / sqrt(length(saved))
cat(sprintf("%s is done %.1f days (%.1f to %.1f) before %s, where both are: %d courses\n", scenario[2], mean(saved),
            mean(saved) - half, mean(saved) + half, scenario[1], length(saved)))
cat(sprintf("only %s: %d; only %s: %d; neither: %d\n", scenario[1], sum(!is.na(date[, 1]) & is.na(date[, 2])), scenario[2],
            sum(is.na(date[, 1]) & !is.na(date[, 2])), sum(is.na(date[, 1]) & is.na(date[, 2]))))

png(arguments[2], width = 700, height = 400)
bins <- seq(10 * floor(min(saved) / 10) - 5, 10 * ceiling(max(saved) / 10) + 5, 10)     # one of them around no difference
hist(saved, breaks = bins, col = "grey80", border = "white", xlab = "days earlier, the same luck in both", ylab = "courses",
     main = sprintf("%s against %s", scenario[2], scenario[1]))
abline(v = c(0, mean(saved)), col = c("black", "firebrick"), lty = c(2, 1))
invisible(dev.off())
