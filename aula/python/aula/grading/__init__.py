"""Calificar cuadernos de Rust: lo que rodea al motor, que es el comando `aula examine`, y lo que nbgrader necesita.

Se lee en este orden: `cleaning` y `outputs` (lo que se toma de un cuaderno ajeno), `editions` (los cuadernos de una edición
anterior), `cells` (qué celda es cada una), `arrivals` (la carpeta o el zip de una clase, y de quién es cada archivo),
`submissions` (qué cuaderno se califica de cada persona), `engine` (las respuestas van al motor y vuelven los puntos),
`validation` (quien resuelve comprueba lo suyo), `preprocessors` (las piezas que se enchufan en nbgrader), `pages` (fórmulas
y textos de sus páginas), `adaptation` (lo que nbgrader no deja configurar), `course` (la configuración), `release` (el
cuaderno del estudiante), `gradebook` (las notas y las páginas, hechas por nbgrader), `worksheet` y `returns` (lo que vuelve
a Moodle), `results` (lo que queda en la carpeta de salida) y `grade` (la tarea de calificar). Entre varias máquinas:
`worker` (lo que hace un trabajador), `cluster` (el reparto) y `room` (poner en marcha el coordinador y los trabajadores).
"""
