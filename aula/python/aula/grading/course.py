"""La configuración del curso de nbgrader. La leen `nbgrader`, Formgrader, el botón Validate y el comando `calificar`."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors
from nbgrader.server_extensions import formgrader

from ..project import TEMPLATES
from . import cells
from .evcxr import adapt
from .pages import FILTERS
from .preprocessors import ClearSolutions, Examine, Record, Restore, SaveGrades


def configure(c, course, graded=False):
    """Pone en `c` la configuración del curso que está en la carpeta `course`.

    Con `graded`, las entregas del curso ya están restauradas y calificadas: solo falta anotar lo que sacaron.
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
        ClearSolutions,
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
    # OverwriteCells no hace falta, porque las celdas del curso ya son las suyas; y si el curso cambió después de publicarlo,
    # avisaría de que las sumas de todas las entregas están mal.
    c.Autograde.sanitize_preprocessors = [] if graded else [Restore]
    c.Autograde.autograde_preprocessors = [
        *([] if graded else [Examine]),
        SaveGrades,
        preprocessors.AssignLatePenalties,
    ]
    # ClearHiddenTests: la página enseña las celdas de prueba, pero no lo que esconden.
    c.GenerateFeedback.preprocessors = [preprocessors.GetGrades, preprocessors.ClearHiddenTests, CSSHTMLHeaderPreprocessor]
    c.HTMLExporter.filters = FILTERS
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
