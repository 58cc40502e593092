"""Las claves equivocadas hacen esperar a quien las manda, y a nadie más."""

import ipaddress
import time

FREE = 5  # equivocarse unas veces es de todos
LONGEST = 60  # segundos
FORGOTTEN = 600  # desde la última equivocada
MOST = 10_000  # direcciones que se recuerdan


class Patience:
    """Cuánto tiene que esperar quien escribe desde una dirección."""

    def __init__(self, clock=time.monotonic):
        self.clock, self.wrong = clock, {}

    def wait(self, sender):
        """Los segundos que le quedan; 0 si puede probar."""
        times, last = self.wrong.get(place(sender), (0, 0))
        if times < FREE:
            return 0
        return max(0, last + min(2 ** (times - FREE + 1), LONGEST) - self.clock())

    def failed(self, sender):
        now, sender = self.clock(), place(sender)
        times, last = self.wrong.pop(sender, (0, now))
        self.wrong[sender] = (times + 1 if now - last < FORGOTTEN else 1, now)
        while len(self.wrong) > MOST:
            del self.wrong[next(iter(self.wrong))]

    def succeeded(self, sender):
        self.wrong.pop(place(sender), None)


def place(sender):
    """De dónde es una dirección: quien tiene una de IPv6 tiene todas las que empiezan igual."""
    try:
        address = ipaddress.ip_address(sender.partition("%")[0])
    except ValueError:
        return sender
    if address.version == 4:
        return sender
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
