"""Ejecutar un comando donde el sistema niega algo: python denied.py userns|landlock COMANDO [ARGUMENTO…]

Con `userns`, los espacios de nombres de usuario, como en un Ubuntu corriente o dentro de un contenedor. Con `landlock`,
además, lo que aísla el código de las entregas, como en un núcleo de Linux antiguo. Un filtro de seccomp contesta que no.
Solo en Linux, x86-64 o AArch64.
"""

import ctypes
import os
import platform
import struct
import sys

NEWUSER = 0x10000000  # CLONE_NEWUSER
ALLOW, DENY, MISSING = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38  # dejar, EPERM, ENOSYS
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16  # dónde están en lo que ve el filtro

CLONE, UNSHARE = {"x86_64": (56, 272), "aarch64": (220, 97)}[platform.machine()]
CLONE3, LANDLOCK = 435, 444  # iguales en todas las máquinas


def main(what, *command):
    instructions = [
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, MISSING),
        (EQUAL, 0, 1, LANDLOCK if what == "landlock" else 0xFFFF),
        (RETURN, 0, 0, MISSING),
        (EQUAL, 2, 0, CLONE),
        (EQUAL, 1, 0, UNSHARE),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (ANY_BIT, 0, 1, NEWUSER),
        (RETURN, 0, 0, DENY),
        (RETURN, 0, 0, ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    buffer = ctypes.create_string_buffer(code)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    program = Program(len(instructions), ctypes.cast(buffer, ctypes.c_void_p).value)
    no_new_privileges, seccomp, with_filter = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(seccomp, with_filter, ctypes.byref(program), 0, 0):
        sys.exit(os.strerror(ctypes.get_errno()))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
