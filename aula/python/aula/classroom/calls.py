"""Las llamadas al sistema que no puede hacer lo que sale del servidor de una persona: con ellas se llegaría a los puertos de
otra por donde `confinement` no mira.

Landlock mira las conexiones de TCP que se piden con `connect`. No ve las de MPTCP, que llegan a los mismos puertos; ni las
que se abren al mandar algo (TCP Fast Open), ni las que hace `io_uring` por su cuenta. Un filtro de seccomp deja las demás.

https://docs.kernel.org/userspace-api/seccomp_filter.html y https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import errno
import os
import platform

# De cada procesador: cómo se llama ante el sistema, y los números de sus llamadas.
GENERIC = {"socket": 198, "sendto": 206, "sendmsg": 211, "sendmmsg": 269}
MACHINES = {
    "x86_64": (0xC000003E, {"socket": 41, "sendto": 44, "sendmsg": 46, "sendmmsg": 307}),
    "aarch64": (0xC00000B7, GENERIC),
    "riscv64": (0xC00000F3, GENERIC),
}
FOREIGN = 0x40000000  # desde aquí, las del mismo procesador con otros números (x32)
IO_URING = 425
UNIX, INTERNET, INTERNET_6, NETLINK = 1, 2, 10, 16
MPTCP, SCTP = 262, 132
FAST_OPEN = 0x20000000
SECCOMP, FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, HAS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, ARGUMENT = 0, 4, (16, 24, 32, 40)  # dónde está cada cosa de una llamada
ALLOW, DENY = 0x7FFF0000, 0x00050000


class Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32)]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("steps", ctypes.POINTER(Step))]


def rules(machine, calls):
    """El filtro, por partes: cada paso, con la parte a la que se va si sí y si no; vacía, al paso siguiente."""
    return {
        "": [
            (LOAD, "", "", MACHINE),
            (EQUAL, "", "deny", machine),
            (LOAD, "", "", NUMBER),
            (AT_LEAST, "deny", "", FOREIGN),
            (EQUAL, "deny", "", IO_URING),
            (EQUAL, "socket", "", calls["socket"]),
            (EQUAL, "third", "", calls["sendmsg"]),
            (EQUAL, "fourth", "", calls["sendto"]),
            (EQUAL, "fourth", "allow", calls["sendmmsg"]),
        ],
        "socket": [
            (LOAD, "", "", ARGUMENT[0]),
            (EQUAL, "allow", "", UNIX),
            (EQUAL, "allow", "", NETLINK),
            (EQUAL, "protocol", "", INTERNET),
            (EQUAL, "protocol", "deny", INTERNET_6),
        ],
        "protocol": [
            (LOAD, "", "", ARGUMENT[2]),
            (EQUAL, "deny", "", MPTCP),
            (EQUAL, "deny", "allow", SCTP),
        ],
        "third": [(LOAD, "", "", ARGUMENT[2]), (HAS, "deny", "allow", FAST_OPEN)],
        "fourth": [(LOAD, "", "", ARGUMENT[3]), (HAS, "deny", "allow", FAST_OPEN)],
        "allow": [(RETURN, "", "", ALLOW)],
        "deny": [(RETURN, "", "", DENY | errno.EACCES)],
    }


def steps():
    """El filtro de este procesador, o `None` si no se sabe cómo es: cada paso, con cuántos se saltan si sí y si no."""
    if platform.machine() not in MACHINES:
        return None
    parts = rules(*MACHINES[platform.machine()])
    starts, every = {}, []
    for name, part in parts.items():
        starts[name] = len(every)
        every += part
    jump = lambda place, name: starts[name] - place - 1 if name else 0  # noqa: E731
    return [(code, jump(place, yes), jump(place, no), value) for place, (code, yes, no, value) in enumerate(every)]


def forbid():
    """Se impone al proceso que la llama y a los que salgan de él, para siempre. Antes hay que renunciar a ganar permisos."""
    found = steps()
    if found is None:
        return
    program = Program(len(found), (Step * len(found))(*found))
    if ctypes.CDLL(None, use_errno=True).prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
