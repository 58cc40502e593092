"""Lo que hace una clase de prueba: python class.py QUÉ …"""

import asyncio
import base64
import json
import os
import pwd
import shutil
import socket
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import attacks
import own_forms
import psutil
from tornado.web import HTTPError

from aula.classroom import admin, limits, machine, spawner
from aula.classroom.patience import FREE
from aula.classroom.settings import DATA_VARIABLE, PEOPLE, VARIABLE, Settings
from aula.classroom.visitor import Refused, Visitor, failed, text
from aula.facts import NOTEBOOKS, VENV
from aula.upstream import translation

ROOT = os.geteuid() == 0
SLEEP = ["sleep", "297"]
FORMGRADER = "@jupyter/nbgrader:formgrader"
COMMON = {"root": True, "teacher": "ana", "address": "127.0.0.1", "port": 8000, "hub_port": 8001, "proxy_port": 8002}
COMMON |= {"password": True, "teacher_key": "x" * 32, "megabytes": 1500, "processes": 100, "idle_minutes": 30}


async def student(address, name, password, data, other):
    """Una estudiante entra con su nombre, como lo escribiría, y usa el núcleo."""
    async with Visitor(address, name) as visitor:
        await visitor.enter(password)
        await visitor.open_server()
        found = sorted(one["name"] for one in (await visitor.ask("GET", "api/contents"))["content"])
        assert found == ["01_leccion.ipynb", "02_por_dentro.ipynb", "03_ejercicios.ipynb", "errores.md"], found
        assert FORMGRADER in await hidden(visitor), "ve lo de quien enseña"
        home = Path(data, "estudiantes", visitor.name)
        assert (home / found[0]).read_bytes() == (NOTEBOOKS / found[0]).read_bytes()

        if name == "Ana":
            await attacks.own_settings(visitor, home)
        laboratory = await visitor.http.get("/lectura/laboratorio.html", follow_redirects=True)
        assert laboratory.url.path == f"/user/{visitor.name}/lectura/laboratorio.html", laboratory.url
        assert laboratory.status_code == 200 and "<title>Laboratorio" in laboratory.text, laboratory.text[:500]
        kernel = await visitor.kernel("01_leccion.ipynb")
        outputs = await kernel.run("gradiente::sigmoid(0.0)")
        assert text(outputs) == "0.5" and not failed(outputs), outputs
        # No se ha compilado ninguna biblioteca: las suyas son las preparadas, con sus fechas.
        scratch = Path(text(await kernel.run('println!("{}", std::env::var("EVCXR_TMPDIR").unwrap());')).strip())
        prepared = {path.name: path.stat().st_mtime for path in (VENV / "bibliotecas").rglob("*.rlib")}
        copied = {path.name: path.stat().st_mtime for path in scratch.rglob("*.rlib")}
        assert prepared and copied == prepared, set(copied.items()) ^ set(prepared.items())

        # Lo que guarda va a su carpeta. Si cada cual es un usuario del sistema, no lee la de los demás ni las soluciones.
        await kernel.run('std::fs::write("mio.txt", "hola").unwrap();')
        assert (home / "mio.txt").read_text() == "hola"
        if ROOT:
            uids = [one.stat().st_uid for one in (home, Path(data, "estudiantes", other))]
            assert len({*uids}) == 2 and {uid - uid % PEOPLE for uid in uids} == {people(data)}, uids
            for secret in (Path(data, "estudiantes", other), Path(data, "hub", "clave_docente.txt"), NOTEBOOKS / "fuente"):
                said = text(
                    await kernel.run(
                        f'println!("{{}}", std::fs::metadata("{secret}/.").is_err() && std::fs::read("{secret}").is_err());'
                    )
                )
                assert said.strip() == "true", f"{visitor.name} lee {secret}"
        try:
            await visitor.ask("GET", f"../{other}/api/contents")
        except Exception as refused:
            assert "403" in str(refused) or "404" in str(refused), refused
        else:
            raise AssertionError("ve el servidor de otra")

        await attacks.no_privileges(kernel)
        await attacks.no_lasting_token(visitor)
        if name == "Ana":
            await attacks.kernel_of(kernel, Path(data, "estudiantes", other))
            await attacks.page_of(visitor, other)
            await attacks.from_a_browser(visitor, other)
            if ROOT:
                attacks.reading(home, Path(data), password)
                await attacks.intrude(visitor, kernel, Path(data), other, Path(data, "estudiantes", other))
                await attacks.memory_in_files(kernel)
        # Los límites: pedir demasiado termina con lo que lo pide, y nada más.
        said = text(await kernel.run("let enorme: Vec<u8> = vec![1; 3 << 30]; enorme.len()"))
        assert "SIGABRT" in said or "memory allocation" in said, said
        # Lo último que dijo el proceso que terminó puede llegar con la celda siguiente.
        outputs = await kernel.run("1 + 1")
        assert text([one for one in outputs if one["output_type"] == "execute_result"]) == "2", outputs
        log = Path(data, "hub", "jupyterhub.log")
        swarm = 'for _ in 0..150 { let _ = std::process::Command::new("sleep").arg("297").spawn(); }'
        if name == "Ana":
            running = asyncio.create_task(kernel.run(swarm))
            # Pueden durar menos que lo que se tarda en buscarlos: que empezaron lo dice quien terminó con ellos.
            await until(lambda: "procesos: se termina" in log.read_text(), "que se termine con los procesos de más")
            await until(lambda: sleeping() == 0, "que no quede ninguno")
            running.cancel()
        await visitor.ask("GET", "api/contents")  # su servidor sigue ahí


def people(data):
    """El primero de los usuarios del sistema de la clase de esa carpeta."""
    return Settings(**COMMON | {"data": data}).first_uid


async def hidden(visitor):
    """Lo que la página de JupyterLab no enseña; de paso, que sabe de quién es, como espera JupyterHub."""
    page = (await visitor.http.get(f"/user/{visitor.name}/lab")).text
    settings = json.loads(page.split('<script id="jupyter-config-data" type="application/json">')[1].split("</script>")[0])
    assert settings["hubUser"] == visitor.name, settings
    return settings.get("disabledExtensions", [])


def sleeping():
    """Cuántos procesos quedan de la celda de los procesos."""
    return sum(process.info["cmdline"] == SLEEP for process in psutil.process_iter(["cmdline"]))


async def until(condition, what):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, f"no llegó a pasar: {what}"
        await asyncio.sleep(0.2)


async def refused(address, name, password):
    async with Visitor(address, name) as visitor:
        try:
            await visitor.enter(password)
        except Refused as answer:
            return str(answer)
    raise AssertionError(f"{name} entró con «{password}»")


async def teacher(address, password):
    """Quien enseña tiene, además, su curso."""
    async with Visitor(address, "profe") as visitor:
        await visitor.enter(password)
        await visitor.open_server()
        await visitor.ask("GET", "formgrader/api/assignments")
        found = [one["name"] for one in (await visitor.ask("GET", "api/contents"))["content"]]
        assert "curso" in found, found
        assert FORMGRADER not in await hidden(visitor)
        page = (await visitor.http.get("/hub/admin")).text
        assert '"Última actividad"' in page and '"Last Activity"' not in page, page


def texts():
    """Cada entrada de la tabla es de la página de JupyterHub, y lo que se pone cierra lo mismo que abre."""
    script = admin.SCRIPT.read_text(encoding="utf-8")
    assert "</script" not in script, "dentro de la página terminaría ahí"
    for english, spanish in translation.table(admin.TEXTS, admin.PART).items():
        assert english in script, f"JupyterHub ya no dice esto; pon al día {admin.TEXTS.name}: {english}"
        for opens, closes in ("()", "{}"):
            balance = [text.count(opens) - text.count(closes) for text in (english, spanish)]
            assert balance[0] == balance[1], spanish
        assert english.count('"') % 2 == spanish.count('"') % 2, spanish


async def lesson(address, password, teacher_password, data):
    bad = await refused(address, "ana", "otra-clave")
    assert "La clave o el nombre no son correctos" in bad, bad
    await refused(address, "profe", password)  # con la clave de la clase no se entra como quien enseña
    unusable = await refused(address, "李明", password)
    assert "Entra con este: estudiante-" in unusable, unusable
    await asyncio.gather(
        student(address, "Ana", password, data, "jose-nunez"),
        student(address, " José Núñez", password, data, "ana"),
        teacher(address, teacher_password),
    )
    students = [("Ana", password), (" José Núñez", password)]
    await own_forms.everyone_has_their_own(address, data, ("profe", teacher_password), students)
    taken = await refused(address, "Jose Nunez", password)
    assert "es el de la carpeta de «José Núñez»" in taken, taken
    for _ in range(FREE):
        await refused(address, "ana", "otra-clave")
    slowed = await refused(address, "ana", password)
    assert "Demasiadas claves equivocadas: espera" in slowed, slowed


async def account(address, name, password, other, data=None):
    """Una cuenta de la máquina entra con su contraseña, y no llega a lo de otra."""
    home, others = (Path(pwd.getpwnam(each).pw_dir) for each in (name, other))
    async with Visitor(address, name) as visitor:
        await visitor.enter(password)
        await visitor.open_server()
        kernel = await visitor.kernel("01_leccion.ipynb")
        said = text(await kernel.run('std::fs::write("mio.txt", "hola").unwrap(); gradiente::sigmoid(0.0)'))
        assert said == "0.5", said
        assert (home / "gradiente" / "mio.txt").stat().st_uid == pwd.getpwnam(name).pw_uid
        for secret in (others / "gradiente", NOTEBOOKS / "fuente", NOTEBOOKS / "curso" / "source"):
            said = text(await kernel.run(f'println!("{{}}", std::fs::read_dir("{secret}").is_err());'))
            assert said.strip() == "true", f"{name} lee {secret}"
        await attacks.no_privileges(kernel)
        await attacks.no_lasting_token(visitor)
        await attacks.kernel_of(kernel, others)
        await attacks.page_of(visitor, other)
        await attacks.loose(kernel)
        if data:
            await attacks.intrude(visitor, kernel, Path(data), other, others / "gradiente")


async def accounts(address, password, data, first, second, outsider):
    """Dos cuentas del grupo, y otra que no lo es."""
    await refused(address, first, "otra-clave")
    await refused(address, outsider, password)
    await refused(address, "root", password)
    attacker = account(address, first, password, second, data)
    await asyncio.gather(attacker, account(address, second, password, first))


def closed(data):
    """Cerrada la clase, no queda nadie de ella, y las carpetas siguen."""
    assert Path(data, "estudiantes", "ana", "mio.txt").is_file()
    assert not list(Path(data, "tmp").glob("gradiente-*")), "quedó la carpeta de un núcleo"
    assert sleeping() == 0


async def working(address, password, note):
    """Una estudiante tiene su núcleo abierto, con algo guardado."""
    async with Visitor(address, "Ana") as visitor:
        await visitor.enter(password)
        await visitor.open_server()
        kernel = await visitor.kernel("01_leccion.ipynb")
        said = await kernel.run(f'std::fs::write("nota.txt", "{note}").unwrap(); 1 + 1')
        assert text(said) == "2", said


async def disk(address, password, data):
    """Una estudiante llena el disco de la clase, que es pequeño: se cierra lo suyo, y la otra sigue guardando."""
    async with Visitor(address, "Ana") as ana, Visitor(address, "Eva") as eva:
        for visitor in (eva, ana):
            await visitor.enter(password)
            await visitor.open_server()
        piece = base64.b64encode(os.urandom(2 << 20)).decode()
        for number in range(40):
            if shutil.disk_usage(data).free < 5 << 20:
                break
            content = {"type": "file", "format": "base64", "content": piece}
            await ana.ask("PUT", f"api/contents/grande-{number}.bin", json=content)
        log = Path(data, "hub", "jupyterhub.log")
        await until(lambda: "queda poco de disco: se cierra lo de ana" in log.read_text(), "que se cierre lo suyo")
        await until(lambda: not limits.processes_of(0, mark=mark_of(data, "ana")), "que no quede nada suyo")
        await asyncio.sleep(machine.SECONDS + 1)  # el disco sigue lleno, y no se cierra a nadie más
        await eva.ask("PUT", "api/contents/nota.txt", json={"type": "file", "format": "text", "content": "hola"})
        assert Path(data, "estudiantes", "eva", "nota.txt").read_text() == "hola"
        assert Path(data, "estudiantes", "ana", "grande-0.bin").stat().st_size == 2 << 20, "sus archivos se quedan"


def mark_of(data, name):
    return {DATA_VARIABLE: data, "JUPYTERHUB_USER": name}


def kill(data, what):
    """Mata de golpe JupyterHub o el servidor de la estudiante; con su servidor terminan, también, sus núcleos."""
    word = {"jupyterhub": "jupyterhub_config.py", "server": "aula.classroom.single"}[what]
    mine = ("GRADIENTE_CLASS", "GRADIENTE_CLASS_DATA")
    found = []
    for process in psutil.process_iter():
        try:
            variables, words = process.environ(), " ".join(process.cmdline())
        except psutil.Error:
            continue
        if word in words and any(variables.get(name, "").startswith(data) for name in mine):
            found.append(process)
    assert found, f"no hay ningún {what} de esa clase"
    for process in found:
        process.kill()
    if what == "server":
        asyncio.run(until(lambda: not limits.processes_of(0, mark={DATA_VARIABLE: data}), "que terminen sus núcleos"))


def kept(data, note):
    """Lo guardado sigue ahí."""
    assert Path(data, "estudiantes", "ana", "nota.txt").read_text() == note


def nobody_passes_for_the_teacher(authenticator, key):
    """Con la clave de la clase, de ninguna manera de escribir su nombre se entra con él."""
    written = [
        "ana",
        "ANA",
        " ana.",
        "ａｎａ",
        "аna",
        "an\u0430",
        "a\u200bna",
        "ana\u0301",
        "ana\0",
        "x/../ana",
        "..",
        "root",
        "",
    ]
    for name in written:
        try:
            found = asyncio.run(authenticator.authenticate(None, {"username": name, "password": key}))
        except HTTPError as refused:
            assert refused.status_code == 409, refused
            continue
        assert found is None or (found != "ana" and found == Path(found).name), (name, found)


def two_classes_do_not_share_ports(server):
    """Otra clase de la misma máquina tiene los primeros: a quien entra en esta no se le dan."""
    first = spawner.LAST_PORT + 1 - 4 * spawner.PORTS  # los últimos, que no usa ninguna clase de verdad
    nobody_yet = mock.patch.dict(spawner.BLOCKS, clear=True)
    with mock.patch.object(spawner, "FIRST_PORT", first), nobody_yet, spawner.take(first):
        assert first + 1 not in server.ports and server.ports[0] > first, server.ports
        assert spawner.take(server.ports[0] - 1) is None, "los suyos los puede tomar otra"
        spawner.BLOCKS[server.user.name].close()


def configuration(data):
    texts()
    from jupyterhub.app import JupyterHub

    from aula.classroom import hub

    assert people(data) != people(data + "-otra"), "dos clases comparten los usuarios del sistema"
    root = pwd.getpwuid(0).pw_uid
    assert spawner.nobody(root) > root, "es de una cuenta"
    for key, kind in [("una-clave-larga", "ClassPassword"), ("", "Accounts")]:
        settings = Settings(**COMMON | {"data": data, "password": bool(key), "key": key})
        settings.places.create(isolated=True)
        settings.write()
        os.environ[VARIABLE] = str(settings.places.settings)
        JupyterHub.clear_instance()
        app = JupyterHub.instance(config_file=str(Path(hub.__file__).with_name("jupyterhub_config.py")))
        app.load_config_file(app.config_file)
        authenticator = app.authenticator_class(config=app.config)
        assert type(authenticator).__name__ == kind, authenticator
        assert authenticator.admin_users == set() and authenticator.allow_all
        if key:
            nobody_passes_for_the_teacher(authenticator, key)
        server = app.spawner_class(config=app.config)
        assert isinstance(server, spawner.ClassSpawner) and server.settings == settings
        server.user = SimpleNamespace(name="ana")
        assert server.mem_limit == 1500 << 20
        assert "--timeout=1800" in app.services[0]["command"], app.services
        two_classes_do_not_share_ports(server)
        with server.port_set_apart(), socket.socket() as other:
            assert other.connect_ex(("127.0.0.1", server.port)), "todavía no atiende nadie"
            try:
                other.bind(("127.0.0.1", server.port))
            except OSError:
                pass
            else:
                raise AssertionError("el puerto de un servidor que empieza era de cualquiera")


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what in ("class", "working", "accounts", "disk"):
        asyncio.run({"class": lesson, "working": working, "accounts": accounts, "disk": disk}[what](*arguments))
    else:
        {"kill": kill, "kept": kept, "closed": closed, "configuration": configuration}[what](*arguments)
