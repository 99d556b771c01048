"""Runs one program of others and prints its numbers as JSON; its own environment runs this.

Knows nothing of the package: what it prints is compared elsewhere.
"""

import json
import sys
from pathlib import Path


def du(folder):
    """Rates of change of the CellML file at given states, by myokit."""
    import myokit
    import myokit.formats.cellml
    import numpy as np

    path = str(folder / "Experiments" / "New_IP3_Du_2013.cellml")
    model = myokit.formats.cellml.CellMLImporter().model(path)
    names = [s.qname() for s in model.states()]
    rng = np.random.default_rng(7)
    rows = []
    for _ in range(50):
        state = [rng.uniform(-80, -1) if "v_m" in n else rng.uniform(0.05, 2.0) for n in names]
        rows.append([state, list(model.evaluate_derivatives(state=state))])
    return {"version": myokit.__version__, "states": names, "rows": rows}


def guerra(folder):
    """The current ramp of the two-compartment cell, by the author's program in Brian2."""
    sys.path.insert(0, str(folder))
    from dataclasses import asdict

    import brian2 as b
    import numpy as np

    # The program is older than Python 3.11, whose dataclasses refuse defaults without a hash.
    b.Quantity.__hash__ = object.__hash__
    # And than a numpy whose draws refuse a unit; all its spreads are zero here.
    draw = np.random.normal
    np.random.normal = lambda mean, sd, size: draw(mean, np.asarray(sd), size)
    from soma_den_mn_model.configs import S_MN_Config
    from soma_den_mn_model.pool import MNPool

    MNPool._get_mu_force = lambda self: None  # forces are not asked for
    # The constants of the S cell that evidence and package use; both ends of a range are one value.
    one = {
        "r_soma_range": [40, 40] * b.um,
        "l_soma_range": [80, 80] * b.um,
        "r_den_range": [26, 26] * b.um,
        "l_den_range": [6.154, 6.154] * b.mm,
        "I_rheo_range": [5, 5] * b.nA,
        "R_soma_range": [1.1, 1.1] * b.kohm * b.cm**2,
        "R_den_range": [12.5, 12.5] * b.kohm * b.cm**2,
        "g_ks_range": [19.15, 19.15] * b.msiemens / b.cm**2,
        "g_ca_range": [0.038, 0.038] * b.msiemens / b.cm**2,
        "beta_Q_range": [0.025, 0.025] / b.ms,
        "beta_P_range": [0.014, 0.014] / b.ms,
        "v_thr_ca_range": [2.75, 2.75] * b.mV,
    }
    found = {"version": b.__version__}
    for gamma in (0.0, 0.3):
        config = {**asdict(S_MN_Config()), **one, "gamma": gamma}
        fs = 20_000 * b.Hz
        pool = MNPool(1, fs, **config)
        half = 5 * 20_000
        ramp = np.concatenate([np.linspace(0, 20, half), np.linspace(20, 0, half)])
        current = b.TimedArray(ramp * b.nA, dt=1 / fs)
        pool.run_sim(10 * b.second, None, current, None, [])
        times = np.asarray(next(iter(pool.get_spike_trains().values())) / b.second)
        found[str(gamma)] = times.tolist()
    return found


def kim(folder):
    """Twitches of the author's mechanisms in NEURON, compiled by nrnivmodl."""
    import neuron
    from neuron import h

    h.nrn_load_dll(str(folder / "x86_64" / "libnrnmech.so"))
    h.load_file("stdrun.hoc")
    cell = h.Section(name="cell")
    cell.insert("CaSP")
    cell.insert("fHill")
    length = h.Xm(cell(0.5))
    found = {"version": neuron.__version__}
    for mm in (-16.0, -8.0, -4.0, 0.0):
        length.amp = mm
        for segment in cell:
            segment.fHill.xm_init = segment.fHill.xce_init = mm
        clamp = h.SEClamp(cell(0.5))
        clamp.rs = 1e-6
        clamp.dur1, clamp.amp1 = 500, -70
        clamp.dur2, clamp.amp2 = 1, 20
        clamp.dur3, clamp.amp3 = 400, -70
        force, time = h.Vector(), h.Vector()
        force.record(cell(0.5).fHill._ref_F)
        time.record(h._ref_t)
        h.dt = 0.01
        h.finitialize(-70)
        h.continuerun(900)
        found[f"{mm:g}"] = max(f for f, t in zip(force, time, strict=True) if t > 500)
    return found


def sbml(folder):
    """The book's own SBML files, run by libroadrunner."""
    import roadrunner

    found = {"version": roadrunner.__version__}
    for name, end in (("models-axon", 100), ("models-gastric", 100_000)):
        engine = roadrunner.RoadRunner(str(folder / f"{name}.sbml"))
        engine.integrator.relative_tolerance = engine.integrator.absolute_tolerance = 1e-10
        found[name] = engine.simulate(0, end, 1001, ["time", "V"])[:, 1].tolist()
    return found


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Path(sys.argv[2]))))
