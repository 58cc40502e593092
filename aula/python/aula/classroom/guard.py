"""Cuántas conexiones puede tener abiertas quien llama desde una dirección: que no se quede con todas."""

from collections import defaultdict
from weakref import WeakSet

from tornado.httpserver import HTTPServer

from . import limits

IDLE = 75  # segundos que puede estar una conexión sin pedir nada, o sin terminar de pedirlo
PER_ADDRESS = 2_000  # muchas: las de todo un instituto pueden llegar desde una


class Guard(HTTPServer):
    """Un servidor en el que ninguna dirección ocupa más que una parte de lo que deja abrir el sistema."""

    def initialize(self, *arguments, **options):
        super().initialize(*arguments, idle_connection_timeout=IDLE, **options)
        self.streams = defaultdict(WeakSet)
        self.most = min(PER_ADDRESS, limits.open_many() // 8)  # cada una puede abrir otra: con cuatro direcciones, no basta

    def handle_stream(self, stream, address):
        sender = address[0] if isinstance(address, tuple) else ""
        mine = self.streams[sender]
        if len(mine) >= self.most:
            self.streams[sender] = mine = WeakSet(one for one in mine if not one.closed())
        if len(mine) >= self.most:
            stream.close()
            return
        mine.add(stream)
        super().handle_stream(stream, address)
