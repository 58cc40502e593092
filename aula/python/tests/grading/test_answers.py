"""Lo honrado se encuentra: la respuesta en su celda, partida, en otra, o sin que nada diga de quién es."""

import copy
import json
import unittest

from aula.grading import parsing, restore, rust, shortcuts
from aula.grading.answers import Answers
from aula.notebooks import node
from aula.notebooks.fingerprint import record

from . import toy

CHAIN = toy.CHAIN.format("    3.0 * x")
SIGMOID = "fn sigmoid(z: f64) -> f64 { one(z) }"
SLOPE = "fn slope(a: f64) -> f64 { a }"
HELPER = "fn one(z: f64) -> f64 { z }"


class Case(unittest.TestCase):
    def setUp(self):
        self.assignment = toy.assignment()

    def answers(self, book):
        """Lo que se encuentra, tal como llegaría en un archivo."""
        return Answers(parsing.parse(toy.written(book)), self.assignment)

    def found(self, book, name, source, note=""):
        answers = self.answers(book)
        self.assertEqual(answers.found[name].source, source)
        self.assertIn(note, "; ".join(answers.notes))
        if not note:
            self.assertEqual(answers.notes, [])
        made, notes = restore.restore(parsing.parse(toy.written(book)), self.assignment)
        [cell] = [cell for cell in made.cells if cell.id == name]
        self.assertEqual(cell.source, source)
        self.assertEqual(answers.notes, [each for each in notes if each in answers.notes])
        return made


def put(book, at, source, kind="code", name="otra", grade_id=None):
    """El cuaderno, con una celda más delante del sitio `at`; con `grade_id`, una que JupyterLab copió o partió."""
    metadata = {"nbgrader": {"grade_id": grade_id, "solution": True}} if grade_id else {}
    book.cells.insert(at, node.cell(kind, source, name, metadata))
    return book


class InItsCell(Case):
    def test_as_it_is_letter_by_letter(self):
        source = ':dep rand = "1"\n\n' + CHAIN + "\n// nada más"
        self.found(toy.given(cadena=source), "cadena", source)
        self.assertEqual((self.answers(toy.given()).known, self.answers(toy.given()).written), (3, 0))
        self.assertEqual(self.answers(toy.given(cadena=CHAIN, reflexion="Porque no.")).written, 2)

    def test_one_that_does_not_define_what_is_asked(self):
        for source in ("otra cosa", "fn chian(x: f64) -> f64 { x }", "fn chain(x: f64) -> f64 { x", "todo!()"):
            self.found(toy.given(cadena=source), "cadena", source)

    def test_without_writing_anything(self):
        for source in ("", "  \n", toy.CHAIN.format("  todo!()  ")):
            self.assertEqual(self.answers(toy.given(cadena=source)).written, 0, source)


class InPieces(Case):
    def split(self, *sources):
        """La celda de la sigmoide, partida por JupyterLab."""
        book = toy.given(sigmoide=sources[0])
        for number, source in enumerate(sources[1:], 1):
            put(book, toy.at(book, "sigmoide") + number, source, name=f"trozo-{number}", grade_id="sigmoide")
        return book

    def test_all_in_order(self):
        joined = f"{HELPER}\n{SIGMOID}\n{SLOPE}"
        made = self.found(self.split(HELPER, SIGMOID, SLOPE), "sigmoide", joined, "«sigmoide» está en 3 celdas")
        self.assertEqual([cell.source for cell in made.cells if cell.id.startswith(restore.OWN)], [])
        self.found(self.split(SIGMOID, SLOPE, HELPER), "sigmoide", f"{SIGMOID}\n{SLOPE}\n{HELPER}", "en 3 celdas")

    def test_the_id_may_be_of_any_piece(self):
        book = self.split(HELPER, f"{SIGMOID}\n{SLOPE}")
        at = toy.at(book, "sigmoide")
        book.cells[at].id, book.cells[at + 1].id = "nueva", "sigmoide"
        self.found(book, "sigmoide", f"{HELPER}\n{SIGMOID}\n{SLOPE}", "en 2 celdas")

    def test_in_the_middle_of_a_function(self):
        whole = f"{HELPER}\n{SIGMOID}\n{SLOPE}"
        at = whole.index("one(z)")
        self.found(self.split(whole[:at], whole[at:]), "sigmoide", f"{whole[:at]}\n{whole[at:]}", "en 2 celdas")

    def test_before_its_body_or_after_its_attributes(self):
        whole = f"{HELPER}\n{SLOPE}\n#[inline]\n{SIGMOID}"
        for cut in (" -> f64 { one", "{ one", "fn sigmoid"):
            at = whole.index(cut)
            self.found(self.split(whole[:at], whole[at:]), "sigmoide", f"{whole[:at]}\n{whole[at:]}", "en 2 celdas")

    def test_all_when_none_has_the_function(self):
        parts = [
            "mod m { pub fn sigmoid(z: f64) -> f64 { z } }",
            "pub use m::sigmoid;",
            "sigmoid(0.0)",
            SLOPE.replace("e(", "es("),
        ]
        self.found(self.split(*parts), "sigmoide", "\n".join(parts[:2] + parts[3:]), "en 3 celdas")
        self.found(self.split("fn sigmod() {}", "fn sigmod() {}"), "sigmoide", "fn sigmod() {}", "está repetida")

    def test_what_only_prints_is_not_part_of_the_answer(self):
        whole = f"{HELPER}\n{SIGMOID}\n{SLOPE}"
        made = self.found(self.split(whole, 'println!("{}", sigmoid(0.0));'), "sigmoide", whole)
        self.assertEqual([cell.source[:7] for cell in made.cells if cell.id.startswith(restore.OWN)], ["println"])
        self.found(self.split("let a = 1;", whole), "sigmoide", whole)

    def test_types_macros_and_uses_that_it_needs(self):
        parts = [
            "struct Point { x: f64 }",
            "impl Point { fn get(&self) -> f64 { self.x } }",
            "macro_rules! twice { ($e:expr) => { 2.0 * $e } }",
            "use std::f64::consts::PI;",
            "struct Unused;",
            "use ndarray::*;",
            "use std::fmt::Write as _;",
            "extern crate ndarray as nd;",
            "static mut TIMES: u32 = 0;",
            "fn r#match(z: f64) -> f64 { z }",
            "fn sigmoid(z: f64) -> f64 { twice!(Point { x: r#match(z) }.get()) * PI * nd::arr1(&[1.0])[0] * TIMES }\n"
            "fn slope(a: f64) -> f64 { a }",
        ]
        wanted = "\n".join(part for part in parts if "Unused" not in part)
        self.found(self.split(*parts), "sigmoide", wanted, "en 10 celdas")


class Copies(Case):
    BROKEN = "fn chain(x: f64) -> f64 {\n    3.0 * \n}"

    def test_a_try_below_never_wins(self):
        for source in (self.BROKEN, "fn chain(x: f64) -> f64 {", CHAIN + "\n", "fn chain2(x: f64) -> f64 { nada }", ")"):
            book = toy.given(cadena=CHAIN)
            put(book, toy.at(book, "cadena") + 1, source, name="copia", grade_id="cadena")
            note = "está repetida: se califica la suya, y no la copia" if "fn" in source else ""
            made = self.found(book, "cadena", CHAIN, note)
            self.assertIn(source, [cell.source for cell in made.cells], "lo que escribió no se pierde")

    def test_one_above_does_not_win_either(self):
        book = toy.given(cadena=CHAIN)
        put(book, toy.at(book, "cadena"), self.BROKEN, name="copia", grade_id="cadena")
        self.found(book, "cadena", CHAIN, "está repetida")

    def test_with_the_same_id_the_first_that_has_something(self):
        book = toy.given(cadena=CHAIN)
        put(book, toy.at(book, "cadena") + 1, self.BROKEN, name="cadena", grade_id="cadena")
        self.found(book, "cadena", CHAIN, "está repetida")
        book = toy.given()
        put(book, toy.at(book, "cadena") + 1, CHAIN, name="copia", grade_id="cadena")
        self.found(book, "cadena", CHAIN)

    def test_a_hundred_copies_are_not_read(self):
        book = toy.given(cadena=CHAIN)
        for number in range(100):
            put(book, toy.at(book, "cadena") + 1, "{" * 50_000, name=f"c{number}", grade_id="cadena")
        self.found(book, "cadena", CHAIN, "más código del que se lee")


class Elsewhere(Case):
    def test_in_a_cell_of_ones_own(self):
        book = put(toy.given(), 4, f"// mía\n{CHAIN}")
        made = self.found(
            book, "cadena", f"// mía\n{CHAIN}", "la celda de «cadena» no tiene `chain`: se califica lo de otra celda"
        )
        self.assertEqual([cell.source for cell in made.cells if cell.id.startswith(restore.OWN)], [f"// mía\n{CHAIN}"])
        noted = next(cell for cell in made.cells if cell.id == "cadena").metadata[restore.NOTE]
        self.assertIn("`chain`", noted)

    def test_without_what_is_run_there(self):
        book = put(toy.given(), 4, f'let z = 1.0;\n{CHAIN}\nprintln!("{{}}", chain(z));')
        self.found(book, "cadena", CHAIN, "otra celda")

    def test_the_last_one(self):
        book = put(put(toy.given(), 4, CHAIN), 4, toy.CHAIN.format("    0.0"))
        self.found(book, "cadena", CHAIN, "otra celda")

    def test_never_over_an_answer(self):
        self.found(put(toy.given(cadena=CHAIN), 4, toy.CHAIN.format("    0.0")), "cadena", CHAIN)

    def test_half_of_it(self):
        book = toy.given(sigmoide=toy.SIGMOID.format("    z", toy.STUB))
        put(book, 7, SLOPE)
        source = self.answers(book).found["sigmoide"].source
        self.assertEqual(sorted(rust.read(source).functions), ["sigmoid", "slope"])
        self.assertNotIn("todo!", source)

    def test_when_its_cell_was_deleted(self):
        book = toy.given()
        del book.cells[toy.at(book, "cadena")]
        missing = self.answers(book)
        self.assertEqual((missing.found["cadena"].source, missing.notes), (None, ["falta la celda de respuesta «cadena»"]))
        put(book, 2, CHAIN)
        self.found(book, "cadena", CHAIN, "falta la celda de respuesta «cadena»: se califica lo de otra celda, con `chain`")

    def test_everything_in_one_cell_or_in_the_one_of_another(self):
        everything = f"{CHAIN}\n{HELPER}\n{SIGMOID}\n{SLOPE}"
        for book in (put(toy.given(), 3, everything), toy.given(cadena=everything)):
            found = self.answers(book).found
            self.assertEqual(sorted(rust.read(found["sigmoide"].source).functions), ["one", "sigmoid", "slope"])
            self.assertIn("chain", rust.read(found["cadena"].source).functions)

    def test_after_a_thousand_cells(self):
        book = toy.given(cadena=CHAIN)
        book.cells[1:1] = [node.cell("code", f"let a{number} = 1;", f"n{number}") for number in range(3000)]
        self.found(book, "cadena", CHAIN)
        self.found(put(book, len(book.cells), f"{SIGMOID}\n{SLOPE}"), "sigmoide", f"{SIGMOID}\n{SLOPE}", "otra celda")

    def test_more_code_than_is_read_is_said(self):
        many = rust.MOST // 90_000 + 2
        book = toy.given()
        for number in range(many):
            put(book, 3, f"// chain\n/*{number} {'x' * 90_000}*/", name=f"g{number}")
        self.assertIn("más código del que se lee", self.answers(book).notes[-1])

    def test_a_written_answer_below_its_cell(self):
        book = put(toy.given(), 9, "Por la recta.", "markdown")
        self.found(book, "reflexion", "Por la recta.", "en otra celda, debajo de la suya")
        self.found(put(toy.given(reflexion="Aquí."), 9, "Apuntes.", "markdown"), "reflexion", "Aquí.")


class Older(Case):
    def test_a_cell_as_it_was_published_was_not_changed_by_anybody(self):
        book = toy.given(cadena=CHAIN)
        book.cells[toy.at(book, "cadena_prueba")].source = "prueba(0)  # la de entonces"
        record(book)
        book.cells[toy.at(book, "sigmoide_prueba")].source = "trampa"
        made, notes = restore.restore(parsing.parse(toy.written(book)), self.assignment)
        self.assertEqual(
            notes,
            [
                "la celda «sigmoide_prueba» está cambiada: se usa la del curso",
                "el cuaderno se publicó antes que la tarea de ahora: se usan las celdas de ahora de «cadena_prueba»",
            ],
        )
        self.assertIn("prueba(1)", [cell.source for cell in made.cells if cell.id == "cadena_prueba"][0])


class Nameless(Case):
    """Lo que dejan los editores que borran quién es cada celda."""

    def erased(self, **answers):
        """nbformat_minor 2: sin identificadores y con `metadata: {}`."""
        book = toy.given(**answers)
        for cell in book.cells:
            cell.pop("id")
            cell.metadata = {}
        book.nbformat_minor, book.metadata = 2, {}
        return book

    def test_by_the_name_of_the_functions(self):
        book = self.erased(cadena=CHAIN, sigmoide=f"{HELPER}\n{SIGMOID}\n{SLOPE}", reflexion="Por la recta.")
        made = self.found(book, "cadena", CHAIN, "el cuaderno no dice qué es cada celda")
        self.assertEqual(len(self.answers(book).notes), 1)
        self.assertEqual(self.answers(book).written, 3)
        self.assertEqual(self.answers(book).found["reflexion"].source, "Por la recta.")
        self.assertEqual(
            [cell.id for cell in made.cells if cell.id in toy.STATEMENTS], ["titulo", "enunciado", "pregunta", "fin"]
        )
        _, notes = restore.restore(parsing.parse(toy.written(book)), self.assignment)
        self.assertEqual([note for note in notes if "cambiad" in note or "núcleo" in note], [])

    def test_a_notebook_of_something_else(self):
        book = node.book([node.cell("code", "fn otra() {}"), node.cell("markdown", "# Otra cosa")])
        self.assertEqual(self.answers(book).known, 0)

    def test_the_ids_of_colab(self):
        book = toy.given(cadena=CHAIN)
        for cell in book.cells:
            cell.metadata = {"id": cell.pop("id")}
        self.found(book, "cadena", CHAIN)

    def test_what_is_missing_is_said_in_one_sentence(self):
        book = self.erased(cadena=CHAIN, sigmoide=f"{HELPER}\n{SLOPE}\n{SIGMOID}")
        book.cells = [book.cells[2], book.cells[5]]
        _, notes = restore.restore(parsing.parse(toy.written(book)), self.assignment)
        missing = "faltan las celdas «preparacion», «cadena_prueba» y «sigmoide_prueba»: se usan las del curso"
        self.assertEqual([note for note in notes if "del curso" in note], [missing])

    def test_ids_without_the_keys_of_nbgrader_are_no_warning(self):
        book = toy.given(cadena=CHAIN)
        for cell in book.cells:
            cell.metadata = {}
        self.found(book, "cadena", CHAIN)
        self.assertEqual(restore.restore(parsing.parse(toy.written(book)), self.assignment)[1], [])

    def test_other_line_endings(self):
        book = json.loads(json.dumps(copy.deepcopy(toy.given(cadena=CHAIN))).replace("\\n", "\\r\\n"))
        self.found(node.read(json.dumps(book)), "cadena", CHAIN)
        self.assertEqual(restore.restore(parsing.parse(toy.written(book)), self.assignment)[1], [])


class Items(unittest.TestCase):
    def kinds(self, source):
        return [(item.kind, item.name) for item in rust.read(source).items]

    def test_what_hides_a_brace(self):
        for text in (
            '"}"',
            'r#"}"}"#',
            "'}'",
            "'\\''",
            "b'}'",
            "/* } /* } */ } */ 1",
            "// }\n1",
            'c"\\"}"',
            "'a: loop { break 'a }",
        ):
            source = f"fn f() {{ let x = {text}; }}\nfn g() {{}}"
            self.assertEqual(self.kinds(source), [("fn", "f"), ("fn", "g")], text)
            self.assertEqual(rust.read(source).open, 0, text)

    def test_every_kind(self):
        for source, expected in [
            ("#[inline]\n#[cfg(any(a, b))]\npub(crate) const unsafe fn f() {}", ("fn", "f")),
            ('pub extern "C" fn f() {}', ("fn", "f")),
            ("async fn r#type<'a>(x: &'a str) -> [u8; 2] { [0; 2] }", ("fn", "type")),
            ("struct P(f64);", ("struct", "P")),
            ("pub enum E { A, B }", ("enum", "E")),
            ("unsafe impl Send for P {}", ("impl", "")),
            ("pub trait T: Sized { fn a(); }", ("trait", "T")),
            ("const N: [u8; 2] = { [1, 2] };", ("const", "N")),
            ("static S: f64 = 1.0;", ("static", "S")),
            ("use std::{fmt, io as x};", ("use", "")),
            ("type A = Vec<f64>;", ("type", "A")),
            ("mod m { pub fn f() {} }", ("mod", "m")),
            ("macro_rules! m { () => {} }", ("macro", "m")),
            ("thread_local! { static T: u8 = 1; }", ("macro", "")),
            ("let x = if a { 1 } else { 2 };", (rust.STATEMENT, "")),
            ('println!("fn f() {{}}");', (rust.STATEMENT, "")),
        ]:
            self.assertEqual(self.kinds(source), [expected], source)
            self.assertEqual(self.kinds(f"{source}\nfn g() {{}}"), [expected, ("fn", "g")], source)

    def test_nothing_is_lost_and_nothing_breaks(self):
        for source in (
            "",
            "}",
            "{{{",
            '"sin cerrar',
            "/* sin cerrar",
            "'",
            "fn",
            "fn f",
            "#[",
            "pub(",
            'r#"',
            "fn f() {}\n// fin",
            "ñandú\u202e",
        ):
            code = rust.read(source)
            self.assertEqual("".join(map(code.text, code.items)).strip(), source.strip() if code.items else "")


class Shortcuts(unittest.TestCase):
    def used(self, answer, reference="fn f() {}"):
        return shortcuts.used(answer, reference, "fn f() { todo!() }")

    def test_what_the_library_already_does(self):
        for answer in (
            "fn sigmoid(z: f64) -> f64 { gradiente::sigmoid(z) }",
            "fn f() { ::gradiente::activation::sigmoid(1.0); }",
            "use gradiente::{dataset, sigmoid as s};\nfn f() { s(1.0); }",
            "use gradiente as g;\nfn f() { g::sigmoid(1.0); }",
            "use gradiente::*;\nfn f() { sigmoid(1.0); }",
        ):
            self.assertEqual(self.used(answer), ["sigmoid"], answer)
        self.assertEqual(self.used("fn f() { gradiente::Training { alpha: 1.0 }.run(a, b, c); }"), ["Training"])
        self.assertEqual(self.used("fn f() { Network { layers: vec![] }.forward(x); }"), ["Network"])

    def test_what_is_not_one(self):
        for answer in (
            "fn sigmoid(z: f64) -> f64 { z }\nfn f() { sigmoid(1.0); }",
            "fn f() { let sigmoid = 1.0; otra::sigmoid(); x.sigmoid(); }",
            'fn f() { println!("gradiente::sigmoid"); } // gradiente::Training',
            "fn f() { gradiente::dataset::xor(); }",
        ):
            self.assertEqual(self.used(answer), [], answer)
        self.assertEqual(self.used("fn f() { gradiente::sigmoid(1.0); }", "fn f() { gradiente::sigmoid(2.0) }"), [])


if __name__ == "__main__":
    unittest.main()
