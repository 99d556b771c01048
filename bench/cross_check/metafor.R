# The BCG trials by metafor: one line a method, tau2, effect and its limits; then the Q-profile.
library(metafor)
dat <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
cat("version", as.character(packageVersion("metafor")), "\n")
for (method in c("DL", "PM", "REML")) {
  for (test in c("z", "knha")) {
    fit <- rma(yi, vi, data = dat, method = method, test = test,
               control = list(tau2.max = 100, threshold = 1e-12, tol = 1e-12))
    cat(method, test, sprintf("%.12g", c(fit$tau2, fit$beta, fit$ci.lb, fit$ci.ub)), "\n")
  }
}
fit <- rma(yi, vi, data = dat, method = "REML", control = list(threshold = 1e-12))
limits <- confint(fit, control = list(tol = 1e-12))$random["tau^2", ]
cat("Q-profile", "-", sprintf("%.12g", limits), "\n")
