"""El texto de una tarea: lo que escribe quien enseña, leído y comprobado, y las formas que salen de él.

Se lee en este orden: `lines` (los renglones, con lo que incluyen), `mistakes` (qué está mal, en su línea), `settings` (lo de
arriba del todo), `blocks` (los trozos: cada celda, con lo que dice de ella su primera línea), `parts` y `structure` (los
ejercicios y las preguntas que forman), `fields` (lo que va entre llaves dobles), `assignment`, que lo junta, `checks` (lo
que se ve mal sin ejecutar nada) y `text`, que lee un archivo. De ahí, `key` (el secreto del curso),
`forms` (la misma tarea, con otros números) y `catalog` (las tareas que hay).

Lo que escribe una persona es corto, `respuesta="cadena"`; lo que necesita nbgrader, `nbgrader={…}`, se hace aquí. El texto
largo también se lee.
"""
