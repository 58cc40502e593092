"""La página de una persona solo la ve ella.

Todas salen de la misma dirección, y un navegador deja a una página usar lo de las demás de su dirección: la que hiciera una
estudiante tendría, en el navegador de quien enseña, los permisos de quien enseña. Al entrar, cada navegador recibe una
galleta firmada para su sitio; sin ella, el proxy no enseña nada de él.
"""

import hmac
from urllib.parse import quote, unquote

COOKIE = "gradiente-clase"
SENDER = "X-Gradiente-Sender"  # desde qué dirección se pregunta, con la firma del proxy
PREFIX = "/user/"
REFUSED = """<!doctype html><html lang="es"><meta charset="utf-8"><title>No es tu página</title>
<p>Esta página es de otra persona, y solo la ve ella. Si es la tuya, <a href="/hub/logout">sal y entra otra vez</a>.</p>
"""


def sign(secret, name):
    return hmac.new(secret.encode(), name.encode(), "sha256").hexdigest()


def owner(prefix):
    """De quién es lo que hay en una ruta del proxy, o `None` si es de todos."""
    return unquote(prefix.removeprefix(PREFIX).strip("/").split("/")[0]) if prefix.startswith(PREFIX) else None


def opens(secret, prefix, cookie):
    """¿Puede ver lo que hay en esa ruta quien trae esa galleta?"""
    name = owner(prefix)
    return name is None or hmac.compare_digest(sign(secret, name).encode(), cookie.encode())


def vouch(secret, address):
    """Lo que dice el proxy a JupyterHub de quien pregunta."""
    return f"{address} {sign(secret, f'desde {address}')}"


def sender(secret, said):
    """Desde qué dirección se pregunta, o `None` si no lo dice el proxy: a JupyterHub llega también lo de una celda."""
    address = said.partition(" ")[0]
    return address if hmac.compare_digest(vouch(secret, address).encode(), said.encode()) else None


def give(handler, secret, name):
    """La deja en el navegador de quien acaba de entrar."""
    path = f"{PREFIX}{quote(name, safe='@~')}/"
    handler.set_cookie(COOKIE, sign(secret, name), path=path, httponly=True, samesite="Lax")
