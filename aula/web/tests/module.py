"""El módulo de las páginas, ejecutado: los números de NumPy, dibujos que son dibujos, y lo mal pedido, con su explicación.

Lo ejecuta una prueba de Rust, con wasmtime a mano: python aula/web/tests/module.py
"""

import base64
import gzip
import json
import math
import re
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
        words = self.ask("mira?vista=palabras&figura=red")["texto"]
        for weight in ORACLE["xor"]["init"]["W1"][0] + ORACLE["xor"]["init"]["W1"][1]:
            self.assertIn(f"= {weight:.4f}", words)
        entries = [self.ask(f"mira?vista=cuentas&cuenta={i}") for i in range(6)]
        sums = {entry["titulo"]: entry["formula"] for entry in entries}
        self.assertEqual(list(sums), entries[0]["titulos"])
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

    def test_a_stuck_start_has_a_cause_and_an_experiment(self):
        # La semilla 2 de ISAAC, la que la lección invita a probar.
        self.ask("abre?azar=isaac&semilla=2&recorrido=10000")
        told = self.ask("diagnostica")
        self.assertIn("Es este comienzo", told["dicho"])
        tried = self.ask(f"abre?{told['direccion']}&recorrido=10000")
        self.assertTrue(tried["aprendido"])
        self.ask("abre?recorrido=10000")
        self.assertEqual(self.ask("diagnostica"), {"dicho": ""})

    def test_the_addresses_that_the_notebooks_link_to_are_understood(self):
        texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "notebooks" / "fuente").glob("*.md"))
        addresses = re.findall(r"/laboratorio\.html#([^\s)]+)", texts)
        self.assertGreaterEqual(len(addresses), 3)
        for address in addresses:
            reply = self.ask(f"abre?{address}")
            self.assertNotIn("problema", reply)
            told = dict(field.split("=") for field in reply["direccion"].split("&"))
            asked = dict(field.split("=") for field in address.split("&"))
            self.assertEqual(asked | told, told, address)

    def test_the_lesson_moves(self):
        self.assertIn("su derivada, 30.0000", self.ask("cadena?x=1")["dicho"])
        self.assertIn("La red ha aprendido XOR", self.ask("xor?")["dicho"])
        stuck = self.ask("xor?azar=isaac&semilla=2")["dicho"]
        self.assertIn("Todavía no ha aprendido XOR", stuck)
        self.assertIn("Es este comienzo", stuck)
        slow = self.ask("xor?alfa=0.05")["dicho"]
        self.assertIn("Todavía no ha aprendido XOR", slow)
        self.assertIn("solo es lenta", slow)

    def test_the_neuron_goes_down_a_valley(self):
        # El descenso, aparte: L = ½ (½ − σ(0.5 w + 0.2))², cuyo fondo está en w = −0.4.
        w, losses = 4.0, []
        for step in range(1, 31):
            a = 1 / (1 + math.exp(-(0.5 * w + 0.2)))
            w -= 20 * (a - 0.5) * a * (1 - a) * 0.5
            losses.append(self.ask(f"neurona?w=4&alfa=20&pasos={step}")["dicho"])
            self.assertIn(f" a {w:.4f}, y la pérdida".replace("-", "−"), losses[-1])
        self.assertAlmostEqual(w, -0.4, places=3)
        self.assertIn("a 0.000000. ", losses[-1])


class Practice(unittest.TestCase):
    def setUp(self):
        self.ask = Library().ask

    def test_a_neuron_is_the_one_of_its_numbers(self):
        for seed in range(30):
            opened = self.ask(f"practica?semilla={seed}&familia=neurona")
            numbers = re.findall(r"<mo>=</mo>(<mo>−</mo>)?<mn>([0-9.]+)</mn>", opened["enunciado"])
            x, w, b = (float(number) * (-1 if sign else 1) for sign, number in numbers)
            z = x * w + b
            comma = f"{z:.4f}".replace(".", ",")
            for wrong, said in [("", "no cuenta"), ("0x1", "no cuenta"), ("999", "No es eso"), (x * w, "sumar el sesgo")]:
                reply = self.ask(f"responde?valor={wrong}")
                self.assertEqual((reply["bien"], reply["hechos"]), (False, 0))
                self.assertIn(said, reply["dicho"])
            self.assertTrue(self.ask(f"responde?valor={comma}")["bien"])
            last = self.ask(f"responde?valor={1 / (1 + math.exp(-z)):.4f}")
            self.assertEqual((last["bien"], last["hechos"], last["hay"], last["terminadas"]), (True, 2, 2, 1))
            self.assertIn("ya está entera", self.ask("responde?valor=1")["problema"])

    def test_each_family_is_solved_and_shown(self):
        opened = self.ask("practica?semilla=7")
        self.assertEqual(len(opened["familias"]), 14)
        for family in opened["familias"]:
            for _ in range(3):
                status = self.ask(f"pregunta?familia={family['clave']}")
                self.assertEqual((status["familia"], status["titulo"]), (family["clave"], family["titulo"]))
                ET.fromstring(f"<p>{status['enunciado']}{status['datos'] or ''}</p>")
                while status["hechos"] < status["hay"]:
                    self.assertNotIn("valor", status["pasos"][-1], "la respuesta de un paso no va delante de él")
                    status = self.ask("solucion")
                self.assertEqual(len(status["pasos"]), status["hay"])
                for step in status["pasos"]:
                    ET.fromstring(f"<p>{step['pide']}{step['formula']}</p>")
        self.assertEqual((status["terminadas"], status["limpias"]), (42, 0))
        again = Library().ask(f"practica?codigo={status['codigo']}")
        self.assertEqual((again["codigo"], again["terminadas"]), (status["codigo"], 42))

    def test_a_code_written_elsewhere_is_the_same_here(self):
        # El de la página de Moodle, que lee también el comando.
        page = (ROOT / "notebooks" / "curso" / "moodle.md").read_text(encoding="utf-8")
        code = re.search(r"-- practica (\S+)", page)[1]
        opened = self.ask(f"practica?codigo={code}")
        self.assertEqual((opened["terminadas"], opened["limpias"], opened["codigo"]), (3, 0, code))

    def test_what_does_not_exist_is_said_and_the_question_stays(self):
        self.assertIn("vuelve a cargar", self.ask("responde?valor=1")["problema"])
        before = self.ask("practica?semilla=3")
        for request, said in [
            ("practica?semilla=-1", "entre 0 y 4294967295"),
            ("practica?familia=perro", "las que hay son cadena"),
            ("practica?codigo=hola", "no se puede leer"),
            ("practica?codigo=" + "0" * 9000, "no se puede leer"),
            ("pregunta?familia=perro", "las que hay son cadena"),
        ]:
            self.assertIn(said, self.ask(request)["problema"], request)
        self.assertEqual(self.ask("responde?valor=")["enunciado"], before["enunciado"])


class Pictures(unittest.TestCase):
    def test_every_view_has_its_words(self):
        ask = Library().ask
        for hidden in ["", "2", "3,2", "8,8,8,8"]:
            ask(f"abre?ocultas={hidden}&recorrido=10")
            for figure in ["frontera", "neuronas", "red", "curva", "gradientes"]:
                words = ask(f"mira?vista=palabras&figura={figure}")["texto"]
                self.assertGreater(len(words.splitlines()), 2, (hidden, figure))
            hidden_space = ask("mira?vista=palabras&figura=oculto")
            self.assertEqual("texto" in hidden_space, hidden.endswith("2"), hidden)

    def test_a_frame_has_a_map_for_each_neuron(self):
        ask = Library().ask
        for hidden in ["", "2", "3,2", "8,8,8,8"]:
            ask(f"abre?ocultas={hidden}&recorrido=10")
            frame = ask("mira?vista=cuadro&lado=32")
            self.assertEqual(len(base64.b64decode(frame["mapa"])), 32 * 32)
            sizes = [int(size) for size in hidden.split(",") if size]
            self.assertEqual([len(layer) for layer in frame["neuronas"]], sizes)
            self.assertTrue(
                all(len(base64.b64decode(a)) == frame["chico"] ** 2 for layer in frame["neuronas"] for a in layer)
            )

    def test_the_lesson_draws(self):
        ask = Library().ask
        for request, figures in [("cadena", ["curva", "grafo"]), ("neurona", ["curva"]), ("xor", ["curva", "frontera"])]:
            for width in [330, 680]:
                reply = ask(f"{request}?ancho={width}")
                for figure in figures:
                    svg = ET.fromstring(reply[figure]["svg"])
                    self.assertEqual(svg.get("role"), "img")
                    self.assertTrue(reply[figure]["texto"].startswith(svg.find("{*}title").text))


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
            "abre?recorrido=" + ",".join(["1", "x1"] * 101),
            "abre?" + "a" * 20_000,
            "avanza?epocas=0",
            "avanza?epocas=100001",
            "avanza?epocas=1e3",
            "mira?vista=nada",
            "mira?vista=cuadro&ejemplo=5",
            "mira?vista=cuadro&lado=0",
            "mira?vista=palabras&figura=nada",
            "mira?vista=peso&peso=3.1.1",
            "mira?vista=peso&peso=0.1.1",
            "mira?vista=peso&peso=99999999999999999999.1.1",
            "mira?vista=valle&a=1.1.1&b=1.1.1",
            "mira?vista=valle&a=1.1.1",
            "mira?vista=cuentas&cuenta=6",
            "peso?peso=1.1.3&valor=1",
            "peso?peso=1.1.1&valor=nan",
            "peso?peso=1.1.1&valor=1e9",
            "peso?peso=1.1.1",
            "alfa?alfa=0",
            "alfa?alfa=-1",
            "va?momento=-1",
            "va?momento=x",
            "comienzo?semilla=-1",
            "abre?reto=nada",
            "abre?recorrido=p9.9.9:1",
            "abre?recorrido=p1.1.1",
            "abre?recorrido=a0",
            "abre?recorrido=é",
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
        self.assertNotIn("alfa es", ask("abre?alfa=0")["problema"])
        self.assertIn("La tasa de aprendizaje α es «0»", ask("abre?alfa=0")["problema"])
        # La red que había sigue como estaba.
        self.assertEqual(ask("avanza?epocas=1")["epoca"], good["epoca"] + 1)

    def test_before_opening_there_is_no_network(self):
        self.assertIn("vuelve a cargar", Library().ask("avanza?epocas=1")["problema"])


class Challenges(unittest.TestCase):
    def test_each_has_an_address_and_starts_undone(self):
        ask = Library().ask
        challenges = ask("retos")["retos"]
        self.assertGreaterEqual(len(challenges), 8)
        for challenge in challenges:
            opened = ask(f"abre?reto={challenge['nombre']}")
            self.assertFalse(opened["logrado"], challenge["nombre"])
            self.assertTrue(opened["direccion"].startswith(f"reto={challenge['nombre']}&"))
            self.assertEqual(ask(f"abre?{opened['direccion']}"), opened)
            self.assertLess(challenge["acierto"], len(challenge["opciones"]))


class Size(unittest.TestCase):
    def test_it_fits_in_550_kilobytes(self):
        self.assertLess(len(gzip.compress(MODULE.read_bytes(), 9)), 550_000)


if __name__ == "__main__":
    unittest.main()
