"""Los arreglos de bibliotecas ajenas, cada uno en su archivo.

Cada archivo dice qué arregla, de qué biblioteca y de qué versión, dónde se ha contado en público, si se ha contado, y cómo
se pone. Su prueba, en `tests/upstream`, ejecuta también la biblioteca sin arreglar: el día que el fallo ya no esté, esa
prueba falla y el archivo sobra. Aquí no se usa nada de los demás cuartos: son ellos los que ponen los arreglos.
"""
