"""A made-up country to try things on: believable shares, invented words."""

from lapor.ops.demo.crossing import cross
from lapor.ops.demo.evaluation import evaluate
from lapor.ops.demo.making import Figures, build, code_of

__all__ = ["Figures", "build", "code_of", "cross", "evaluate"]
