#!/bin/sh
# El compilador que ve el núcleo dentro del encierro. Una vez compilada la celda borra su texto: el código del estudiante corre después, y
# el texto de una celda de prueba tiene dentro las pruebas ocultas.
"$REAL_RUSTC" "$@"
status=$?
case " $* " in *" --crate-name ctx "*) : > /tmp/evcxr/src/lib.rs ;; esac
exit $status
