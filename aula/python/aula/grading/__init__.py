"""Calificar cuadernos de Rust: lo que rodea al motor, que es el comando `aula examinar`, y lo que nbgrader necesita.

Se lee en este orden: `cleaning` y `outputs` (lo que se toma de un cuaderno ajeno), `submissions` (la carpeta de entregas),
`editions` (los cuadernos de una edición anterior), `cells` (qué celda es cada una), `engine` (las respuestas van al motor
y vuelven los puntos), `preprocessors` (las piezas que se enchufan en nbgrader), `pages` (fórmulas y textos de sus
páginas), `evcxr` (lo que nbgrader da por hecho del núcleo), `course` (la configuración), `release` (el cuaderno del
estudiante), `gradebook` (las notas y las páginas, hechas por nbgrader), `results` (lo que queda en la carpeta de salida) y
`grade` (la tarea de calificar).
"""
