"""Lo que nbgrader da por hecho del núcleo y evcxr hace de otra manera. Vale también para el botón Validate."""

from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from nbgrader.validator import Validator


def adapt():
    """Adapta nbgrader, una sola vez."""
    if getattr(Execute, "_gradiente", False):
        return
    Execute._gradiente = True
    on_cell_executed, preprocess = Execute.on_cell_executed, Execute.preprocess

    def whole_reply(self, **kwargs):
        # evcxr responde a un error sin `ename`, `evalue` ni `traceback`, y nbgrader los da por hechos.
        content = kwargs["execute_reply"]["content"]
        if content.get("status") == "error":
            shown = [out for out in kwargs["cell"].outputs if out.output_type == "error"]
            content.setdefault("ename", shown[0].ename if shown else "Error")
            content.setdefault("evalue", "la celda no terminó bien")
            content.setdefault("traceback", [content["evalue"]])
        on_cell_executed(self, **kwargs)

    def without_warnings(self, nb, resources=None, km=None):
        # Lo que una respuesta escriba en la salida de errores no anula la nota que calculó la prueba.
        nb, resources = preprocess(self, nb, resources, km)
        for cell in nb.cells:
            outputs = cell.get("outputs", [])
            if is_grade(cell) and any(out.output_type == "execute_result" for out in outputs):
                cell.outputs = [out for out in outputs if out.get("name") != "stderr"]
        return nb, resources

    def explain(self, cell):
        # El informe de la prueba ya dice, en español, qué falla y dónde mirar.
        outputs = cell.get("outputs", [])
        errors = ["\n".join(out.traceback) for out in outputs if out.output_type == "error"]
        report = ["".join(out.text) for out in outputs if out.output_type == "stream"]
        return "\n".join(errors or report) or "La celda no da ningún resultado, o no tiene respuesta."

    Execute.on_cell_executed, Execute.preprocess, Validator._extract_error = whole_reply, without_warnings, explain
