"""Una clase simulada: cuántos estudiantes aguanta esta máquina, y cuánto espera cada uno.

Se abre una clase de verdad, en esta máquina y en una carpeta temporal. Todos entran a la vez por el formulario, ejecutan la
lección entera, recogen la tarea, la resuelven con las soluciones del curso, la ejecutan, la validan y la entregan. Al final,
quien enseña recoge las entregas y califica una.
"""

import asyncio
import os
import statistics
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass, field

import psutil

from .. import files, ports
from ..facts import ASSIGNMENT, LESSON, TEACHER
from ..notebooks.measure import proportional
from ..problem import FAILED, OK, Problem
from . import limits, server
from .settings import Settings
from .visitor import Visitor, failed

TEACHER_NAME = "docente"
COURSE = "gradiente"
STEPS = ["entrar", "primer resultado", "lección entera", "ejercicios resueltos", "validado", "entregado"]


@dataclass
class Student:
    """Lo que le pasó a un estudiante: los segundos desde que empezó la clase hasta cada paso, y lo que falló."""

    name: str
    times: dict = field(default_factory=dict)
    failures: list = field(default_factory=list)


def simulate(students, settings):
    """Abre la clase, la llena de estudiantes, y escribe cuánto tardaron y cuánto ocuparon."""
    if not TEACHER.exists():
        raise Problem(f"Falta {TEACHER}, con las soluciones: la simulación resuelve con ellas los ejercicios.")
    with tempfile.TemporaryDirectory(prefix="clase-simulada-") as folder:
        os.chmod(folder, 0o755)
        own = {"password": True, "teacher": TEACHER_NAME, "data": folder, "address": "127.0.0.1", "port": ports.free()}
        with server.alone(Settings(**settings | own)) as classroom, server.running(classroom) as hub:
            print(f"Clase simulada: {students} estudiantes a la vez en {os.cpu_count()} procesadores.", flush=True)
            memory = Memory(hub.pid, students)
            everyone = asyncio.run(lesson(classroom, students, memory))
    report(everyone, memory)
    return FAILED if any(student.failures for student in everyone) else OK


async def lesson(classroom, students, memory):
    address = f"http://{classroom.address}:{classroom.port}"
    await release(address, classroom)
    memory.start()
    start = time.monotonic()
    everyone = [Student(f"estudiante-{number:03}") for number in range(1, students + 1)]
    await asyncio.gather(*(attend(student, address, classroom.key, start) for student in everyone))
    memory.stop()
    await collect(address, classroom, [student for student in everyone if not student.failures])
    return everyone


async def release(address, classroom):
    """Quien enseña publica la tarea desde su Formgrader, y cierra sus cuadernos."""
    async with Visitor(address, classroom.teacher) as teacher:
        await teacher.enter(classroom.teacher_key)
        await teacher.open_server()
        for step in ("assign", "release"):
            await expect(teacher, f"formgrader/api/assignment/{ASSIGNMENT}/{step}", "publicar la tarea")
        await teacher.close_server()


async def collect(address, classroom, students):
    """Quien enseña recoge lo entregado, y califica la primera entrega: las respuestas del curso valen todos los puntos."""
    async with Visitor(address, classroom.teacher) as teacher:
        await teacher.enter(classroom.teacher_key)
        await teacher.open_server()
        await expect(teacher, f"formgrader/api/assignment/{ASSIGNMENT}/collect", "recoger las entregas")
        found = await teacher.ask("GET", f"formgrader/api/submissions/{ASSIGNMENT}")
        collected = {one["student"] for one in found if one["submitted"]}
        for student in students:
            if student.name not in collected:
                student.failures.append("su entrega no se recogió")
        if students:
            one = f"formgrader/api/submission/{ASSIGNMENT}/{students[0].name}"
            await expect(teacher, f"{one}/autograde", "calificar una entrega")
            grade = await teacher.ask("GET", one)
            if grade["code_score"] != grade["max_code_score"] or not grade["max_code_score"]:
                raise Problem(
                    f"La entrega de {students[0].name} tendría que valer todos los puntos, y vale {grade['code_score']}."
                )
            print(f"  {classroom.teacher}: recogidas {len(collected)} entregas; la primera, {grade['code_score']:g} puntos")


async def expect(teacher, path, what):
    """Pide algo a Formgrader, que tiene que salir bien."""
    answer = await teacher.ask("POST", path)
    if not answer["success"]:
        raise Problem(f"No se pudo {what}:\n{answer.get('log') or answer.get('error')}")


async def attend(student, address, password, start):
    """Un estudiante, desde que entra hasta que entrega."""

    def done(step):
        student.times[step] = time.monotonic() - start
        print(f"  {student.name}: {step}, {student.times[step]:.0f} s", flush=True)

    try:
        async with Visitor(address, student.name) as visitor:
            await visitor.enter(password)
            await visitor.open_server()
            done("entrar")
            lesson = f"{LESSON}.ipynb"
            await run(visitor, lesson, await visitor.notebook(lesson), first=lambda: done("primer resultado"))
            done("lección entera")
            task = {"assignment_id": ASSIGNMENT, "course_id": COURSE}
            await visitor.ask("POST", "assignments/fetch", json=task)
            path = f"{ASSIGNMENT}/{TEACHER.name}"
            book = solved(await visitor.notebook(path))
            await run(visitor, path, book)
            await visitor.save(path, book)
            done("ejercicios resueltos")
            answer = await visitor.ask("POST", "assignments/validate", json={"path": path})
            if not answer["success"]:
                raise Problem(f"no se pudo validar: {answer['value']}")
            done("validado")
            answer = await visitor.ask("POST", "assignments/submit", json=task)
            if not answer["success"]:
                raise Problem(f"no se pudo entregar: {answer['value']}")
            done("entregado")
    except Exception as error:
        student.failures.append(str(error) if isinstance(error, Problem) else traceback.format_exc())
        print(f"  {student.name}: falla.\n{student.failures[-1]}", flush=True)


async def run(visitor, path, book, first=None):
    """Ejecuta un cuaderno celda por celda, como quien pulsa Mayús + Entrar; `first`, al primer resultado."""
    kernel = await visitor.kernel(path)
    for cell in book["cells"]:
        if cell["cell_type"] != "code":
            continue
        outputs = await kernel.run("".join(cell["source"]))
        if said := failed(outputs):
            raise Problem(f"{path}: una celda falla:\n{''.join(cell['source'])}\n{said}")
        cell["outputs"] = [output for output in outputs if output["output_type"] != "error"]
        for output in cell["outputs"]:
            output.pop("transient", None)
        if first and outputs:
            first()
            first = None
    await kernel.close()


def solved(book):
    """El cuaderno del estudiante con las respuestas del curso en sus celdas."""
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in files.read(TEACHER).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for cell in book["cells"]:
        data = cell["metadata"].get("nbgrader", {})
        if data.get("solution"):
            cell["source"] = answers[data["grade_id"]]
    return book


class Memory:
    """Mira cada segundo cuánta memoria ocupa la clase entera; se queda con lo más que ocupó.

    Se cuenta PSS: lo que es solo de un proceso y, de lo que comparten varios, su parte. La suma es lo que ocupan juntos.
    """

    def __init__(self, pid, students):
        self.pid, self.students, self.most, self.each = pid, students, 0, {}
        self.finished = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def start(self):
        self.thread.start()

    def stop(self):
        self.finished.set()
        self.thread.join()

    def watch(self):
        while not self.finished.wait(1):
            sizes = {process: (kind(process), proportional(process)) for process in limits.processes_of(self.pid)}
            total = sum(size for _, size in sizes.values())
            if total > self.most:
                self.most = total
                self.each = {}
                for name, size in sizes.values():
                    self.each.setdefault(name, []).append(size)


def kind(process):
    """Qué es un proceso de la clase."""
    try:
        words = " ".join(process.cmdline())
    except psutil.Error:
        return "otros"
    for word, name in KINDS.items():
        if word in words:
            return name
    return "otros"


KINDS = {
    "aula.classroom.single": "JupyterLab",
    "evcxr_jupyter": "núcleo",
    "rustc": "compilar celdas",
    "cargo": "compilar celdas",
    "jupyterhub": "JupyterHub y su proxy",
    "aula.classroom.proxy": "JupyterHub y su proxy",
}


def report(everyone, memory):
    students = len(everyone)
    print("\n| paso | el primero (s) | la mitad (s) | el último (s) |")
    print("| --- | ---: | ---: | ---: |")
    for step in STEPS:
        times = sorted(student.times[step] for student in everyone if step in student.times)
        if times:
            print(f"| {step} | {times[0]:.0f} | {statistics.median(times):.0f} | {times[-1]:.0f} |")
    print("\n| memoria, cuando más | procesos | MB |")
    print("| --- | ---: | ---: |")
    for name, sizes in sorted(memory.each.items(), key=lambda item: -sum(item[1])):
        print(f"| {name} | {len(sizes)} | {sum(sizes) / 1e6:.0f} |")
    print(f"| todo | | {memory.most / 1e6:.0f} |")
    print(f"| por estudiante | | {memory.most / 1e6 / students:.0f} |")
    wrong = [student.name for student in everyone if student.failures]
    print(f"\nFallos: {', '.join(wrong) if wrong else 'ninguno'}.")
