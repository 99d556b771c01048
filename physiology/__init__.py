"""The physiology that the chapters compute: pure functions over numpy and scipy.

One module a topic. Parameters are frozen dataclasses whose fields carry unit and source; functions
take and return arrays and broadcast over them, so a slider's whole range is one call. Nothing here
reads a file, knows of the book or, but for its cover, draws a figure.

==========================  ====================================================================
``quantities``              parameters with unit, source and range; refusals in words
``motoneuron``              a cell with a persistent inward current: parameters and constants
``motoneuron_pool``         many such cells advanced together on one fixed step
``cramp_threshold``         ramp, pulse and stimulus-train protocols; threshold frequency
``membrane``                Nernst and Goldman-Hodgkin-Katz potentials
``axon``                    Hodgkin-Huxley membrane with a calcium-like shift of its gates
``muscle_force``            force from stimulation rate (Ding, Wexler, Binder-Macleod)
``excitation_contraction``  calcium store, pump, troponin, cross-bridges and a Hill element
``paired_experiment``       intervals, power and detectable effect of a paired experiment
``coronary``                stenosis in series with an autoregulating bed; the geometric lever
``smooth_muscle``           latch-bridge of Hai and Murphy
``slow_wave``               store-and-voltage oscillators of gastric and lymphatic muscle
``signals``                 what a needle, a lead or a pressure sensor records; synthetic
``diagnostics``             Bayes and likelihood ratios
``attribution``             attributable fraction, nocebo ratio, E-value
``meta_analysis``           fixed and random effects, intervals, heterogeneity
``sensitivity``             elasticities, and what the ends of plausible ranges do to each headline
``exchange``                parameters as a table; the axon and the gastric cell as SBML and SED-ML
``cover``                   a cramp as a drawing, line below line
``benchmarks``              published values beside ours: what the tests and the book's table use
==========================  ====================================================================
"""

# Of the models alone: a number that a table prints changed (first), a function was added (second),
# or a fault was mended that changes no printed number (third). CITATION.cff says the same.
__version__ = "1.3.0"
