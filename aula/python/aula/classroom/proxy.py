"""El proxy de la clase, que pone en marcha JupyterHub: el que se instala con pip, con los websockets enteros."""

from configurable_http_proxy import cli

from ..upstream import websockets

if __name__ == "__main__":
    websockets.apply()
    cli.main()
