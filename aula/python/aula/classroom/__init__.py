"""Una clase en una máquina: cada estudiante entra con su navegador, y todos usan el mismo entorno, ya preparado.

Se lee en este orden: `settings` (qué se pide y dónde queda cada cosa), `names` y `accounts` (quién entra), `patience` (lo
que espera quien se equivoca de clave), `tree` (recorrer lo ajeno), `memory`, `limits` y `groups` (lo que puede ocupar),
`machine` (lo que es de toda la clase), `calls` y `confinement` (adónde puede llegar), `gate` (quién ve una página),
`spawner` (su servidor), `admin` (la página de quien enseña), `common` y `hub` (la configuración de JupyterHub), `server`
(la clase, desde que se abre hasta Ctrl-C). `guard` y `proxy` son el proxy; `single` y `course` corren ya en el servidor
de cada persona. `containers` es la misma clase en varias máquinas. `simulation` la llena de estudiantes simulados, que
son de `visitor`, y mide.
"""
