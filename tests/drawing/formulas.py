"""Formulas that are hard to draw, each for a reason; and a drawing's edges, walked along."""

import re
from collections.abc import Iterator
from itertools import pairwise

Point = tuple[float, float]

FORMULAS = {
    "one name": "x",
    "a neuron": "L=(tanh(w*x+b)-y)^2",
    "Rosenbrock's function": "L=(1-x)^2+100*(y-x^2)^2",
    "logistic regression": "p=sigmoid(w1*x1+w2*x2+b)\nL=-(y*log(p)+(1-y)*log(1-p))",
    "three edges between two cards": "L=x*x*x",
    "two edges at every card": "q=x*x\nL=q*q+x*x",
    "many edges between two cards": "L=" + "*".join(["x"] * 12),
    "a deep nest": "L=" + "tanh(" * 12 + "x*w" + "+b)" * 12,
    "heavy reuse": "a=x*y\nb=a*x+y\nc=b*a+x*y\nd=c*b-a/x\nL=(d-c)^2+sin(d*a)*x",
    "everything reads everything before": "a=x+y\nb=a*x*y\nc=b*a*x*y\nd=c*b*a*x*y\nL=d*c*b*a*x*y",
    "a network": "h1=tanh(w11*x1+w12*x2+b1)\nh2=tanh(w21*x1+w22*x2+b2)\nL=(v1*h1+v2*h2+c-y)^2",
    "softmax": "a=exp(z1)\nb=exp(z2)\nc=exp(z3)\ns=a+b+c\nL=-(y1*log(a/s)+y2*log(b/s)+y3*log(c/s))",
    "many readers": "+".join(f"a{power}*x^{power}" for power in range(1, 13)),
    "long names": "prediction=softplus(learning_rate*temperature)+leaky_relu(velocity)\nL=max(prediction,0.001,100000)^0.5",
}  # fmt: skip


def ways(markup: str) -> list[tuple[str, str]]:
    """Of every edge of a drawing, what it is called and the path that is seen of it."""
    return re.findall(
        r'data-edge="([^"]+)"[^>]*><path class="reach"[^>]*></path><path class="stroke" d="([^"]+)"', markup
    )


def walk(path: str, steps: int = 24) -> Iterator[Point]:
    """Points along a path of moves, lines and cubic curves, by De Casteljau's algorithm."""
    here: Point = (0.0, 0.0)
    for command, text in re.findall(r"([A-Z])([^A-Z]*)", path):
        numbers = [float(number) for number in text.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        assert len(points) == {"M": 1, "L": 1, "C": 3}[command]
        if command == "M":
            yield points[0]
        else:
            for step in range(1, steps + 1):
                row = [here, *points]
                while len(row) > 1:
                    row = [
                        (a[0] + (b[0] - a[0]) * step / steps, a[1] + (b[1] - a[1]) * step / steps)
                        for a, b in pairwise(row)
                    ]
                yield row[0]
        here = points[-1]
