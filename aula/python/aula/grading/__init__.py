"""Calificar cuadernos de Rust: lo que rodea al motor, que es el comando `aula examine`.

Se lee en el orden del camino de una entrega:

- `lms`: lo que viene de la plataforma, que es una carpeta o un zip, y de quién es cada archivo (`archive`, `folder`,
  `names`); y lo que vuelve a ella, la hoja rellena y las páginas (`table`, `columns`, `numbers`, `people`, `worksheet`,
  `export`).
- `recognition`, de qué tarea es cada cuaderno; `course`, la tarea que se califica, en todas sus formas;
- `assignment`: una forma, por dentro y por fuera; `cells`, qué es cada celda.
- `submissions`: qué cuaderno se califica de cada persona; `parsing`, `outputs` y `sanitize`, lo que se toma de un cuaderno
  ajeno.
- `answers`: dónde está cada respuesta, con `rust`, que dice qué define una celda; `versions`, los cuadernos que salen de
  otra versión del texto; `restore`, cada celda en su sitio.
- `examination`: las respuestas van al motor (`engine`) y vuelven `results`; `shortcuts`, lo que conviene mirar.
  `validation`: quien resuelve comprueba lo suyo con él.
- `report`: las notas (`table`), la página de cada cual (`material`, `page`), que hacen otros procesos (`rendering`,
  `worker`), lo que queda en la carpeta de salida (`output`) y lo que se cuenta al terminar (`summary`).
- `nbgrader`, para quien lo usa: la configuración de un curso (`course`), sus piezas (`preprocessors`, `adaptation`), las
  formas que se recogen (`forms`), por el orden en que llegó cada cual (`arrivals`), y lo ajeno de sus páginas (`pages`).
- `cluster`: calificar entre varias máquinas, desde quien califica (`client`), en cada una (`worker`) y entre ellas
  (`distribution`); y ponerlas en marcha (`members`).
- `grade`: la tarea de calificar, que lo junta todo.
"""
