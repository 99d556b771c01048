import numpy as np
import pytest

from physiology.cramp_threshold import (
    ramp_response,
    rate_after_pulse,
    summarise,
    threshold_frequency,
    train_response,
)

# Coarse step and short train: what is tested here holds for any.
STEP, TRAIN = 0.05, 0.5
INHIBITION = np.array([0.04, 0.08])


@pytest.fixture(scope="module")
def full_scan():
    return threshold_frequency(INHIBITION[:, None], [0.3, 0.5], train=TRAIN, step=STEP, highest=18)


def test_skipping_frequencies_finds_the_same_threshold(full_scan):
    # Not a law: with 0.02 µS and two seconds of train this step lets 7 Hz succeed and 8 not.
    skipping = threshold_frequency(
        INHIBITION[:, None], [0.3, 0.5], train=TRAIN, step=STEP, highest=18, stride=5
    )
    np.testing.assert_array_equal(skipping, full_scan)


def test_threshold_rises_with_inhibition_and_falls_with_the_inward_current(full_scan):
    assert (np.diff(full_scan, axis=0) > 0).all()
    assert (np.diff(full_scan, axis=1) < 0).all()


def test_threshold_is_what_watching_a_single_train_to_its_end_says(full_scan):
    threshold = full_scan[1, 0]
    _, below = train_response(threshold - 1, INHIBITION[1], train=TRAIN, step=STEP)
    times, at = train_response(threshold, INHIBITION[1], train=TRAIN, step=STEP)
    assert below == 0 and at > 5
    assert times[0] > 0 and times[-1] > TRAIN + 2.5


def test_threshold_beyond_the_highest_frequency_tried_is_infinite():
    assert threshold_frequency(0.15, highest=10, stride=5, step=STEP) == np.inf


def test_inhibition_can_undo_the_firing_that_a_pulse_leaves():
    free, inhibited = rate_after_pulse(0.3, [0.0, 0.2], step=STEP)
    assert free > 10 and inhibited == 0


def test_cells_without_a_threshold_move_no_other_number():
    assert summarise([9.0, 14.0, 21.0, np.inf]) == (9, 21, 17.5, 1)
    assert summarise([14.0, np.inf]) == (14, 14, np.inf, 1)
    with pytest.raises(ValueError, match="in which a cell has one"):
        summarise([np.inf, np.inf])


def test_impossible_protocols_are_refused():
    with pytest.raises(ValueError, match="fewer than two spikes"):
        ramp_response(0.0, peak=1.0, duration=0.5)
    with pytest.raises(ValueError, match="train must be above 0 s"):
        threshold_frequency(0.0, train=0.0)
    with pytest.raises(ValueError, match="stride must be at least 1"):
        threshold_frequency(0.0, stride=0)
