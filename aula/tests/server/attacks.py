"""Lo que intentaría una estudiante con lo de otra, o con lo de quien enseña, desde una celda o desde su página."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import nbformat
import psutil

from aula.classroom import confinement, limits
from aula.classroom.settings import DATA_VARIABLE, VARIABLE
from aula.classroom.visitor import text
from aula.facts import NOTEBOOKS, ROOT, TEACHER, VENV

EVIL = "open({place!r}, 'w').write('dentro')\n"


async def own_settings(visitor, home):
    """La configuración y las bibliotecas que haya en su carpeta no corren en su servidor."""
    await visitor.close_server()
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    planted = [
        ".jupyter/jupyter_server_config.py",
        ".jupyter/jupyter_config.py",
        ".jupyter/nbgrader_config.py",
        "jupyter_server_config.py",
        "nbgrader_config.py",
        f".local/lib/{python}/site-packages/usercustomize.py",
        ".local/etc/jupyter/jupyter_server_config.py",
    ]
    marks = []
    for number, name in enumerate(planted):
        marks.append(home / f"entré-{number}")
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(EVIL.format(place=str(marks[-1])), encoding="utf-8")
    page = home / ".local/share/jupyter/labextensions/mala"
    page.mkdir(parents=True)
    (page / "package.json").write_text(json.dumps({"name": "mala", "version": "1.0.0", "jupyterlab": {}}))
    owner = home.stat().st_uid
    if os.geteuid() == 0:
        for path in home.rglob("*"):
            os.chown(path, owner, owner)
    await visitor.open_server()
    await visitor.ask("GET", "assignments?course_id=gradiente")
    assert [mark for mark in marks if mark.exists()] == []
    answer = await visitor.http.get(f"/user/{visitor.name}/lab/extensions/mala/package.json")
    assert answer.status_code == 404, answer
    for name in ("jupyter_server_config.py", "nbgrader_config.py"):
        (home / name).unlink()


async def no_privileges(kernel):
    said = text(await kernel.run('println!("{}", std::fs::read_to_string("/proc/self/status").unwrap());'))
    assert "NoNewPrivs:\t1" in said, said


async def no_lasting_token(visitor):
    """Con la galleta de una página no se pide un permiso que dure más que ella."""
    answer = await visitor.http.post(f"/hub/api/users/{visitor.name}/tokens", headers=visitor.headers("/hub/"), json={})
    assert answer.status_code in (403, 404), answer


async def page_of(visitor, other):
    """La página de otra persona, tal como la sirve su servidor, no llega a este navegador."""
    for path in ("lab", "static/favicons/favicon.ico", "api/contents", ""):
        answer = await visitor.http.get(f"/user/{other}/{path}")
        assert answer.status_code == 403 and "Esta página es de otra persona" in answer.text, (path, answer)


async def from_a_browser(visitor, other):
    """Lo que se intenta con una página, un enlace o una petición hecha a mano."""
    http, mine = visitor.http, f"/user/{visitor.name}/"
    for place in ("//malo.example", "/\\malo.example", "https:malo.example", "https://malo.example/", "%2F%2Fmalo.example"):
        answer = await http.get("/hub/login", params={"next": place}, follow_redirects=False)
        assert where(visitor, answer) == urlsplit(visitor.address).netloc, (place, answer.headers)
    for host in ({"Host": "malo.example"}, {"X-Forwarded-Host": "malo.example"}):
        answer = await http.get("/hub/spawn", headers=host, follow_redirects=False)
        assert where(visitor, answer) == urlsplit(visitor.address).netloc, (host, answer.headers)
    # Otra página, en su navegador, pide en su nombre: sin la contraseña de un solo uso no se hace nada.
    for method, path in [
        ("POST", f"{mine}api/contents"),
        ("DELETE", f"{mine}api/contents/01_leccion.ipynb"),
        ("POST", f"{mine}api/kernels"),
        ("POST", f"{mine}api/terminals"),
        ("POST", f"{mine}assignments/submit"),
        ("POST", f"{mine}api/shutdown"),
        ("DELETE", f"/hub/api/users/{visitor.name}/server"),
        ("POST", f"/hub/spawn/{visitor.name}"),
    ]:
        answer = await http.request(method, path, headers={"Origin": "http://malo.example"}, json={}, follow_redirects=False)
        assert answer.status_code in (400, 403, 404, 405), (method, path, answer)
    # Y abre un websocket, o quiere ser un marco de otra.
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Origin": "http://malo.example",
    }
    headers["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    answer = await http.get(f"{mine}api/events/subscribe", headers=headers)
    assert answer.status_code == 403, answer
    policy = (await http.get(f"{mine}lab")).headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy or "frame-ancestors 'none'" in policy, policy
    # Servidores con nombre, los de otra, y lo de la administración.
    own = visitor.headers("/hub/")
    for method, path in [
        ("POST", f"/hub/api/users/{visitor.name}/servers/otro"),
        ("POST", f"/hub/api/users/{other}/server"),
        ("DELETE", f"/hub/api/users/{other}/server"),
        ("GET", f"/hub/api/users/{other}"),
        ("GET", "/hub/api/proxy"),
        ("POST", "/hub/api/shutdown"),
        ("GET", "/hub/admin"),
        ("POST", f"/hub/spawn/{other}"),
    ]:
        answer = await http.request(method, path, headers=own, json={}, follow_redirects=False)
        assert answer.status_code in (400, 403, 404), (method, path, answer)
    with contextlib.suppress(httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):  # que se corte también vale
        enormous = await http.get("/hub/login", headers={"X-Enorme": "x" * (128 << 10)})
        assert enormous.status_code in (400, 431), enormous


def where(visitor, answer):
    """A qué sitio llevaría a un navegador, que lee `\\` como `/`."""
    return urlsplit(urljoin(visitor.address, answer.headers.get("location", "").replace("\\", "/"))).netloc


async def kernel_of(kernel, home):
    """A los puertos del núcleo de otra persona no se llega, ni para escuchar ni para terminar con él."""
    assert confinement.separates_ports(), (
        "este Linux no separa los puertos de cada persona (Landlock con reglas para la red: Linux 6.7): la prueba no se "
        "puede hacer en él"
    )
    runtime = home / ".local/share/jupyter/runtime"
    end = time.monotonic() + 60
    while not (found := sorted(runtime.glob("kernel-*.json"))):
        assert time.monotonic() < end, "la otra persona no abrió su núcleo"
        await asyncio.sleep(0.2)
    connection = json.loads(found[0].read_text(encoding="utf-8"))
    for port in ("shell_port", "iopub_port", "control_port"):
        code = f'println!("{{:?}}", std::net::TcpStream::connect(("127.0.0.1", {connection[port]})).map(|_| ()));'
        said = text(await kernel.run(code))
        assert "PermissionDenied" in said, (port, said)


async def memory_in_files(kernel):
    """Los archivos de `/dev/shm` ocupan memoria: también cuentan, y se borran; y termina quien los tiene abiertos."""
    place = f"/dev/shm/gradiente-prueba-{os.getpid()}"
    code = f"""
    let mut archivo = std::fs::File::create("{place}").unwrap();
    let trozo = vec![1u8; 100 << 20];
    for _ in 0..16 {{ std::io::Write::write_all(&mut archivo, &trozo).unwrap(); }}
    """
    try:
        await kernel.run(code)
        end = time.monotonic() + 30
        while os.path.exists(place):
            assert time.monotonic() < end, f"sigue ahí {place}"
            await asyncio.sleep(0.5)
        open_files = (
            'std::fs::read_dir("/proc/self/fd").unwrap().filter_map(|uno| std::fs::read_link(uno.unwrap().path()).ok())'
        )
        count = f'println!("{{}}", {open_files}.filter(|uno| uno.to_string_lossy().starts_with("{place}")).count());'
        while text(await kernel.run(count)).strip() != "0":
            assert time.monotonic() < end, f"sigue abierto {place}"
    finally:
        Path(place).unlink(missing_ok=True)


async def loose(kernel):
    """Un proceso que borra sus variables, se suelta de quien lo puso en marcha y sigue ahí: hasta que se cierre la clase."""
    words = '["--fork", "env", "-i", "sleep", "2980"]'
    said = text(await kernel.run(f'println!("{{:?}}", std::process::Command::new("setsid").args({words}).status());'))
    assert "Ok(ExitStatus(unix_wait_status(0)))" in said, said
    assert any(one.info["cmdline"] == ["sleep", "2980"] for one in psutil.process_iter(["cmdline"])), "no llegó a empezar"


async def intrude(visitor, kernel, data, other, folder):
    """Todo lo demás que se puede intentar desde una celda con lo de la otra, que está en `folder`: qué se consigue."""
    script = Path(__file__).with_name("intruder.py").read_text(encoding="utf-8")
    file = {"type": "file", "format": "text", "content": script}
    await visitor.ask("PUT", "api/contents/intrusa.py", json=file)
    place = data / "tmp" / "de-otra"
    place.mkdir(mode=0o700, exist_ok=True)
    asked = json.dumps(around(data, other, folder) | {"other": other, "teacher": "profe", "address": visitor.address})
    program = f'std::process::Command::new("{VENV}/bin/python").args(["-I", "intrusa.py", r#"{asked}"#])'
    code = f"let salida = {program}.output().unwrap();"
    code += 'println!("{}{}", String::from_utf8_lossy(&salida.stdout), String::from_utf8_lossy(&salida.stderr));'
    said = text(await kernel.run(code))
    assert said.startswith("{"), said
    found = json.loads(said)
    assert found["tried"] > 100 and found["got"] == [], found


def around(data, other, folder):
    """Lo que no es de quien ataca: procesos, carpetas, archivos y puertos."""
    of_class = limits.processes_of(0, mark={VARIABLE: str(data / "hub" / "ajustes.json")})
    named = {"jupyterhub_config.py": "JupyterHub", "aula.classroom.proxy": "el proxy", "idle_culler": "quien cierra"}
    processes = {label: one.pid for one in of_class for word, label in named.items() if word in " ".join(one.cmdline())}
    theirs = limits.processes_of(0, mark={DATA_VARIABLE: str(data), "JUPYTERHUB_USER": other})
    processes |= {f"{one.name()} de {other}": one.pid for one in theirs}
    settings = json.loads((data / "hub" / "ajustes.json").read_text())
    ports = [settings["proxy_port"], *{connection.laddr.port for one in theirs for connection in listening(one)}]
    closed = [folder, data / "estudiantes", data / "hub", data / "curso", ROOT / "notebooks/fuente", ROOT / ".git"]
    not_written = [
        data,
        data / "configuracion",
        data / "intercambio/gradiente",
        VENV,
        VENV / "bin",
        ROOT,
        ROOT / "notebooks",
        "/etc",
        "/usr/local/bin",
    ]
    files = [data / "hub/puerta.txt", folder / "01_leccion.ipynb", data / "hub/jupyterhub.log", TEACHER, "/etc/shadow"]
    assert len(processes) > 3 and len(ports) > 1, (processes, ports)
    paths = {"closed": closed, "not_written": not_written, "files": files, "of_others": [data / "tmp/de-otra"]}
    found = {name: [str(path) for path in group] for name, group in paths.items()}
    return found | {"processes": processes, "ports": ports, "abstract": "jupyter"}


def listening(process):
    try:
        return [one for one in process.net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    except psutil.Error:
        return []


def reading(home, data, password):
    """Todo lo que su usuario puede leer, y nada de ello es del curso."""
    uid = home.stat().st_uid
    secrets = [(data / "hub" / name).read_text().strip() for name in ("clave_docente.txt", "puerta.txt")]
    needles = [*course_lines(), *secrets, password]
    walker = Path(__file__).with_name("walk.py").read_text(encoding="utf-8")
    places = [str(ROOT), str(data), "/dev/shm"]
    asked = json.dumps({"needles": needles, "places": places, "skip": [str(home)]})
    run = subprocess.run(
        [VENV / "bin" / "python", "-I", "-c", walker],
        input=asked,
        capture_output=True,
        text=True,
        user=uid,
        group=uid,
        extra_groups=[],
        cwd="/",
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["read"] > 100, "no leyó casi nada"
    assert found["found"] == [], found["found"]


def course_lines():
    """Líneas de las soluciones y de las pruebas ocultas que no están en ningún otro sitio que se reparta."""
    # Lo que usa la biblioteca se parece a una solución que también la usa.
    uses = [ROOT / "src", ROOT / "aula" / "exam" / "src" / "shared", ROOT / "aula" / "web" / "src"]
    sources = [path for folder in uses for path in folder.rglob("*.rs")]
    shared = [*NOTEBOOKS.glob("*.ipynb"), *sources, ROOT / "README.md"]
    public = "".join(path.read_text(encoding="utf-8") for path in shared)
    found = []
    for cell in nbformat.read(TEACHER, as_version=4).cells:
        if cell.metadata.get("nbgrader", {}).get("solution") or "HIDDEN TESTS" in cell.source:
            lines = [line.strip() for line in cell.source.splitlines()]
            said = lambda line: line in public or json.dumps(line, ensure_ascii=False)[1:-1] in public  # noqa: E731
            found += [line for line in lines if len(line) > 40 and not said(line)]
    assert len(found) > 5, found
    return found
