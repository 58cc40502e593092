"""JupyterHub 6.1: los datos que pone a la página de JupyterLab quitan los que diga la configuración.

JupyterLab admite una sola función que cambie esos datos (`page_config_hook`), y JupyterHub pone la suya encima de la que
haya: se perdía la vista de quien aprende. Aquí se aplican las dos.

https://github.com/jupyterlab/jupyterlab_server/issues/219 avisa de que con una sola función puede no bastar.
"""

from jupyterhub.singleuser.extension import JupyterHubIdentityProvider

THEIRS = JupyterHubIdentityProvider.page_config_hook


def apply(config):
    """Detrás de la de JupyterHub va la de `config`, si la hay."""
    ours = config.ServerApp.get("tornado_settings", {}).get("page_config_hook")
    if ours is not None:
        JupyterHubIdentityProvider.page_config_hook = lambda self, handler, page: ours(handler, THEIRS(self, handler, page))
