"""La configuración del curso de nbgrader. La leen `nbgrader`, Formgrader, el botón Validate y la orden `calificar`."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor, CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors
from nbgrader.server_extensions import formgrader

from ..project import TEMPLATES
from . import cells
from .evcxr import adapt
from .preprocessors import Harmless, Record, Restore, run_and_grade


def configure(c, course, graded=None):
    """Pone en `c` la configuración del curso que está en la carpeta `course`.

    `graded` son las entregas que ya se ejecutaron y calificaron, {estudiante: cuaderno}: de esas solo falta anotar lo que
    sacaron.
    """
    adapt()
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
        preprocessors.LockCells,
        preprocessors.ClearSolutions,
        preprocessors.ClearOutput,
        preprocessors.CheckCellMetadata,
        preprocessors.ComputeChecksums,
        preprocessors.SaveCells,
        preprocessors.ClearHiddenTests,
        preprocessors.ClearMarkScheme,
        preprocessors.ComputeChecksums,
        preprocessors.CheckCellMetadata,
        Record,
    ]
    c.Autograde.sanitize_preprocessors = [
        preprocessors.ClearOutput,
        Restore,
        preprocessors.DeduplicateIds,
        preprocessors.OverwriteKernelspec,
        preprocessors.OverwriteCells,
        preprocessors.CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        run_and_grade(graded or {}),
        preprocessors.IgnorePattern,
        ClearMetadataPreprocessor,
        preprocessors.LimitOutput,
        preprocessors.SaveAutoGrades,
        preprocessors.AssignLatePenalties,
        preprocessors.CheckCellMetadata,
    ]
    # ClearHiddenTests: la página enseña las celdas de prueba, pero no lo que esconden.
    c.GenerateFeedback.preprocessors = [
        preprocessors.GetGrades,
        preprocessors.ClearHiddenTests,
        Harmless,
        CSSHTMLHeaderPreprocessor,
    ]
    # Una plantilla de igual nombre que la de nbgrader, que es el que él pide, buscada antes que la suya.
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
