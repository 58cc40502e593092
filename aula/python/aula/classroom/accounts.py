"""Qué cuentas de la máquina pueden entrar en una clase: las de personas y, si se dice un grupo, solo las suyas."""

import grp
import os
import pwd
import re
import sys
from pathlib import Path

DEFINITIONS = Path("/etc/login.defs")
CLOSED = ("nologin", "false")  # con lo que se cierra una cuenta que no es de nadie


def refused(name, group):
    """Por qué no puede entrar la cuenta `name`, o `None` si puede."""
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return "no existe"
    if account.pw_uid == 0 or account.pw_name == "root":
        return "es la de administración"
    if account.pw_uid < first_person() or Path(account.pw_shell).name in CLOSED:
        return "no es de una persona, sino del sistema"
    if group and group_number(group) not in os.getgrouplist(name, account.pw_gid):
        return f"no es del grupo «{group}»"
    return None


def group_number(group):
    try:
        return grp.getgrnam(group).gr_gid
    except KeyError:
        return None


def first_person():
    """El número desde el que las cuentas son de personas."""
    if sys.platform == "darwin":
        return 501
    try:
        found = re.search(r"^UID_MIN\s+(\d+)", DEFINITIONS.read_text(encoding="utf-8", errors="replace"), re.M)
    except OSError:
        found = None
    return int(found[1]) if found else 1000
