"""¿Sirve una tarea? Lo que se comprueba de ella antes de repartirla.

Se lee en este orden: `mutants` (las soluciones estropeadas), `sitting` (pasar por el motor todo lo de todas las formas a la
vez), `numbers` (si los números se pueden calcular a mano), `findings` (lo que se encuentra, por ejercicio), `told` y `page`
(cómo se cuenta, en la terminal y en una página) y `check`, que es el comando.
"""
