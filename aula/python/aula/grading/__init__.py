"""Lo que nbgrader necesita para calificar cuadernos de Rust (núcleo evcxr).

Se lee en este orden: `cells` (qué celda es cada una), `sandbox` (dónde corre el código ajeno), `session` (un núcleo con
límites), `runner` (una entrega, de principio a fin), `preprocessors` (las piezas que se enchufan en nbgrader), `evcxr` (lo
que nbgrader da por hecho del núcleo), `course` (la configuración), `release` (el cuaderno del estudiante) y `grade` (la
tarea de calificar).
"""
