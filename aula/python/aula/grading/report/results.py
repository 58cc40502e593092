"""Lo que queda en la carpeta de salida: las notas, las páginas y, aparte, lo que había antes."""

import csv
import datetime
import os

GRADES, FEEDBACK, EARLIER, LEDGER = "notas.csv", "retroalimentacion", "anteriores", ".avance"
SHEET, RETURN = "hoja.csv", "retroalimentacion.zip"  # para Moodle


def write_grades(submissions, columns, path):
    """Una fila por estudiante; vacío donde tiene que calificar una persona o no se pudo calificar."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["estudiante", *columns, "total", "observaciones"])
        for submission in submissions:
            scores = [submission.scores.get(name) for name in columns]
            shown = ["" if score is None else f"{score:g}" for score in [*scores, submission.total]]
            table.writerow([submission.student, *shown, "; ".join(submission.notes)])


def publish(fresh, output):
    """Pone los resultados en su sitio de una vez; los de antes se guardan con su fecha."""
    output.mkdir(parents=True, exist_ok=True)
    previous = [output / name for name in (GRADES, FEEDBACK, SHEET, RETURN) if (output / name).exists()]
    if previous:
        stamp = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        kept = output / EARLIER / stamp
        while kept.exists():
            kept = kept.with_name(kept.name + "_bis")
        kept.mkdir(parents=True)
        for path in previous:
            os.replace(path, kept / path.name)
        print(f"Las notas que había en {output} están ahora en {kept}.")
    for name in (FEEDBACK, SHEET, RETURN, GRADES):
        if (fresh / name).exists():
            os.replace(fresh / name, output / name)
