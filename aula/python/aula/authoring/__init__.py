"""Escribir una tarea y repartirla: `create` (empezar una), `proof` (que su solución pase sus
pruebas, antes de que salga de aquí), `people` (una lista de personas), `printed` (las páginas en papel y las soluciones),
`give` (las formas, en una carpeta) y `publish` (los cuadernos, y la copia para la clase).
"""
