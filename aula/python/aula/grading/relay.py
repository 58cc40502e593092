"""Lo primero que corre dentro del encierro: pone los límites, arranca el núcleo y lo comunica con el exterior.

El núcleo solo sabe hablar por TCP y aquí no hay más red que la propia del encierro; cada conexión que llega por uno de los
sockets heredados se reenvía al puerto correspondiente.
"""

import contextlib
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time

NAMES = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]


def pump(source, target):
    try:
        while data := source.recv(1 << 16):
            target.sendall(data)
    except OSError:
        pass
    finally:
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def serve(door, port):
    while True:
        outside, _ = door.accept()
        while True:
            try:
                inside = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:  # el núcleo todavía está arrancando
                time.sleep(0.02)
        for ends in ((outside, inside), (inside, outside)):
            threading.Thread(target=pump, args=ends, daemon=True).start()


def main():
    order = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.makedirs("/tmp/casa", exist_ok=True)
    if order["template"]:
        shutil.copytree(order["template"], "/tmp/evcxr", symlinks=True)

    ports = {name: 50001 + number for number, name in enumerate(NAMES)}
    control = {
        "transport": "tcp",
        "ip": "127.0.0.1",
        "key": order["key"],
        "signature_scheme": "hmac-sha256",
        "kernel_name": "rust",
        **ports,
    }
    with open("/tmp/casa/conexion.json", "w") as file:
        json.dump(control, file)
    doors = [socket.socket(fileno=handle) for handle in order["doors"]]
    for door in doors:
        os.set_inheritable(door.fileno(), False)
    kernel = subprocess.Popen(
        [order["program"], "--control_file", "/tmp/casa/conexion.json"], stdin=subprocess.DEVNULL, cwd="/proyecto/notebooks"
    )
    for door, name in zip(doors, NAMES, strict=True):
        threading.Thread(target=serve, args=(door, ports[name]), daemon=True).start()
    sys.exit(kernel.wait())


main()
