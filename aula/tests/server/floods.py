"""Inunda una clase abierta en esta máquina, y mide lo que espera mientras otra persona: python floods.py DIRECCIÓN

No forma parte de `cargo test`: ocupa la máquina un minuto. Todo tiene un máximo, y al acabar no queda nada. Se abre antes
una clase, por ejemplo con `cargo run -- servidor --clave --direccion 127.0.0.1 --datos CARPETA`.
"""

import asyncio
import random
import sys
import time

import httpx
import psutil

SECONDS = 15  # lo que dura cada inundación
LONGEST = 5  # lo que puede esperar quien no tiene nada que ver
GROWTH = 60 << 20  # lo que puede crecer el proxy
MANY = 40


def proxy_bytes():
    """Lo que ocupa el proxy de la clase."""
    found = [one for one in psutil.process_iter(["cmdline"]) if "aula.classroom.proxy" in (one.info["cmdline"] or [])]
    assert found, "no hay ninguna clase abierta en esta máquina"
    return sum(one.memory_info().rss for one in found)


async def slowly():
    """Un cuerpo que no acaba: un byte por segundo."""
    for _ in range(SECONDS):
        yield b"x"
        await asyncio.sleep(1)


async def enormous():
    """Y uno enorme."""
    for _ in range(2000):
        yield b"x" * (1 << 20)


async def slow_request(http):
    await http.post("/hub/login", content=slowly())


async def upload(http):
    await http.post("/user/ana/api/contents/enorme", content=enormous(), headers={"Content-Length": str(2000 << 20)})


async def silent(http):
    """Cien conexiones que no terminan de pedir nada."""
    place = http.base_url
    held = [await asyncio.open_connection(place.host, place.port) for _ in range(100)]
    for _, writer in held:
        writer.write(b"GET /hub/login HTTP/1.1\r\nHost: a\r\nX-Lento: ")
    await asyncio.sleep(SECONDS)
    for _, writer in held:
        writer.close()


async def websocket(http):
    """Un websocket a la página de otra persona."""
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    await http.get("/user/ana/api/events/subscribe", headers=headers)


async def wrong_key(http):
    await http.get("/hub/login")
    form = {"username": "ana", "password": "otra", "_xsrf": http.cookies.get("_xsrf", "")}
    anywhere = ".".join(str(random.randrange(1, 255)) for _ in range(4))  # dice que llama desde otro sitio cada vez
    await http.post("/hub/login", data=form, headers={"X-Real-Ip": anywhere, "X-Forwarded-For": anywhere})


async def attacker(address, attack, end):
    """Repite un ataque hasta `end`; que se lo nieguen o le corten es lo que se espera.

    Sin cargar certificados, que aquí no se usan, y entretanto no se mediría.
    """
    async with httpx.AsyncClient(base_url=address, timeout=SECONDS + 5, trust_env=False, verify=False) as http:
        while time.monotonic() < end:
            try:
                await asyncio.wait_for(attack(http), SECONDS + 5)
            except (httpx.HTTPError, OSError, TimeoutError):
                await asyncio.sleep(0.2)


async def bystander(address, end):
    """Lo más que espera quien abre la página de entrada."""
    longest = 0
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, verify=False) as http:
        while time.monotonic() < end:
            start = time.monotonic()
            (await http.get("/hub/login")).raise_for_status()
            longest = max(longest, time.monotonic() - start)
            await asyncio.sleep(0.2)
    return longest


async def flood(address):
    for attack in (slow_request, upload, silent, websocket, wrong_key):
        before, end = proxy_bytes(), time.monotonic() + SECONDS
        attackers = [asyncio.create_task(attacker(address, attack, end)) for _ in range(MANY)]
        waited = await bystander(address, end)
        grown = proxy_bytes() - before
        await asyncio.gather(*attackers)
        print(f"{attack.__name__}: {MANY} a la vez; otra persona espera {waited:.1f} s, y el proxy crece {grown >> 20} MB")
        assert waited < LONGEST and grown < GROWTH, attack.__name__


if __name__ == "__main__":
    asyncio.run(flood(sys.argv[1]))
