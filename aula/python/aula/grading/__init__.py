"""Calificar cuadernos de Rust: lo que rodea al motor, que es el comando `aula examine`.

Se lee en el orden del camino de una entrega:

- `lms`: lo que viene de la plataforma, que es una carpeta o un zip, y de quién es cada archivo (`archive`, `folder`,
  `names`); y lo que vuelve a ella, la hoja rellena y las páginas (`table`, `worksheet`, `export`).
- `submissions`: qué cuaderno se califica de cada persona; `outputs` y `sanitize`, lo que se toma de un cuaderno ajeno.
- `cells`: qué es cada celda; `versions`, los cuadernos que salen de otra versión del texto; `restore`, cada celda en su
  sitio.
- `engine`: las respuestas van al motor y vuelven los puntos. `validation`: quien resuelve comprueba lo suyo con él.
- `report`: las notas y lo que queda en la carpeta de salida (`results`), lo que se cuenta al terminar (`summary`), y las
  fórmulas y los textos ajenos de las páginas (`pages`).
- `nbgrader`: la configuración de un curso (`course`) y sus piezas (`preprocessors`, `adaptation`), la tarea publicada
  (`release`), y las notas y las páginas que hace él (`gradebook`).
- `cluster`: calificar entre varias máquinas, desde quien califica (`client`), en cada una (`worker`) y entre ellas
  (`distribution`); y ponerlas en marcha (`members`).
- `grade`: la tarea de calificar, que lo junta todo.
"""
