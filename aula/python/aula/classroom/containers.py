"""La misma clase en varias máquinas: un contenedor por estudiante, con DockerSpawner o KubeSpawner.

Se usa desde la configuración de un JupyterHub que ya funciona, con su manera de entrar:

    from aula.classroom.containers import configure
    configure(get_config(), "kubespawner.KubeSpawner", image="registro.ejemplo.cl/gradiente", teacher="ana")
"""

from types import SimpleNamespace

from .common import common

COMMAND = ["/opt/gradiente/.venv/bin/python", "-m", "aula.classroom.single"]
HOME = "/home/estudiante"
DOCKER, KUBERNETES = "dockerspawner.DockerSpawner", "kubespawner.KubeSpawner"


def configure(c, spawner, image, teacher="", megabytes=2000, idle_minutes=60, disk="2Gi"):
    """Pone en `c` una clase cuyos estudiantes abren sus cuadernos en la imagen `image`, con los límites de siempre."""
    common(c, SimpleNamespace(teacher=teacher, megabytes=megabytes, idle_minutes=idle_minutes))
    c.JupyterHub.spawner_class = spawner
    c.Spawner.cmd = COMMAND
    if spawner == DOCKER:
        c.DockerSpawner.image = image
        c.DockerSpawner.remove = True  # lo suyo está en su volumen
        c.DockerSpawner.notebook_dir = HOME
        c.DockerSpawner.volumes = {"gradiente-{username}": HOME}
        c.DockerSpawner.extra_host_config = {"pids_limit": 400, "security_opt": ["no-new-privileges"], "cap_drop": ["ALL"]}
    elif spawner == KUBERNETES:
        c.KubeSpawner.image = image
        c.KubeSpawner.uid = c.KubeSpawner.gid = c.KubeSpawner.fs_gid = 1000
        c.KubeSpawner.storage_pvc_ensure = True
        c.KubeSpawner.storage_capacity = disk
        c.KubeSpawner.pvc_name_template = "gradiente-{user_server}"
        c.KubeSpawner.volumes = [{"name": "casa", "persistentVolumeClaim": {"claimName": "{pvc_name}"}}]
        c.KubeSpawner.volume_mounts = [{"name": "casa", "mountPath": HOME}]
        c.KubeSpawner.allow_privilege_escalation = False
    else:
        raise ValueError(f"No sé configurar {spawner}: son {DOCKER} y {KUBERNETES}.")
