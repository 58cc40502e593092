"""Lo que nbgrader necesita para calificar cuadernos de Rust (núcleo evcxr).

Se lee en este orden: `cells` (qué celda es cada una), `sandbox` (dónde corre el código ajeno), `session` (un núcleo con límites),
`runner` (una entrega, de principio a fin), `glue` (las piezas que se enchufan en nbgrader), `build` (el cuaderno del estudiante y el
del profesor, de una sola fuente) y `grade` (la orden `calificar`).
"""
