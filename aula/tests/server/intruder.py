"""Lo que intenta una estudiante desde una celda, con su usuario: dice lo que consiguió de lo que no debería.

Lo ejecuta un núcleo de verdad, con los límites de la clase. Recibe, en JSON, lo de las demás; escribe, en JSON, lo que pasó.
"""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

asked = json.loads(sys.argv[1])
got, tried = [], []


def attempt(name, action):
    """Lo anota como conseguido si no da error, y lo que devuelve no es `False` ni vacío."""
    tried.append(name)
    try:
        if action():
            got.append(name)
    except (OSError, subprocess.SubprocessError, urllib.error.URLError, ValueError):
        pass


def run(*words):
    return subprocess.run(words, capture_output=True, timeout=20, stdin=subprocess.DEVNULL).returncode == 0


def read(path):
    with open(path, "rb") as file:
        return file.read(1)


def touch(path):
    with open(path, "x"):
        return True


# Los procesos de las demás, y de quien abrió la clase.
for who, pid in asked["processes"].items():
    for what in ("environ", "mem", "maps", "root/etc/shadow", "fd/0", "fd/1"):
        attempt(f"leer {what} de {who}", lambda pid=pid, what=what: read(f"/proc/{pid}/{what}"))
    attempt(f"señal a {who}", lambda pid=pid: os.kill(pid, signal.SIGCONT) is None)
    attempt(f"ptrace a {who}", lambda pid=pid: ctypes.CDLL(None).ptrace(16, pid, 0, 0) == 0)
    attempt(f"prioridad de {who}", lambda pid=pid: os.setpriority(os.PRIO_PROCESS, pid, 19) is None)

# Las carpetas de los demás, y las de todos.
for place in asked["closed"]:
    attempt(f"ver {place}", lambda place=place: os.listdir(place))
    attempt(f"escribir en {place}", lambda place=place: touch(f"{place}/intruso"))
for place in asked["not_written"]:
    attempt(f"escribir en {place}", lambda place=place: touch(f"{place}/intruso"))
for place in asked["files"]:
    attempt(f"leer {place}", lambda place=place: read(place))
    attempt(f"enlace duro a {place}", lambda place=place: os.link(place, "enlace-duro") is None)
for place in asked["of_others"]:  # en carpetas donde escribe cualquiera
    attempt(f"borrar {place}", lambda place=place: os.rename(place, f"{place}.mio") is None)
    attempt(f"leer {place}", lambda place=place: os.listdir(place))

# Ganar permisos, o dejar algo para cuando no se mire.
for words in (["sudo", "-n", "true"], ["su", "-c", "true"], ["pkexec", "true"], ["mount", "-t", "tmpfs", "x", "."]):
    attempt(" ".join(words), lambda words=words: run(*words))
attempt("crontab", lambda: run("sh", "-c", "echo '* * * * * true' | crontab -"))
attempt("at", lambda: run("sh", "-c", "echo true | at now"))
attempt("batch", lambda: run("sh", "-c", "echo true | batch"))
attempt("setuid", lambda: os.setuid(0) is None)
attempt("más prioridad", lambda: os.nice(-1) < 5)
attempt("más memoria", lambda: __import__("resource").setrlimit(2, (-1, -1)) is None)

# Lo que no es de ningún proceso.
library = ctypes.CDLL(None)
attempt("memoria de System V", lambda: library.shmget(0, 1 << 20, 0o1600) >= 0)
attempt("cola de System V", lambda: library.msgget(0, 0o1600) >= 0)
attempt("semáforos de System V", lambda: library.semget(0, 1, 0o1600) >= 0)


def unix(name):
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(name)
        return True


# Los puertos de los demás, por cada camino.
for port in asked["ports"]:
    place = ("127.0.0.1", port)
    attempt(f"puerto {port}", lambda place=place: socket.create_connection(place, 5))
    attempt(f"puerto {port}, por MPTCP", lambda place=place: socket.socket(2, 1, 262).connect(place) is None)
    attempt(f"puerto {port}, al mandar", lambda place=place: socket.socket().sendto(b"x", 0x20000000, place))
    attempt(f"puerto {port}, por IPv6", lambda port=port: socket.create_connection(("::ffff:127.0.0.1", port), 5))
    attempt(f"abrir el {port}", lambda place=place: socket.socket().bind(place) is None)
for family in (17, 38, 40, 43):
    attempt(f"familia {family}", lambda family=family: socket.socket(family, socket.SOCK_STREAM))
with open("/proc/net/unix") as listed:
    sockets = listed.read().splitlines()
for line in sockets:
    if "@" in line.split()[-1] and asked["abstract"] in line:
        attempt(f"socket {line.split()[-1]}", lambda line=line: unix("\0" + line.split()[-1][1:]))

# JupyterHub, con el permiso de su servidor y diciendo que se es otra persona.
token, hub = os.environ["JUPYTERHUB_API_TOKEN"], os.environ["JUPYTERHUB_API_URL"]


def api(method, path, base=None, **headers):
    headers = {"Authorization": f"token {token}"} | headers
    request = urllib.request.Request(
        (base or hub) + path, method=method, headers=headers, data=b"{}" if method != "GET" else None
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        return answer.status < 300 and answer.read()


own, other, teacher = os.environ["JUPYTERHUB_USER"], asked["other"], asked["teacher"]
for method, path in [
    ("GET", "/users"),
    ("GET", f"/users/{other}"),
    ("GET", f"/users/{teacher}"),
    ("POST", f"/users/{other}/server"),
    ("DELETE", f"/users/{other}/server"),
    ("POST", f"/users/{other}/tokens"),
    ("POST", f"/users/{own}/tokens"),
    ("POST", f"/users/{own}/servers/otro"),
    ("PATCH", f"/users/{own}"),
    ("POST", "/users/intrusa"),
    ("DELETE", f"/users/{other}"),
    ("GET", "/proxy"),
    ("POST", "/proxy"),
    ("PATCH", "/proxy"),
    ("GET", "/groups"),
    ("POST", "/groups/otro"),
    ("GET", "/services"),
    ("GET", "/info"),
    ("POST", "/shutdown"),
    ("GET", f"/users/{other}/shares"),
    ("POST", f"/shares/{own}/"),
    ("POST", f"/users/{other}/activity"),
]:
    attempt(f"{method} {path}", lambda method=method, path=path: api(method, path))
attempt(
    "el servidor de otra, con el permiso del propio", lambda: api("GET", f"/user/{other}/api/contents", asked["address"])
)

print(json.dumps({"tried": len(tried), "got": got}))
