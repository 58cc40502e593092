"""El módulo de las páginas, ejecutado: los números de NumPy, dibujos que son dibujos, y lo mal pedido, con su explicación.

Lo ejecuta una prueba de Rust, con wasmtime a mano: python aula/web/tests/module.py
"""

import gzip
import json
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import wasmtime

ROOT = Path(__file__).resolve().parents[3]
MODULE = ROOT / "aula" / "web" / "gradiente.wasm"
ORACLE = json.loads((ROOT / "tests" / "data" / "numpy.json").read_text(encoding="utf-8"))

ENGINE = wasmtime.Engine()
COMPILED = wasmtime.Module.from_file(ENGINE, str(MODULE))


class Library:
    """La biblioteca, como la usa una página: texto de entrada y texto de salida."""

    def __init__(self):
        linker = wasmtime.Linker(ENGINE)
        linker.define_unknown_imports_as_traps(COMPILED)
        self.store = wasmtime.Store(ENGINE)
        self.exports = linker.instantiate(self.store, COMPILED).exports(self.store)

    def ask(self, request):
        data = request.encode()
        place = self.exports["reserve"](self.store, len(data))
        self.exports["memory"].write(self.store, data, place)
        length = self.exports["answer"](self.store)
        reply = self.exports["reply"](self.store)
        return json.loads(self.exports["memory"].read(self.store, reply, reply + length).decode())


class Numbers(unittest.TestCase):
    def setUp(self):
        self.ask = Library().ask

    def close(self, found, expected, tolerance):
        self.assertLess(abs(found - expected), tolerance, f"{found} no es {expected}")

    def test_the_lesson_is_numpys_epoch_by_epoch(self):
        status = self.ask("abre?")
        for line in ORACLE["xor"]["printed_every_1000"]:
            if ahead := line["epoch"] - status["epoca"]:
                # A trozos desiguales: por dónde se corte no cambia el camino.
                self.ask(f"avanza?epocas={ahead - 7}")
                status = self.ask("avanza?epocas=7")
            self.assertEqual(status["epoca"], line["epoch"])
            self.close(status["error"], line["mean_abs_error"], 1e-9)
            self.close(status["perdida"], line["half_sum_squares"], 1e-9)
        status = self.ask("avanza?epocas=999")  # la salida que imprime la lección es la anterior a la última actualización
        outputs = [row[3] for row in status["ejemplos"]]
        for found, [expected] in zip(outputs, ORACLE["xor"]["final"]["A2_of_last_forward"], strict=True):
            self.close(found, expected, 5e-9)
        self.assertEqual([f"{output:.8f}" for output in outputs], ["0.01890475", "0.98371361", "0.98369334", "0.01686123"])

    def test_the_start_and_its_sums_are_numpys(self):
        self.ask("abre?")
        words = self.ask("mira?vista=red&ancho=600")["texto"]
        for weight in ORACLE["xor"]["init"]["W1"][0] + ORACLE["xor"]["init"]["W1"][1]:
            self.assertIn(f"= {weight:.4f}", words)
        sums = {entry["titulo"]: entry["formula"] for entry in self.ask("mira?vista=cuentas")["cuentas"]}
        gradient = -ORACLE["xor"]["epoch_0"]["dW2"][0][0]  # el signo que la lección suma
        self.assertIn(f"<mn>{gradient:.4f}</mn>", sums["Hacia atrás: la salida"])
        self.assertIn(f"<mn>{ORACLE['xor']['epoch_0']['A2'][0][0]:.4f}</mn>", sums["Hacia adelante: la salida"])
        self.assertIn(f"<mn>{ORACLE['xor']['after_epoch_0']['W1'][0][0]:.4f}</mn>", sums["El paso: la capa oculta 1"])
        for formula in sums.values():
            ET.fromstring(formula)

    def test_going_back_undoes_a_step_exactly(self):
        for trail in ["1", "50", "1000,x3", "x2,40,x1", "333,x9,334"]:
            with self.subTest(trail=trail):
                self.ask(f"abre?recorrido={trail}")
                before = self.ask("avanza?epocas=1") if trail[-1] != "4" else self.ask("ejemplo")
                address = before["direccion"]
                undone = self.ask("atras")
                self.assertEqual(undone, self.ask(f"abre?recorrido={trail}"))
                self.assertEqual(before, self.ask(f"abre?{address}"))
        self.ask("abre?")
        self.assertIn("comienzo", self.ask("atras")["problema"])

    def test_one_example_is_a_step_with_it_alone(self):
        # Con un solo punto, una época y un ejemplo son el mismo paso.
        points = "puntos=0.5,1,1"
        self.ask(f"abre?{points}")
        epoch = self.ask("avanza?epocas=1")
        self.ask(f"abre?{points}")
        self.assertEqual(self.ask("ejemplo")["error"], epoch["error"])

    def test_a_stuck_start_is_seen(self):
        # La semilla 2 de ISAAC, la que la lección invita a probar.
        self.assertTrue(self.ask("abre?azar=isaac&semilla=2&recorrido=10000")["parada"])
        self.assertFalse(self.ask("abre?recorrido=10000")["parada"])

    def test_the_lesson_moves(self):
        self.assertIn("su derivada, 30.0000", self.ask("cadena?x=1")["dicho"])
        self.assertIn(f"{ORACLE['neuron']['w_new_with_mse_gradient']:.8f}", self.ask("neurona?w=0.8&alfa=0.1")["dicho"])
        self.assertIn("La red ha aprendido XOR", self.ask("xor?")["dicho"])
        self.assertIn("se ha atascado", self.ask("xor?azar=isaac&semilla=2")["dicho"])


class Pictures(unittest.TestCase):
    def test_every_view_is_a_drawing_of_the_width_asked_with_its_words(self):
        ask = Library().ask
        for hidden in ["", "2", "3,2", "8,8,8,8"]:
            ask(f"abre?ocultas={hidden}&recorrido=10")
            for view in ["frontera", "neuronas", "red", "curvas", "gradientes"]:
                for width in [330, 760]:
                    reply = ask(f"mira?vista={view}&ancho={width}")
                    svg = ET.fromstring(reply["svg"])
                    self.assertEqual((svg.get("width"), svg.get("role")), (str(width), "img"), (hidden, view))
                    self.assertTrue(reply["texto"].startswith(svg.find("{*}title").text))
            hidden_space = ask("mira?vista=oculto&ancho=400")
            self.assertEqual("svg" in hidden_space, hidden.endswith("2"), hidden)


class Mistakes(unittest.TestCase):
    def test_what_makes_no_sense_is_explained_and_breaks_nothing(self):
        ask = Library().ask
        good = ask("abre?recorrido=5")
        wrong = [
            "abre?alfa=0",
            "abre?alfa=nan",
            "abre?alfa=inf",
            "abre?alfa=-1",
            "abre?alfa",
            "abre?semilla=-1",
            "abre?semilla=4294967296",
            "abre?hasta=0",
            "abre?hasta=1e99",
            "abre?ocultas=0",
            "abre?ocultas=9",
            "abre?ocultas=1,1,1,1,1",
            "abre?compuerta=no",
            "abre?azar=dado",
            "abre?puntos=",
            "abre?puntos=1,2",
            "abre?puntos=9,9,1",
            "abre?puntos=0,0,2",
            "abre?puntos=a,b,c",
            "abre?puntos=" + "_".join(["0,0,1"] * 61),
            "abre?recorrido=-3",
            "abre?recorrido=x",
            "abre?recorrido=99999,x1,99999",
            "abre?recorrido=" + ",".join(["1", "x1"] * 31),
            "abre?" + "a" * 20_000,
            "avanza?epocas=0",
            "avanza?epocas=100001",
            "avanza?epocas=1e3",
            "mira?vista=nada",
            "mira?vista=red&ejemplo=5",
            "mira?vista=red&ancho=0",
            "cadena?x=é",
            "neurona?alfa=0",
            "xor?semilla=1.5",
            "",
            "¿?",
            "otro?x=1",
        ]
        for request in wrong:
            with self.subTest(request=request[:40]):
                reply = ask(request)
                self.assertEqual(list(reply), ["problema"])
                self.assertTrue(reply["problema"].endswith("."))
        # La red que había sigue como estaba.
        self.assertEqual(ask("avanza?epocas=1")["epoca"], good["epoca"] + 1)

    def test_before_opening_there_is_no_network(self):
        self.assertIn("vuelve a cargar", Library().ask("avanza?epocas=1")["problema"])


class Size(unittest.TestCase):
    def test_it_fits_in_a_megabyte(self):
        self.assertLess(len(gzip.compress(MODULE.read_bytes(), 9)), 1_000_000)


if __name__ == "__main__":
    unittest.main()
