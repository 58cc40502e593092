"""Los Cargo.toml y el Cargo.lock de la copia para la clase: los del proyecto, sin lo que habla de archivos que no van."""

import os
import subprocess
import tempfile
from pathlib import Path

import tomlkit

from ..facts import ROOT
from ..problem import Problem

WITHOUT = ["aula/mutants", "aula/quiz", "aula/web"]  # miembros que no van
LEFT_OUT = ["bench", "test", "dev-dependencies", "features"]  # de cada Cargo.toml


def members():
    """Las carpetas de los miembros que van, además de la raíz."""
    return [name for name in _read("Cargo.toml")["workspace"]["members"] if name not in WITHOUT]


def optional_programs(member):
    """Las carpetas de los programas de un miembro que solo se compilan si se piden: no van."""
    programs = _read(f"{member}/Cargo.toml").get("bin", [])
    return [f"{member}/src/bin/{program['name']}" for program in programs if "required-features" in program]


def manifests(found):
    """Los de un proyecto con solo los archivos de `found`, {ruta: bytes}."""
    adapted = {name: adapt(_read(name)) for name in ["Cargo.toml", *(f"{member}/Cargo.toml" for member in members())]}
    lock = _locked({**found, **_written(adapted)})
    present = {package["name"] for package in tomlkit.parse(lock.decode())["package"]}
    options = adapted["Cargo.toml"]["profile"]["dev"]["package"]
    for name in [name for name in options if name not in present]:
        options.remove(name)
    return {**_written(adapted), "Cargo.lock": lock}


def adapt(manifest):
    """Un Cargo.toml sin pruebas, sin bancos de medida y sin lo que solo se compila si se pide."""
    for name in LEFT_OUT:
        manifest.pop(name, None)
    for names in [manifest.get("workspace", {}).get(key, []) for key in ("members", "default-members")]:
        for name in WITHOUT:
            if name in names:
                names.remove(name)
    programs = manifest.get("bin", [])
    for number in reversed(range(len(programs))):
        if "required-features" in programs[number]:
            del programs[number]
    if not programs:
        manifest.pop("bin", None)
    for target in manifest.get("target", {}).values():
        for name in [name for name, what in target["dependencies"].items() if "optional" in what]:
            target["dependencies"].remove(name)
    _drop_empty(manifest)
    return manifest


def _drop_empty(manifest):
    """Quita los sistemas que se quedaron sin bibliotecas propias."""
    targets = manifest.get("target", {})
    for name in [name for name, target in targets.items() if not target["dependencies"]]:
        targets.remove(name)


def _read(name):
    return tomlkit.parse((ROOT / name).read_text(encoding="utf-8"))


def _written(manifests):
    return {name: tomlkit.dumps(manifest).encode() for name, manifest in manifests.items()}


def _locked(found):
    """El Cargo.lock del proyecto con lo que sobra quitado, y las mismas versiones de lo demás."""
    with tempfile.TemporaryDirectory(prefix="aula-") as folder:
        root = Path(folder)
        for name, content in {**found, "Cargo.lock": (ROOT / "Cargo.lock").read_bytes()}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        command = [os.environ.get("CARGO", "cargo"), "update", "--workspace", "--offline", "--quiet"]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if run.returncode:
            raise Problem(f"Cargo no pudo adaptar Cargo.lock a la copia:\n{run.stderr.strip()}")
        return (root / "Cargo.lock").read_bytes()
