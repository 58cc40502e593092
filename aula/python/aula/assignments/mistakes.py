"""Lo que está mal en un texto: cada cosa en su línea, y todas a la vez."""

from dataclasses import dataclass

from ..problem import Problem


@dataclass(frozen=True, order=True)
class Mistake:
    line: int
    said: str


class Mistakes(Problem):
    """Lo que impide usar un texto. En `found`, todo lo que se encontró, por orden."""

    def __init__(self, path, found):
        self.path, self.found = path, sorted(set(found))
        super().__init__("\n".join(f"{path}, línea {mistake.line}: {mistake.said}" for mistake in self.found))
