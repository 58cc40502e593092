"""Una entrega, de principio a fin: primero sus celdas, para que el profesor las vea; después, cada ejercicio por separado.

Un ejercicio se califica en una celda propia en la que su respuesta y su prueba quedan juntas y aparte de todo lo demás:

- Las funciones de otros ejercicios que use son las de referencia: ninguna nota depende de otra respuesta.
- La prueba corre antes que las instrucciones sueltas de la respuesta, que no llegan a ejecutarse, y nombra todo desde la
  raíz (`::gradiente::…`): redefinir `assert!`, un módulo o una ayuda no la cambia.
- La nota es el valor de la celda y lleva un sello que cambia cada vez; lo que el código escriba en la salida se tira.
- Primero corre la prueba visible, de la que sale el informe, y después la completa, de la que solo se toman los puntos y
  cuántas ocultas pasaron: el informe no puede contar lo que no conoce.
"""

import os
import re
import secrets
from dataclasses import dataclass

import nbformat

from ..problem import Problem
from . import cells, sandbox
from .session import Session
from .texts import own_code, reason, stream, trim, unquote

CELL_SECONDS = 15
SETUP_SECONDS = 180
MAX_RESTARTS = 3  # al mostrar las celdas; al calificar, cada ejercicio tiene su oportunidad

# Calla las salidas del código calificado mientras corre la prueba. Solo donde hay `dup2`; en otro sitio protege el sello.
SILENCE = """\
    unsafe extern "C" {
        fn dup(fd: i32) -> i32;
        fn dup2(from: i32, to: i32) -> i32;
        fn open(path: *const u8, flags: i32, ...) -> i32;
    }
    let (out, err) = unsafe {
        let saved = (dup(1), dup(2));
        let null = open(b"/dev/null\\0".as_ptr(), 1);
        dup2(null, 1);
        dup2(null, 2);
        saved
    };
"""
RESTORE = """\
    let _ = ::std::io::Write::flush(&mut ::std::io::stdout());
    unsafe { dup2(out, 1); dup2(err, 2); }
"""

SUSPICIOUS = re.compile(r"\bunsafe\b|\bstd\s*::\s*(?:fs|process|net|env|os)\b|\binclude\w*!|/proc/|EVCXR_|\bextern\b")
# Fallos de compilar que no son de la respuesta: falta una biblioteca, no hay disco…
OURS = re.compile(r"no parsable errors|no matching package|failed to (?:download|load|read|write)|No space left")
ITEM = re.compile(r"^\s*(?:pub\s+)?(?:fn|struct|enum|const|static|use|mod|trait|impl|type|macro_rules!)", re.MULTILINE)


@dataclass
class Score:
    """Lo que sacó un ejercicio: puntos, informe para el estudiante y, si algo impidió calificarlo entero, por qué."""

    points: float
    report: str
    problem: str = ""


class Runner:
    """Califica entregas de un curso, todas en el mismo sitio."""

    def __init__(self, source, release, enclosed):
        self.source, self.release = source, release
        self.exercises = cells.exercises(source, release)
        self.place = sandbox.Place(enclosed)
        self.setup = next(c.source for c in source.cells if cells.grade_id(c) == cells.SETUP)
        self.unix = enclosed or hasattr(os, "fork")

    def prepare(self):
        """Compila la biblioteca una vez para todas las entregas."""
        if self.place.enclosed:
            session = Session(self.place, building=True)
            try:
                done = session.run(self.setup, SETUP_SECONDS)
            finally:
                session.close()
            if done.status != "ok":
                raise Problem(
                    f"La biblioteca no compila dentro del encierro: {done.problem or done.status}. "
                    "Ejecuta `cargo run -- preparar`, que descarga lo que falte, y vuelve a intentarlo."
                )
            self.place.freeze()

    def close(self):
        """Borra lo que ocupó el trabajo."""
        self.place.close()

    def run(self, submission):
        """Devuelve la entrega con sus salidas y sus notas, y las observaciones."""
        notebook, notes = cells.restore(submission, self.release, self.source)
        attempt = Attempt(self, notebook, notes)
        try:
            attempt.show()
            attempt.sync()
            attempt.grade()
        finally:
            attempt.close()
        return notebook, notes


class Attempt:
    """El paso de una entrega por el núcleo."""

    def __init__(self, runner, notebook, notes):
        self.runner, self.notebook, self.notes = runner, notebook, notes
        self.session = None
        self.replay = []  # lo que hay que repetir si el núcleo se cae

    def close(self):
        if self.session:
            self.session.close()

    def _ready(self):
        """La sesión, abierta de nuevo si hizo falta cerrarla."""
        if self.session is None:
            self.session = Session(self.runner.place)
            done = self.session.run(self.runner.setup, SETUP_SECONDS)
            if done.status != "ok":
                raise RuntimeError(f"la celda de preparación no funciona: {done.problem or done.status}")
            for code in self.replay:
                if self._execute(code).status not in ("ok", "error"):
                    self.replay.remove(code)
                    return self._ready()
        return self.session

    def _execute(self, code, seconds=CELL_SECONDS):
        done = self.session.run(code, seconds)
        if done.status not in ("ok", "error"):
            self.session = None
        return done

    def show(self):
        """Ejecuta las celdas del cuaderno, salvo las pruebas, y guarda lo que enseñan."""
        tests = {exercise.name + cells.TEST_SUFFIX for exercise in self.runner.exercises}
        restarts = 0
        for number, cell in enumerate(self.notebook.cells):
            name = cells.grade_id(cell)
            if cell.cell_type != "code":
                continue
            cell.outputs, cell.execution_count = [], None
            if name == cells.SETUP or name in tests or not cell.source.strip():
                continue
            official = "nbgrader" in cell.metadata
            label = f"«{name}»" if official else f"número {number + 1}"
            code = own_code(cell.source)
            if found := SUSPICIOUS.search(cell.source):
                self.notes.append(f"la celda {label} usa «{found.group().strip()}»: mírala a mano")
            if re.search(r"\bextern\b", code):
                cell.outputs = [stream("Esta celda no se ejecuta al calificar: usa `extern`.")]
                continue
            if restarts >= MAX_RESTARTS:
                cell.outputs = [stream("Esta celda no se ejecutó: otras anteriores agotaron el tiempo.")]
                continue
            self._ready()
            done = self._execute(code)
            cell.outputs = trim(done.outputs)
            if done.status in ("timeout", "flood", "dead"):
                restarts += 1
                text = reason(done, CELL_SECONDS)
                cell.outputs.append(stream(f"La celda se interrumpió: {text}."))
                self.notes.append(f"la celda {label} se interrumpió: {text}")
            elif done.status == "ok" and ITEM.search(code):
                self.replay.append(code)

    def sync(self):
        """Una celda que escriba las marcas de evcxr lo deja contestando a destiempo: si pasa, se empieza con otro núcleo."""
        seal = secrets.token_hex(16)
        self._ready()
        done = self._execute(f'"{seal}"')
        if done.result != f'"{seal}"':
            self._restart()

    def _restart(self):
        self.close()
        self.session = None

    def grade(self):
        """Califica cada ejercicio y escribe el resultado bajo su celda de prueba."""
        by_id = {cells.grade_id(cell): cell for cell in self.notebook.cells}
        for exercise in self.runner.exercises:
            score = self._score(exercise, own_code(by_id[exercise.name].source))
            if score.problem:
                self.notes.append(f"{exercise.name}: {score.problem}")
            test = by_id[exercise.name + cells.TEST_SUFFIX]
            test.outputs = [
                stream(score.report),
                nbformat.v4.new_output("execute_result", data={"text/plain": repr(score.points)}, execution_count=None),
            ]

    def _score(self, exercise, answer):
        outer = "\n".join(
            other.reference
            for other in self.runner.exercises
            if other is not exercise and any(re.search(rf"\b{name}\b", answer) for name in other.functions)
        )
        shown, problem = self._sealed(exercise, answer, exercise.visible_test, outer)
        if problem:
            return Score(
                0.0, f"❌ {exercise.name}: {problem}.\nPuntos de «{exercise.name}»: 0 de {exercise.points:g}", problem
            )
        complete, problem = self._sealed(exercise, answer, exercise.test, outer)
        if problem:
            report = shown.split("\n")[1:-1] + [
                f"❌ pruebas ocultas: {problem}.",
                f"Puntos de «{exercise.name}»: 0 de {exercise.points:g}",
            ]
            return Score(0.0, "\n".join(report), f"en una prueba oculta, {problem}")
        points = min(max(float(complete.split("\n")[0]), 0.0), exercise.points)
        totals = [line for line in complete.split("\n")[1:] if "pruebas ocultas: " in line or line.startswith("Puntos de «")]
        return Score(points, "\n".join(shown.split("\n")[1:-1] + totals))

    def _sealed(self, exercise, answer, test, outer):
        """Los puntos y el informe de una prueba, o por qué no los hay."""
        seal = secrets.token_hex(16)
        at = test.rindex(".points()")
        test = test[:at] + f'.sealed("{seal}")' + test[at + len(".points()") :]
        silence, restore = (SILENCE, RESTORE) if self.runner.unix else ("", "")
        code = (
            f"{{\n{silence}    #[allow(warnings)]\n    let nota = {{\n{outer}\n"
            f"'nota: {{\nlet nota = {test};\nbreak 'nota nota;\n{answer}\n;\n::std::string::String::new()\n}} }};\n"
            f"{restore}    nota\n}}"
        )
        self._ready()
        done = self._execute(code)
        if OURS.search(done.problem or "") or (done.status == "ok" and done.result is None):
            self._restart()  # no es cosa de la respuesta: se repite una vez
            self._ready()
            done = self._execute(code)
        results = [out.data.get("text/plain", "") for out in done.outputs if out.output_type == "execute_result"]
        found = [text for text in map(unquote, results) if text.startswith(f"{seal} ")]
        if done.status == "ok" and len(found) == 1:
            return found[0][len(seal) + 1 :], ""
        return None, reason(done, CELL_SECONDS)
