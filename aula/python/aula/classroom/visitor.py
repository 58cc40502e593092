"""Un navegador de mentira: entra en la clase por su formulario y usa su servidor y sus núcleos como lo haría JupyterLab."""

import asyncio
import json
import time
import uuid
from http.cookies import SimpleCookie

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from ..problem import Problem
from . import names

PATIENCE = 600  # segundos para cualquier respuesta: con la clase entera a la vez, algunas tardan


class Refused(Problem):
    """No se le dejó entrar."""


class Visitor:
    """Una persona en su navegador, con sus galletas."""

    def __init__(self, address, name):
        self.address, self.written, self.name = address, name, names.normalize(name)
        # Sin mirar las variables del entorno: a la clase no se llega por el proxy con que se sale a Internet.
        self.http = httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=PATIENCE, trust_env=False)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.http.aclose()

    async def enter(self, password):
        """Entra por el formulario."""
        await self.http.get("/hub/login")
        form = {"username": self.written, "password": password, "_xsrf": self.token("/hub/")}
        answer = await self.http.post("/hub/login", data=form)
        if answer.status_code in (403, 409, 429) or "/hub/login" in str(answer.url.path):
            raise Refused(f"{self.name}: no se le deja entrar.\n{answer.text}")
        answer.raise_for_status()

    async def open_server(self):
        """Abre su servidor y espera a que atienda."""
        end = time.monotonic() + PATIENCE
        await self.http.get("/hub/spawn")
        while time.monotonic() < end:
            answer = await self.http.get(f"/hub/api/users/{self.name}", headers=self.headers("/hub/"))
            answer.raise_for_status()
            server = answer.json()["servers"].get("")
            if server is None:
                raise Problem(f"{self.name}: su servidor no se pudo abrir.")
            if server["ready"]:
                (await self.http.get(f"/user/{self.name}/lab")).raise_for_status()
                return
            await asyncio.sleep(0.3)
        raise Problem(f"{self.name}: su servidor no se abrió en {PATIENCE} segundos.")

    async def close_server(self):
        """Cierra su servidor, y con él sus núcleos."""
        answer = await self.http.delete(f"/hub/api/users/{self.name}/server", headers=self.headers("/hub/"))
        answer.raise_for_status()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            answer = await self.http.get(f"/hub/api/users/{self.name}", headers=self.headers("/hub/"))
            answer.raise_for_status()
            if "" not in answer.json()["servers"]:
                return
            await asyncio.sleep(0.3)
        raise Problem(f"{self.name}: su servidor no se cerró en {PATIENCE} segundos.")

    async def ask(self, method, path, **content):
        """Pide algo a su servidor, como lo pide JupyterLab."""
        prefix = f"/user/{self.name}/"
        answer = await self.http.request(method, prefix + path, headers=self.headers(prefix), **content)
        if answer.is_error:
            raise Problem(f"{self.name}: {method} {path} dio {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None

    async def notebook(self, path):
        return (await self.ask("GET", f"api/contents/{path}"))["content"]

    async def save(self, path, notebook):
        await self.ask("PUT", f"api/contents/{path}", json={"type": "notebook", "format": "json", "content": notebook})

    async def kernel(self, path):
        """Un núcleo para el cuaderno `path`."""
        asked = {"path": path, "type": "notebook", "name": path, "kernel": {"name": "rust"}}
        session = await self.ask("POST", "api/sessions", json=asked)
        return await Kernel.connect(self, session)

    def token(self, path):
        """La contraseña de un solo uso que protege los formularios, la de ese sitio."""
        tokens = [cookie.value for cookie in self.http.cookies.jar if cookie.name == "_xsrf" and cookie.path == path]
        return tokens[-1] if tokens else ""

    def headers(self, path):
        return {"X-XSRFToken": self.token(path), "Referer": self.address}

    def cookies(self, path):
        """Las galletas que mandaría un navegador a ese sitio."""
        found = [cookie for cookie in self.http.cookies.jar if path.startswith(cookie.path)]
        found.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(SimpleCookie({cookie.name: cookie.value}).output(header="", sep="").strip() for cookie in found)


class Kernel:
    """Un núcleo en marcha, al otro lado de un websocket."""

    def __init__(self, visitor, session, socket):
        self.visitor, self.session, self.socket = visitor, session, socket

    @classmethod
    async def connect(cls, visitor, session):
        prefix = f"/user/{visitor.name}/"
        path = f"{prefix}api/kernels/{session['kernel']['id']}/channels?session_id={uuid.uuid4().hex}"
        request = HTTPRequest(
            visitor.address.replace("http", "ws", 1) + path,
            headers={"Cookie": visitor.cookies(prefix), "Origin": visitor.address},
            request_timeout=PATIENCE,
            connect_timeout=PATIENCE,
        )
        socket = await websocket_connect(request, max_message_size=100 << 20)
        return cls(visitor, session, socket)

    async def run(self, code):
        """Ejecuta una celda: lo que muestra, en orden."""
        asked = uuid.uuid4().hex
        await self.socket.write_message(json.dumps(message("execute_request", asked, self.visitor.name, code)))
        outputs, idle, replied = [], False, False
        while not (idle and replied):
            raw = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            if raw is None:
                raise Problem(f"{self.visitor.name}: se cortó la conexión con el núcleo.")
            answer = json.loads(raw)
            if answer["parent_header"].get("msg_id") != asked:
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind in ("stream", "error", "execute_result", "display_data"):
                outputs.append({"output_type": kind, **content})
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
            replied = replied or kind == "execute_reply"
        return outputs

    async def close(self):
        self.socket.close()
        await self.visitor.ask("DELETE", f"api/sessions/{self.session['id']}")


def message(kind, identifier, name, code):
    return {
        "header": {"msg_id": identifier, "msg_type": kind, "username": name, "session": identifier, "version": "5.3"},
        "parent_header": {},
        "metadata": {},
        "channel": "shell",
        "buffers": [],
        "content": {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        },
    }


def text(outputs):
    """Lo escrito por una celda, sea lo que sea."""
    return "".join(
        output.get("text") or "\n".join(output.get("traceback", [])) or output.get("data", {}).get("text/plain", "")
        for output in outputs
    )


def failed(outputs):
    """Lo que falló en una celda, o una cadena vacía."""
    return text([one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"])
