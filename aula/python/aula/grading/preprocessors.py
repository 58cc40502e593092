"""Las piezas que se enchufan en nbgrader."""

import json
import os
import sys
from pathlib import Path

import nbformat
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    DeduplicateIds,
    Execute,
    GetGrades,
    IgnorePattern,
    LimitOutput,
    LockCells,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from nbgrader.validator import Validator
from nbgrader.server_extensions import formgrader
from nbconvert.preprocessors import ClearMetadataPreprocessor, CSSHTMLHeaderPreprocessor

from . import build, cells, sandbox
from .runner import Runner

TEMPLATES = Path(__file__).resolve().parents[1] / "plantillas"
NOTES = "gradiente_observaciones"


class StudentPath(NbGraderPreprocessor):
    """Al publicar, la biblioteca se busca desde donde el estudiante guarda su cuaderno."""

    def preprocess_cell(self, cell, resources, index):
        if cells.grade_id(cell) == cells.SETUP:
            cell.source = cell.source.replace(build.TEACHER_PATH, build.STUDENT_PATH)
        return cell, resources


class Restore(NbGraderPreprocessor):
    """Antes de calificar, cada celda del curso vuelve a su sitio."""

    def preprocess(self, nb, resources):
        source, release = course_notebooks(resources)
        restored, notes = cells.restore(nb, release, source)
        if notes:
            restored.metadata[NOTES] = notes
        return restored, resources


class RunAndGrade(NbGraderPreprocessor):
    """Ejecuta y califica la entrega con `runner`, en lugar de celda tras celda en un solo núcleo."""

    runners = {}
    done = {}  # las que `calificar` ya corrió en paralelo: {estudiante: cuaderno}

    def preprocess(self, nb, resources):
        finished = self.done.get(resources["nbgrader"]["student"])
        if finished is None:
            source, release = course_notebooks(resources)
            finished, notes = self.runner(source, release).run(nb)
            for note in nb.metadata.get(NOTES, []) + notes:
                self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        for cell, ran in zip(nb.cells, finished.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = ran.outputs
        return nb, resources

    @classmethod
    def runner(cls, source, release):
        """Un solo `Runner` por proceso y curso."""
        key = json.dumps(source)
        if key not in cls.runners:
            import atexit

            enclosed, warning = sandbox.available()
            if warning:
                print(warning)
            runner = cls.runners[key] = Runner(source, release, enclosed)
            atexit.register(runner.close)
            runner.prepare()
        return cls.runners[key]


class Harmless(NbGraderPreprocessor):
    """En la página de retroalimentación, lo que escribió el estudiante es texto: su HTML no se ejecuta en el navegador de nadie."""

    def preprocess_cell(self, cell, resources, index):
        ours = "nbgrader" in cell.metadata and not cell.metadata.nbgrader.get("solution")
        if cell.cell_type != "code" and not ours and cell.get("id") not in self.official(resources):
            cell.source = cell.source.replace("<", "&lt;")
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = {kind: value for kind, value in output.data.items() if kind in ("text/plain", "image/png")}
        return cell, resources

    def official(self, resources):
        source, _ = course_notebooks(resources)
        return {cell.id for cell in source.cells if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata}


def course_notebooks(resources):
    """La fuente y lo publicado del cuaderno que se está calificando."""
    course = Path(resources["nbgrader"]["db_url"].removeprefix("sqlite:///")).parent
    name = resources["nbgrader"]["notebook"] + ".ipynb"
    assignment = resources["nbgrader"]["assignment"]
    read = lambda folder: nbformat.read(course / folder / assignment / name, as_version=4)  # noqa: E731
    return read("source"), read("release")


def patch():
    """Arreglos a nbgrader para un núcleo que no es el de Python; valen también para el botón Validate."""
    if getattr(Execute, "_gradiente", False):
        return
    Execute._gradiente = True
    original, preprocess = Execute.on_cell_executed, Execute.preprocess

    def on_cell_executed(self, **kwargs):
        # evcxr responde a un error sin `ename`, `evalue` ni `traceback`, y nbgrader los da por hechos.
        content = kwargs["execute_reply"]["content"]
        if content.get("status") == "error":
            shown = [out for out in kwargs["cell"].outputs if out.output_type == "error"]
            content.setdefault("ename", shown[0].ename if shown else "Error")
            content.setdefault("evalue", "la celda no terminó bien")
            content.setdefault("traceback", [content["evalue"]])
        original(self, **kwargs)

    def with_library(self, nb, resources=None, km=None):
        # La ruta relativa de la biblioteca depende de la carpeta desde la que se ejecuta: aquí se dice entera, y luego se deja como estaba.
        setups = [(c, c.source) for c in nb.cells if c.cell_type == "code" and cells.grade_id(c) == cells.SETUP]
        crate = json.dumps(str(build.PROJECT), ensure_ascii=False)
        for cell, source in setups:
            for path in (build.STUDENT_PATH, build.TEACHER_PATH):
                source = source.replace(path, f"path = {crate}")
            cell.source = source
        settings = os.environ.get("EVCXR_CONFIG_DIR")
        os.environ["EVCXR_CONFIG_DIR"] = str(TEMPLATES.parent)  # los ajustes de los cuadernos también suponen una carpeta
        try:
            nb, resources = preprocess(self, nb, resources, km)
        finally:
            os.environ.pop("EVCXR_CONFIG_DIR") if settings is None else os.environ.update(EVCXR_CONFIG_DIR=settings)
            for cell, source in setups:
                cell.source = source
        for cell in nb.cells:
            # Lo que una respuesta escriba en la salida de errores no anula la nota que calculó la prueba.
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

    Execute.on_cell_executed, Execute.preprocess, Validator._extract_error = on_cell_executed, with_library, explain


def configure(c, course):
    """La configuración del curso."""
    patch()
    # nbgrader llama a `alembic` por su nombre: tiene que estar en el PATH aunque el entorno no esté activado.
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = "gradiente"
    c.CourseDirectory.db_url = f"sqlite:///{Path(course).resolve().as_posix()}/gradebook.db"
    c.ClearSolutions.code_stub = {"rust": cells.CODE_STUB}
    c.ClearSolutions.text_stub = cells.TEXT_STUB
    c.Execute.timeout = 180  # la celda de preparación compila la biblioteca
    c.Execute.startup_timeout = 120
    c.GenerateAssignment.preprocessors = [
        StudentPath, LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells, ClearHiddenTests,
        ClearMarkScheme, ComputeChecksums, CheckCellMetadata,
    ]
    c.Autograde.sanitize_preprocessors = [
        ClearOutput, Restore, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        RunAndGrade, IgnorePattern, ClearMetadataPreprocessor, LimitOutput, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata,
    ]
    # Una plantilla de igual nombre que la de nbgrader, que es el que él pide, buscada antes que la suya.
    # ClearHiddenTests: la página enseña las celdas de prueba, pero no lo que esconden.
    c.GenerateFeedback.preprocessors = [GetGrades, ClearHiddenTests, Harmless, CSSHTMLHeaderPreprocessor]
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(Path(formgrader.__file__).parent / "templates")]
    c.Validator.type_changed_warning = (
        "HAN CAMBIADO DE TIPO {num_changed} CELDAS. Aunque las pruebas pasen ahora, puede que no pasen al calificar.\n"
    )
    c.Validator.changed_warning = (
        "HAN CAMBIADO {num_changed} CELDAS DE PRUEBA. Al calificar se usan las del curso: puede que no pasen.\n"
    )
    c.Validator.failed_warning = (
        "LA VALIDACIÓN FALLA EN {num_failed} CELDAS. Si entregas el cuaderno así, no tendrás todos los puntos.\n"
    )
    c.Validator.passed_warning = "PASAN {num_passed} CELDAS.\n"
    c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {("nbgrader",), ("deletable",), ("editable",)}
