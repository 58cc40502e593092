"""Calificar cuadernos de Rust: lo que rodea al motor, que es el comando `aula examinar`, y lo que nbgrader necesita.

Se lee en este orden: `cleaning` y `outputs` (lo que se toma de un cuaderno ajeno), `submissions` (la carpeta de entregas),
`cells` (qué celda es cada una), `engine` (las respuestas van al motor y vuelven los puntos), `validation` (quien resuelve
comprueba lo suyo), `preprocessors` (las piezas que se enchufan en nbgrader), `pages` (fórmulas y textos de sus páginas),
`adaptation` (lo que nbgrader no deja configurar), `course` (la configuración), `release` (el cuaderno del estudiante),
`gradebook` (las notas y las páginas, hechas por nbgrader), `results` (lo que queda en la carpeta de salida) y `grade` (la
tarea de calificar).
"""
