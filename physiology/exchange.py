"""Two models written so that other programs can run them, and all parameters as one table.

SBML Level 3 Version 1 for the equations, SED-ML Level 1 Version 3 for what to run. Each equation
stands here a second time, in symbols; a test holds it to the function that the book computes with.
Units stand in the names of the parameters: SBML's own units would have to be converted.
"""

import ast
import csv
import io
from typing import NamedTuple
from xml.etree import ElementTree as Xml

from physiology import (
    axon,
    coronary,
    excitation_contraction,
    membrane,
    motoneuron,
    muscle_force,
    slow_wave,
    smooth_muscle,
)
from physiology.quantities import above, single, within
from physiology.signals.recipes import RECIPES

_SBML = "http://www.sbml.org/sbml/level3/version1/core"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_SEDML = "http://sed-ml.org/sed-ml/level1/version3"
_XHTML = "http://www.w3.org/1999/xhtml"
_DECIMALS = 12  # the rest is found to 1e-13: digits beyond are the machine's

PARAMETER_SETS = {
    "M1": motoneuron.Motoneuron,
    "M1, drive": motoneuron.Drive,
    "M2a": membrane.Ions,
    "M2b": axon.Axon,
    "M3a": muscle_force.Muscle,
    "M3b": excitation_contraction.Fibre,
    "M5a": coronary.Vessel,
    "M6a": smooth_muscle.LatchBridge,
    "M6a, slow wave": smooth_muscle.WaveDrive,
    "M6b": slow_wave.GastricCell,
    "M6b, slow": slow_wave.SlowOscillator,
    **RECIPES,
}


class Equations(NamedTuple):
    """A model in symbols: expressions in Python's notation, names of parameters, starts of states.

    `states` maps a name to its start and its rate of change, per `time`; `terms` are computed in
    order before it.
    """

    name: str
    title: str
    time: str
    parameters: dict[str, tuple[float, str]]
    states: dict[str, tuple[float, str, str]]
    terms: dict[str, str]
    source: str


def parameter_table():
    """Return every parameter of every model as CSV: name, value, unit, possible range, source."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(("model", "parameter", "value", "unit", "lowest accepted", "highest accepted", "source"))
    for model, parameters in PARAMETER_SETS.items():
        ranges = parameters.ranges()
        for name, value, unit, source in parameters.table():
            write((model, name, repr(value), unit, *(f"{end:g}" for end in ranges[name]), source))
    return out.getvalue()


def hodgkin_huxley(current=10.0, shift=0.0, cell=None):
    """Return the axon in symbols, under a constant `current` (µA/cm²) and `shift` (mV), from rest.

    Raises ``ValueError`` as ``axon.rest`` does.
    """
    a = cell or axon.Axon()
    current = single("current", within("current", current))
    shift = single("shift", within("shift", shift))
    start = axon.rest(axon=a).round(_DECIMALS).tolist()
    gate = "alpha_{0} * (1 - {0}) - beta_{0} * {0}"
    return Equations(
        "hodgkin_huxley",
        "Squid giant axon with a rigid shift of its gates",
        "ms",
        {
            **{name: (value, unit) for name, value, unit in _values(a)},
            "current": (current, "µA/cm²"),
            "shift": (shift, "mV"),
        },
        {
            "V": (
                start[0],
                "mV from rest",
                "(current - outward) / capacitance",
            ),
            **{g: (start[n], "", gate.format(g)) for n, g in enumerate("mhn", 1)},
        },
        {
            "u": "V + shift",
            "alpha_m": "m_opening * (m_opening_at - u)"
            " / (exp((m_opening_at - u) / m_opening_width) - 1)",
            "beta_m": "m_closing * exp(-u / m_closing_width)",
            "alpha_h": "h_opening * exp(-u / h_opening_width)",
            "beta_h": "h_closing / (exp((h_closing_at - u) / h_closing_width) + 1)",
            "alpha_n": "n_opening * (n_opening_at - u)"
            " / (exp((n_opening_at - u) / n_opening_width) - 1)",
            "beta_n": "n_closing * exp(-u / n_closing_width)",
            "i_sodium": "g_sodium * m ** 3 * h * (V - e_sodium)",
            "i_potassium": "g_potassium * n ** 4 * (V - e_potassium)",
            "i_leak": "g_leak * (V - e_leak)",
            "outward": "i_sodium + i_potassium + i_leak",
        },
        "hodgkin1952quantitative; shift ours",
    )


def gastric_cell(cell=None):
    """Return the gastric cell in symbols; ``GastricCell`` raises for what is impossible."""
    c = cell or slow_wave.GastricCell()
    starts = {name: (value, unit) for name, value, unit in _values(c)}
    hill = "{0} ** {2} / ({1} ** {2} + {0} ** {2})".format
    return Equations(
        "gastric_cell",
        "Gastric pacemaker cell, constants of its curators",
        "ms",
        {name: pair for name, pair in starts.items() if not name.endswith("_start")},
        {
            "V": (*starts["v_start"], "-(i_sodium + i_calcium + i_potassium) / capacitance"),
            "d": (*starts["d_start"], "(1 / (1 + exp(-(V - d_half) / d_slope)) - d) / tau_d"),
            "f": (*starts["f_start"], "(1 / (1 + exp((V - f_half) / f_slope)) - f) / tau_f"),
            "c": (
                *starts["calcium_start"],
                "inflow + inflow_ip3 * p - pumped + released + store_leak * s - extrusion * c",
            ),
            "s": (*starts["store_start"], "pumped - released - store_leak * s"),
            "p": (*starts["ip3_start"], "ip3_synthesis - ip3_decay * p - fed_back + by_voltage"),
        },
        {
            "open_bk": "1 / (1 + exp(-V / bk_slope - bk_hill * ln(c / bk_calcium)))",
            "i_sodium": "g_sodium * f * d * (V - e_sodium)",
            "open_calcium": hill("c", "half_calcium", "hill_calcium"),
            "i_calcium": "g_calcium * open_calcium * (V - e_calcium)",
            "i_potassium": "g_potassium * open_bk * (V - e_potassium)",
            "pumped": f"uptake * {hill('c', 'uptake_half', 'uptake_hill')}",
            "released": f"release * {hill('c', 'release_half', 'release_hill')}"
            f" * {hill('s', 'store_half', 'store_hill')} * {hill('p', 'ip3_half', 'ip3_hill')}",
            "fed_back": f"ip3_feedback * {hill('p', 'feedback_half', 'feedback_hill')}",
            "by_voltage": "voltage_synthesis"
            f" * (1 - {hill('abs(V)', 'voltage_half', 'voltage_hill')})",
        },
        "du2013curated, after du2013slowwave and imtiaz2002",
    )


def to_sbml(equations):
    """Write a model in symbols as SBML: rate rules, assignment rules and constant parameters.

    Raises ``ValueError`` for an expression with anything but numbers, names, + - * / **, exp, ln
    and abs.
    """
    e = equations
    root = Xml.Element("sbml", {"xmlns": _SBML, "level": "3", "version": "1"})
    model = Xml.SubElement(root, "model", {"id": e.name, "name": e.title})
    note = Xml.SubElement(Xml.SubElement(model, "notes"), "p", {"xmlns": _XHTML})
    note.text = f"{e.title}. Time in {e.time}; units stand in the names. Source: {e.source}."
    listed = Xml.SubElement(model, "listOfParameters")
    for name, (value, unit) in e.parameters.items():
        _parameter(listed, name, value, unit, constant=True)
    for name, (value, unit, _) in e.states.items():
        _parameter(listed, name, value, unit, constant=False)
    for name in e.terms:
        _parameter(listed, name, None, "", constant=False)
    rules = Xml.SubElement(model, "listOfRules")
    for name, expression in e.terms.items():
        _rule(rules, "assignmentRule", name, expression)
    for name, (_, _, rate) in e.states.items():
        _rule(rules, "rateRule", name, rate)
    return _text(root)


def to_sedml(equations, model_file, duration, points):
    """Write what to run: a uniform time course of `duration` (the model's time) in `points` steps.

    The algorithm is CVODE at relative and absolute tolerances of 1e-10. Raises ``ValueError`` for a
    duration or a number of points that is not positive.
    """
    duration = single("duration", above("duration", duration))
    points = int(single("points", within("points", points, 1, 1e7)))
    root = Xml.Element("sedML", {"xmlns": _SEDML, "level": "1", "version": "3"})
    simulation = Xml.SubElement(
        Xml.SubElement(root, "listOfSimulations"),
        "uniformTimeCourse",
        {
            **{"id": "course", "initialTime": "0", "outputStartTime": "0"},
            **{"outputEndTime": f"{duration:g}", "numberOfPoints": str(points)},
        },
    )
    algorithm = Xml.SubElement(simulation, "algorithm", {"kisaoID": "KISAO:0000019"})
    wanted = Xml.SubElement(algorithm, "listOfAlgorithmParameters")
    for kisao in ("KISAO:0000209", "KISAO:0000211"):
        Xml.SubElement(wanted, "algorithmParameter", {"kisaoID": kisao, "value": "1e-10"})
    Xml.SubElement(
        Xml.SubElement(root, "listOfModels"),
        "model",
        {
            **{"id": equations.name, "language": "urn:sedml:language:sbml.level-3.version-1"},
            "source": model_file,
        },
    )
    Xml.SubElement(
        Xml.SubElement(root, "listOfTasks"),
        "task",
        {"id": "run", "modelReference": equations.name, "simulationReference": "course"},
    )
    generators = Xml.SubElement(root, "listOfDataGenerators")
    report = Xml.SubElement(Xml.SubElement(root, "listOfOutputs"), "report", {"id": "report"})
    sets = Xml.SubElement(report, "listOfDataSets")
    for name in ("time", *equations.states):
        generator = Xml.SubElement(generators, "dataGenerator", {"id": f"of_{name}"})
        where = {"symbol": "urn:sedml:symbol:time"}
        if name != "time":
            where = {
                "target": "/sbml:sbml/sbml:model/sbml:listOfParameters/"
                f"sbml:parameter[@id='{name}']"
            }
        variables = Xml.SubElement(generator, "listOfVariables")
        Xml.SubElement(variables, "variable", {"id": f"v_{name}", "taskReference": "run", **where})
        maths = Xml.SubElement(generator, "math", {"xmlns": _MATHML})
        Xml.SubElement(maths, "ci").text = f" v_{name} "
        Xml.SubElement(
            sets, "dataSet", {"id": f"set_{name}", "label": name, "dataReference": f"of_{name}"}
        )
    root.set("xmlns:sbml", _SBML)
    return _text(root)


def _values(parameters):
    return [(n, getattr(parameters, n), unit) for n, _, unit, _ in type(parameters).table()]


def _parameter(parent, name, value, unit, constant):
    attributes = {"id": name, "name": f"{name} ({unit})" if unit else name}
    if value is not None:
        attributes["value"] = repr(float(value))
    Xml.SubElement(parent, "parameter", {**attributes, "constant": str(constant).lower()})


def _rule(parent, kind, name, expression):
    rule = Xml.SubElement(parent, kind, {"variable": name})
    _write(
        Xml.SubElement(rule, "math", {"xmlns": _MATHML}), ast.parse(expression, mode="eval").body
    )


_SIGNS = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "divide", ast.Pow: "power"}


def _write(parent, node):
    """Append an expression of Python as content MathML."""
    match node:
        case ast.Constant(value=int() | float()):
            Xml.SubElement(parent, "cn").text = f" {node.value} "
        case ast.Name():
            Xml.SubElement(parent, "ci").text = f" {node.id} "
        case ast.UnaryOp(op=ast.USub()):
            _apply(parent, "minus", node.operand)
        case ast.BinOp() if type(node.op) in _SIGNS:
            _apply(parent, _SIGNS[type(node.op)], node.left, node.right)
        case ast.Call(func=ast.Name(id="exp" | "ln" | "abs")):
            _apply(parent, node.func.id, *node.args)
        case _:
            raise ValueError(f"{ast.unparse(node)!r} cannot be written as an equation")


def _apply(parent, sign, *parts):
    apply = Xml.SubElement(parent, "apply")
    Xml.SubElement(apply, sign)
    for part in parts:
        _write(apply, part)


def _text(root):
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"
