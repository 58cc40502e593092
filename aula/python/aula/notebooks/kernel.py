"""Poner en marcha un núcleo, de la única manera en que se hace aquí, y terminarlo."""

import os
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from traitlets import Unicode

from ..problem import Problem
from ..upstream.kernel_ports import KernelManager

RUST, PYTHON = "rust", "python3"
EVCXR = "evcxr_jupyter"
START_TIMEOUT = 300  # segundos: el preludio puede compilar bibliotecas en una máquina lenta


class Alone(KernelSpecManager):
    """Un programa de núcleo que se pone en marcha tal cual, sin nada de lo que dice `kernel.json`."""

    program = Unicode()

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(
            argv=[self.program, "--control_file", "{connection_file}"], display_name=kernel_name, language=RUST
        )


def registered():
    """Los núcleos de este entorno, y no los que tenga en otro sitio quien lo usa."""
    return KernelSpecManager(kernel_dirs=[str(Path(sys.prefix) / "share" / "jupyter" / "kernels")])


def spec():
    """Lo que dice de sí mismo el núcleo de Rust del entorno."""
    try:
        return registered().get_kernel_spec(RUST)
    except NoSuchKernel:
        raise Problem("Falta el núcleo de Rust en el entorno: ejecuta `cargo run -- preparar`.") from None


def program():
    """El programa del núcleo de Rust, el que pone en marcha el lanzador."""
    found = [word for word in spec().argv if Path(word).stem == EVCXR]
    if not found:
        raise Problem("El núcleo de Rust del entorno está registrado de otra manera: ejecuta `cargo run -- preparar`.")
    return found[0]


def rust(folder):
    """El núcleo de Rust de los cuadernos, con su carpeta de trabajo en `folder`."""
    spec()  # con un mensaje claro, si falta
    return running(registered(), RUST, folder)


def python(folder):
    """Un núcleo de Python, para comparar."""
    return running(registered(), PYTHON, folder)


def alone(program, folder, environment):
    """El programa de un núcleo de Rust, él solo, con su carpeta de trabajo en `folder` y las variables de `environment`."""
    return running(Alone(program=str(program)), EVCXR, folder, env={**os.environ, **environment})


@asynccontextmanager
async def running(specs, name, folder, **options):
    """Un núcleo nuevo; pase lo que pase, al final se le pide que termine, para que recoja lo suyo, y no queda."""
    manager = KernelManager(kernel_name=name, kernel_spec_manager=specs)
    try:
        try:
            await manager.start_kernel(cwd=str(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        except OSError as error:
            raise Problem(f"El núcleo no se puede ejecutar: {error}") from None
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=START_TIMEOUT)
        except RuntimeError as error:
            raise Problem(f"El núcleo no se puso en marcha: {error}") from None
        yield manager, client
    finally:
        await manager.shutdown_kernel()
