"""Bajar un programa: python download.py DIRECCIÓN NOMBRE CARPETA

Lo llama `aula` con el Python de la máquina, antes de que haya entorno: usa solo lo que Python trae. Si falla, la última
línea que escribe es el motivo.
"""

import io
import os
import sys
import tarfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath

TIMEOUT = 20  # segundos sin recibir nada
MAX_BYTES = 200 << 20


def fetch(address):
    """Lo que hay en `address`, por HTTPS; sin él, solo en esta misma máquina."""
    where = urllib.parse.urlsplit(address)
    here = where.scheme != "https"
    if here and where.hostname not in ("127.0.0.1", "localhost"):
        sys.exit(f"{address} no es una dirección HTTPS")
    # El proxy con el que se sale a Internet no sabe llegar a esta máquina.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({} if here else None))
    try:
        with opener.open(address, timeout=TIMEOUT) as answer:
            data = answer.read(MAX_BYTES + 1)
            length = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        sys.exit(f"el servidor contesta {error.code} a {address}")
    except OSError as error:
        sys.exit(f"no hay conexión con {where.hostname} ({getattr(error, 'reason', error)})")
    if len(data) > MAX_BYTES or (length and len(data) != int(length)):
        sys.exit("la descarga llegó incompleta")
    return data


def extract(data, name):
    """El archivo `name` del paquete, esté en la carpeta que esté."""
    try:
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                for member in package.namelist():
                    if PurePosixPath(member).name == name:
                        return package.read(member)
        else:
            with tarfile.open(fileobj=io.BytesIO(data)) as package:
                for member in package:
                    if member.isfile() and PurePosixPath(member.name).name == name:
                        return package.extractfile(member).read()
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile):
        sys.exit("el paquete descargado está estropeado")
    sys.exit(f"el paquete descargado no trae {name}")


def main(address, name, folder):
    program = Path(folder) / name
    part = program.with_suffix(".parte")
    part.write_bytes(extract(fetch(address), name))
    part.chmod(0o755)
    os.replace(part, program)


if __name__ == "__main__":
    main(*sys.argv[1:])
