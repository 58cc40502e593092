"""Cuánta memoria ocupa una persona, también la que no está en la cuenta de ningún proceso: la de los archivos que solo están
en la memoria, aunque ya no tengan nombre, y la que guarda el sistema de lo que se manda y nadie lee.
"""

import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

import psutil

from . import tree

ALWAYS = "/dev/shm"
KINDS = ("tmpfs", "ramfs")
# Lo que puede guardar el sistema en cada uno de estos, aunque nadie lo lea.
BUFFERS = {"socket:": 128 << 10, "pipe:": 64 << 10}


@cache
def places():
    """Las carpetas de todos que están en la memoria: lo que se escribe en ellas la ocupa."""
    try:
        lines = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return [ALWAYS]
    found = {line[1] for line in lines if line[2] in KINDS} | {ALWAYS}
    return sorted(place for place in found if open_to_all(place))


def open_to_all(place):
    with suppress(OSError):
        return bool(os.stat(place).st_mode & stat.S_IWOTH)
    return False


def of_files(uid, delete=False):
    """Los bytes de los archivos de un usuario que están ahí: siguen aunque termine quien los escribió."""
    total = 0
    for place in places():
        for folder, name, data in tree.walk(place):
            if data.st_uid == uid and not stat.S_ISDIR(data.st_mode):
                total += data.st_blocks * 512
                if delete:
                    with suppress(OSError):
                        os.unlink(name, dir_fd=folder)
    return total


def own_bytes(process):
    """La memoria que es de este proceso, también la que comparte; sin la de los programas, que es la misma para todos."""
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0
    files, buffers = held(process.pid)
    return memory.rss - getattr(memory, "shared", 0) + max(shared_bytes(process.pid), files) + buffers


def shared_bytes(pid):
    """La que pidió para compartirla, que `shared` no distingue de la de los programas."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("RssShmem:"))


def held(pid):
    """Lo que tiene abierto un proceso: los bytes de los archivos sin nombre que están en la memoria, y los que se mandan."""
    files, buffers = {}, 0
    for path in [*listed(f"/proc/{pid}/fd"), *mapped(pid)]:
        with suppress(OSError):
            target = os.readlink(path)
            buffers += next((size for kind, size in BUFFERS.items() if target.startswith(kind)), 0)
            if target.startswith("/memfd:") or target.endswith("(deleted)"):
                data = os.stat(path)
                if data.st_nlink == 0 and (target.startswith("/memfd:") or data.st_dev in devices()):
                    files[data.st_dev, data.st_ino] = data.st_blocks * 512
    return sum(files.values()), buffers


@cache
def devices():
    return {os.stat(place).st_dev for place in places()}


def listed(folder):
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return []


def mapped(pid):
    """Los archivos sin nombre que tiene un proceso entre su memoria, quizá ya cerrados."""
    try:
        lines = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = [line.split()[0].split("-") for line in lines if line.endswith("(deleted)")]
    return [f"/proc/{pid}/map_files/{'-'.join(part.lstrip('0') for part in ends)}" for ends in found]
