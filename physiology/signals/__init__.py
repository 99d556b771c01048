"""Recordings that a learner reads or hears, synthetic, made from published numbers.

Every function returns a ``Recording``: samples, rate, unit, and the events and spikes that went
into it. None is a patient's recording, and a synthesised signal predicts nothing: free parameters
are chosen so that what is measured in the samples meets a published value. The same arguments give
the same samples on one version of numpy.

===============  ==============================================================================
``recipes``      every number that a signal is made of, with its unit and where it is from
``recording``    what every function here gives back; noise and filters
``potentials``   the potential of a muscle fibre, and of a motor unit as a needle meets it
``trains``       when a unit fires: intervals of a given variation along a given rate
``needle``       needle recordings: effort, cramp, contracture, and whatever fires by itself
``surface``      two muscles, a stretch, a bend: electrodes on the skin
``heart``        beats of the electrocardiogram in several leads
``gullet``       pressures of a swallow, from throat to stomach
``stomach``      the slow wave of the cell model in ``slow_wave``
``readings``     numbers that questions ask a reader to read off
``measures``     what is measured again in the samples, without looking at what went in
===============  ==============================================================================

What is known to be too clean: no drift of potentials while the needle moves, no hum, no distant
units, little energy above 3 kHz, one shape for each unit.
"""
