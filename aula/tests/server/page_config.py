"""Los datos de la página de JupyterLab: los de JupyterHub y los de la vista, los dos. python page_config.py"""

import unittest
from unittest import mock

from jupyter_server.extension.application import ExtensionApp
from jupyterhub.singleuser import extension
from traitlets.config import Config

from aula.upstream import page_config


def ours(_, page):
    return page | {"nuestro": "sí"}


class PageConfig(unittest.TestCase):
    def tearDown(self):
        extension.JupyterHubIdentityProvider.page_config_hook = page_config.THEIRS

    def test_what_the_view_says_is_added_to_what_jupyterhub_says(self):
        theirs = mock.Mock(side_effect=lambda provider, handler, page: page | {"suyo": "sí"})
        with mock.patch.object(page_config, "THEIRS", theirs):
            page_config.apply(Config(ServerApp=Config(tornado_settings={"page_config_hook": ours})))
            hook = extension.JupyterHubIdentityProvider.page_config_hook
            self.assertEqual(hook("proveedor", "petición", {"a": 1}), {"a": 1, "suyo": "sí", "nuestro": "sí"})
        theirs.assert_called_once_with("proveedor", "petición", {"a": 1})

    def test_without_a_view_nothing_changes(self):
        page_config.apply(Config())
        self.assertIs(extension.JupyterHubIdentityProvider.page_config_hook, page_config.THEIRS)

    def test_jupyterhub_alone_still_puts_its_own_on_top(self):
        server = mock.Mock(config=Config())
        server.web_app.settings = {"page_config_hook": ours}
        single = extension.JupyterHubSingleUser()
        single.serverapp = server
        with mock.patch.object(ExtensionApp, "initialize"):
            single.initialize()
        self.assertIs(server.web_app.settings["page_config_hook"], server.identity_provider.page_config_hook)


if __name__ == "__main__":
    unittest.main()
