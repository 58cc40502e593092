"""jupyter_server 2.21: el puerto que se busca libre se suelta, y se abre un momento después.

De dos servidores que arrancan a la vez, uno se queda sin él y se cierra. Aquí se queda con él en cuanto lo encuentra.

https://github.com/jupyter-server/jupyter_server/issues/1609, y una propuesta que lo arregla:
https://github.com/jupyter-server/jupyter_server/pull/1675
"""

import errno

from jupyter_server.serverapp import ServerApp
from tornado.netutil import bind_sockets


class Server(ServerApp):
    """El servidor de Jupyter, que se queda con el puerto en cuanto lo encuentra."""

    sockets = None

    def _find_http_port(self):
        while not self.sockets:
            super()._find_http_port()
            try:
                self.sockets = bind_sockets(self.port, self.ip)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise

    def _bind_http_server_tcp(self):
        self.http_server.add_sockets(self.sockets)
        return True
