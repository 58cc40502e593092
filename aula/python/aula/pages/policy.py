"""Qué puede hacer cada página (`Content-Security-Policy`), dicho en un solo sitio.

Ninguna pide nada a la red, y todas llevan dentro sus estilos, sus imágenes y sus letras. Lo que una puede hacer de más va en
su línea: los guiones del sitio calculan con la biblioteca, la barra de lectura pregunta a su servidor cómo va la
preparación, y Formgrader es una página de nbgrader, que trae lo suyo del servidor de quien enseña.
"""

import base64
import hashlib

NOTHING, ITSELF, INLINE = "'none'", "'self'", "'unsafe-inline'"


def _policy(default=NOTHING, own="", **more):
    """Una política: de dónde sale todo, y lo que se cambia, como `script_src="blob:"`."""
    directives = {"default_src": default, "style_src": f"{own}{INLINE}", "img_src": f"{own}data:", "font_src": f"{own}data:"}
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in (directives | more).items())


CLOSED = {"base_uri": NOTHING, "form_action": NOTHING}

SITE = _policy(script_src=f"{INLINE} 'wasm-unsafe-eval' blob:", worker_src="blob:", **CLOSED)
FEEDBACK = _policy(**CLOSED)
FORMGRADE = _policy(ITSELF, f"{ITSELF} ", script_src=f"{ITSELF} {INLINE}")


def reading(*scripts):
    """La de la página que se lee mientras se prepara lo demás: no corre más guiones que `scripts`, el de su barra y el de
    sus partes vivas, que calculan en otro hilo.

    Un cuaderno puede llevar HTML de cualquiera, y esa página comparte dirección con un servidor que ejecuta código.
    """
    live = {"script_src": f"{_only(*scripts)} 'wasm-unsafe-eval'", "worker_src": "blob:"}
    return _policy(connect_src=ITSELF, frame_ancestors=ITSELF, **live, **CLOSED)


def of_class(script):
    """La de la página de una clase: corre `script`, que muestra sus datos, y ninguno más."""
    return _policy(script_src=_only(script), **CLOSED)


def _only(*scripts):
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
