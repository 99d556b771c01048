"""Many two-compartment motoneurons advanced together, one numpy array over all of them.

Gates follow rectangular pulses (`elias2013bistable`), so nothing needs solving but two voltages:
one step is exponential Euler on each compartment with the other's previous value. It knows no
protocol: see ``cramp_threshold``.
"""

import numpy as np

from physiology.motoneuron import Drive, Motoneuron, membrane_constants
from physiology.quantities import above, single, together, whole, within

_SOMA, _DENDRITE, _INHIBITION = 0, 1, 3
_LONGEST = 1e7  # ms
_PULSE_ROWS = {"dendrite": slice(0, 1), "synapse": slice(1, 2), "soma": slice(2, 6)}


class Pool:
    """Independent motoneurons advanced together on one fixed step by exponential Euler.

    Parameters
    ----------
    gamma : array (n,)
        Strength of the persistent inward current, 1 = full.
    inhibition : array (n,)
        Constant dendritic inhibitory conductance, µS.
    fibres : array (n,)
        Ia fibres that fire together at a volley.
    step : float
        Time step, ms. Counts of spikes depend on it: pulses last whole steps.

    Raises
    ------
    ValueError
        If a value is impossible, or the arrays are no lists of one length.
    """

    def __init__(
        self, gamma=Drive.gamma, inhibition=0.0, fibres=Drive.fibres, step=0.025, cell=None
    ):
        self.cell = c = cell or Motoneuron()
        self.step = single("step", above("step", step, high=c.transmitter / 2, unit="ms"))
        gamma, inhibition, fibres = np.atleast_1d(
            *together(
                gamma=Drive.accept("gamma", gamma),
                inhibition=Drive.accept("inhibition", inhibition),
                fibres=Drive.accept("fibres", fibres),
            )
        )
        if gamma.ndim > 1:
            raise ValueError(f"cells stand in one list, not in an array of shape {gamma.shape}")
        self.size = gamma.size
        self.clock = 0
        self.spikes = []
        self.active = np.zeros(self.size, int)
        self._agenda = {}
        self._set_membrane()
        self._set_gates(gamma, fibres)
        rest = np.zeros((2, self.size))
        one = np.ones((1, self.size))
        powers = np.zeros((3, self.size))
        self._state = np.concatenate([rest, one, one * inhibition, powers, self._target_off])

    def _set_membrane(self):
        c, k = self.cell, membrane_constants(self.cell)
        self._resting_threshold = (k.threshold, c.dendrite_threshold)
        self._threshold = np.repeat(np.array([self._resting_threshold]).T, self.size, axis=1)
        # What the conductances are made of: both voltages (none), leak, inhibition, then sodium,
        # fast and slow potassium of the soma, and calcium and excitation of the dendrite.
        soma = [0, 0, k.leak_soma, 0, k.sodium, k.potassium_fast, k.potassium_slow, 0, 0]
        dendrite = [0, 0, k.leak_dendrite, 1, 0, 0, 0, 1, 1]
        reversal = np.array(
            [
                *(0, 0, c.e_leak, c.e_inhibition),
                *(c.e_sodium, c.e_potassium, c.e_potassium, c.e_calcium, c.e_excitation),
            ]
        )
        conductance = np.array([soma, dendrite])
        drive = conductance * reversal
        drive[:, :2] = [[0, k.coupling], [k.coupling, 0]]
        conductance[:, 2] += k.coupling
        decay = -self.step / np.array([[k.capacitance_soma], [k.capacitance_dendrite]])
        # One product gives, for soma and dendrite: conductance, its exponent, and the current that
        # it drives.
        self._mix = np.concatenate([conductance, decay * conductance, drive])

    def inhibit(self, inhibition):
        """Set the dendritic inhibition (µS, one value or (n,)) from now on; give the pool back.

        Raises ``ValueError`` for a negative conductance or a list of another length.
        """
        conductance = Drive.accept("inhibition", inhibition)
        if conductance.shape not in ((), (self.size,)):
            raise ValueError(f"inhibition must be one value or one for each of {self.size} cells")
        self._state[_INHIBITION] = conductance
        return self

    def _set_gates(self, gamma, fibres):
        # Between switches a gate moves exponentially to its target, so one step is one affine map:
        # gate <- shift + factor * gate. Rows p, r (scaled to conductances), m, n, q, h.
        c = self.cell
        on = [c.alpha_p, c.alpha_r + c.beta_r, c.alpha_m, c.alpha_n, c.alpha_q, c.beta_h]
        off = [c.beta_p, c.beta_r, c.beta_m, c.beta_n, c.beta_q, c.alpha_h]
        self._factor_on, self._factor_off = (
            np.exp(-self.step * np.array([x]).T) for x in (on, off)
        )
        ones = np.ones(self.size)
        open_r = fibres * c.g_fibre * c.alpha_r / (c.alpha_r + c.beta_r)
        calcium = gamma * membrane_constants(c).calcium
        self._target_on = np.array([calcium, open_r, ones, ones, ones, 0 * ones])
        self._target_off = np.array([0, 0, 0, 0, 0, 1.0])[:, None] * ones
        self._factor = np.repeat(self._factor_off, self.size, axis=1)
        self._shift = (1 - self._factor_off) * self._target_off

    def schedule_volleys(self, times, cells):
        """Let volleys reach `cells` (indices) at `times` (ms from now); both of shape (m,).

        Raises ``ValueError`` for times in the past, cells that are not there, and lists that do not
        match.
        """
        times = within("times", times, 0, _LONGEST, "ms")
        cells = whole("cells", cells, 0)
        if times.ndim != 1 or times.shape != cells.shape:
            raise ValueError("times and cells must be two lists of one length")
        if cells.size and cells.max() >= self.size:
            raise ValueError(f"there is no cell {cells.max()}: the last one is {self.size - 1}")
        steps = self.clock + np.round(times / self.step).astype(int)
        order = np.argsort(steps, kind="stable")
        due, first = np.unique(steps[order], return_index=True)
        for step, group in zip(due.tolist(), np.split(order, first[1:]), strict=True):
            self._agenda.setdefault(step, []).append(("volley", cells[group]))

    def run(self, duration, current=None, dendrite=None):
        """Advance by `duration` ms and give the pool back.

        `current` and `dendrite` (nA: one value, or one for each step) are injected into soma and
        dendrite of every cell.

        Raises
        ------
        ValueError
            If the duration is negative, a current does not hold one value a step, or a voltage
            ceases to be finite.
        """
        duration = single("duration", within("duration", duration, 0, _LONGEST, "ms"))
        steps = round(duration / self.step)
        currents = [
            self._per_step(name, value, steps)
            for name, value in (("current", current), ("dendrite", dendrite))
        ]
        advance = self._stepper()
        voltage, threshold = self._voltage, self._threshold
        fired = np.empty(voltage.shape, bool)
        for into_soma, into_dendrite in zip(*(c.tolist() for c in currents), strict=True):
            if self.clock in self._agenda:
                self._settle_agenda()
            np.greater_equal(voltage, threshold, fired)
            if np.count_nonzero(fired):
                self._fire(fired)
            advance(into_soma, into_dendrite)
            self.clock += 1
        if not np.isfinite(voltage).all():
            raise ValueError("a voltage is no longer finite: take a smaller step")
        return self

    @staticmethod
    def _per_step(name, value, steps):
        value = within(name, 0.0 if value is None else value, unit="nA")
        if value.shape not in ((), (steps,)):
            raise ValueError(f"{name} must hold one value or {steps}, one a step")
        return np.broadcast_to(value, (steps,))

    def _stepper(self):
        """Return the function that makes one step; every array it needs is made or cut once."""
        # Rows of the state: voltages, 1, inhibition, m³h, n⁴, q², then the gates p, r, m, n, q, h.
        state = self._state
        voltage, carriers, powers = state[:2], state[:9], state[4:7]
        gates, mnq, m, h = state[7:], state[9:12], state[9], state[12]
        sodium, potassium = powers[:2]
        mixed, steady = np.empty((6, self.size)), np.empty((2, self.size))
        conductance, kept, drive = mixed[:2], mixed[2:4], mixed[4:]
        soma, dendrite = drive
        mix, factor, shift = self._mix, self._factor, self._shift

        def advance(into_soma, into_dendrite):
            np.multiply(mnq, mnq, powers)
            np.multiply(sodium, m, sodium)
            np.multiply(sodium, h, sodium)
            np.multiply(potassium, potassium, potassium)
            np.dot(mix, carriers, mixed)
            if into_soma:
                np.add(soma, into_soma, soma)
            if into_dendrite:
                np.add(dendrite, into_dendrite, dendrite)
            np.divide(drive, conductance, steady)
            np.exp(kept, kept)
            np.subtract(voltage, steady, voltage)
            np.multiply(voltage, kept, voltage)
            np.add(voltage, steady, voltage)
            np.multiply(gates, factor, gates)
            np.add(gates, shift, gates)

        return advance

    def take(self, cells):
        """Return a new pool that goes on from the state of `cells` (indices, may repeat).

        Raises ``ValueError`` for cells that are not there.
        """
        cells = whole("cells", cells, 0)
        if cells.ndim != 1 or (cells >= self.size).any():
            raise ValueError(f"cells must be a list of numbers from 0 to {self.size - 1}")
        pool = object.__new__(Pool)
        pool.__dict__.update(self.__dict__, size=cells.size, active=self.active[cells], spikes=[])
        for name in (
            "_threshold",
            "_target_on",
            "_target_off",
            "_factor",
            "_shift",
            "_state",
        ):
            pool.__dict__[name] = np.ascontiguousarray(self.__dict__[name][:, cells])
        pool._agenda = {
            step: [(kind, np.flatnonzero(np.isin(cells, which))) for kind, which in events]
            for step, events in self._agenda.items()
        }
        return pool

    @property
    def _voltage(self):
        return self._state[:2]

    @property
    def voltage(self):
        """Potentials now (2, n), mV from rest: somata, then dendrites."""
        return self._voltage.copy()

    def spike_times(self):
        """Return the spikes so far: times (ms) and cells (indices), both (m,), in order of time."""
        if not self.spikes:
            return np.empty(0), np.empty(0, int)
        steps, cells = zip(*self.spikes, strict=True)
        times = np.repeat(steps, [c.size for c in cells]) * self.step
        return times, np.concatenate(cells)

    def _settle_agenda(self):
        for kind, cells in self._agenda.pop(self.clock):
            if kind == "volley":
                self._switch("synapse", cells, on=True)
                self._remind(self.cell.transmitter, "synapse", cells)
            elif kind == "ready":
                self._threshold[_SOMA, cells] = self._resting_threshold[_SOMA]
            elif kind == "dendrite ready":
                self._threshold[_DENDRITE, cells] = self._resting_threshold[_DENDRITE]
            else:
                self._switch(kind, cells, on=False)

    def _fire(self, fired):
        pulse = self.cell.pulse
        for row, kind in ((_SOMA, "soma"), (_DENDRITE, "dendrite")):
            cells = np.flatnonzero(fired[row])
            if not cells.size:
                continue
            self._threshold[row, cells] = np.inf
            self.active[cells] = self.clock
            self._switch(kind, cells, on=True)
            self._remind(pulse, kind, cells)
            if row == _SOMA:
                self._remind(self.cell.refractory, "ready", cells, late=1)
                self.spikes.append((self.clock, cells))
            else:
                # The step that ends a pulse cannot begin the next one.
                self._remind(pulse, "dendrite ready", cells, late=1)

    def _switch(self, kind, cells, on):
        rows = _PULSE_ROWS[kind]
        factor = (self._factor_on if on else self._factor_off)[rows]
        target = (self._target_on if on else self._target_off)[rows][:, cells]
        self._factor[rows, cells] = factor
        self._shift[rows, cells] = (1 - factor) * target

    def _remind(self, delay, kind, cells, late=0):
        # Elapsed time is compared in floating point, as in the reference program: at a step of
        # 0.05 ms a pulse of 0.6 ms lasts 12 or 13 steps by rounding. Its published count of 359
        # spikes on a ramp comes out so; with pulses of exactly 12 steps it would be 366.
        step, now = self.step, self.clock
        due = now + int(delay / step) - 1
        while due * step - now * step < delay:
            due += 1
        self._agenda.setdefault(due + late, []).append((kind, cells))
