"""Qué palabras mira `.ci/spelling.py`, y cuáles no. Sin diccionario: aquí solo está mal la palabra «mal»."""

import importlib.util
import unittest

from aula.facts import ROOT

SPEC = importlib.util.spec_from_file_location("spelling_checker", ROOT / ".ci" / "spelling.py")
checker = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(checker)

MARKDOWN = """---
mal: aquí no
---

# mal y `mal`, ``mal `mal` ``, $mal + 1$ y <b class="mal">mal</b>

Un mal<sub>mal</sub> (https://mal.cl), [mal](mal.md), mal/mal.rs, --mal, malMal y <i lang="en">mal</i>.

```rust
let mal = mal("mal"); // mal
println!("el mal {mal}\\n");
```

```json
mal
```
"""

RUST = """//! mal de `mal`
/// ```
/// let mal = 'm'; // mal
/// ```
fn mal<'a>(mal: &'a str) -> char { println!("Falta el\\n\\tmal {mal:?}"); println!("mal"); '"' } // mal
const MAL: &str = r#"el "mal" de C:\\mal"#; /* mal
mal */ "fn mal() {} y mal";
"""

PYTHON = '''"""El mal."""
mal = {"mal": f"no es {mal} mal"}  # mal
'''


class Words(unittest.TestCase):
    def wrong(self, text, suffix):
        return [line for line, word in checker.misspelled(text, suffix, lambda word: word != "mal") if word == "mal"]

    def test_of_a_text_the_prose_and_what_its_code_says(self):
        self.assertEqual(self.wrong(MARKDOWN, ".md"), [5, 5, 7, 7, 7, 10, 11])

    def test_of_a_program_its_comments_and_messages(self):
        self.assertEqual(self.wrong(RUST, ".rs"), [1, 3, 5, 5, 6, 6, 7])
        self.assertEqual(self.wrong(PYTHON, ".py"), [1, 2, 2])

    def test_what_is_blanked_keeps_its_place(self):
        for text, suffix in ((MARKDOWN, ".md"), (RUST, ".rs"), (PYTHON, ".py")):
            clean = checker.prose(text, suffix)
            self.assertEqual([len(line) for line in clean.split("\n")], [len(line) for line in text.split("\n")])


if __name__ == "__main__":
    unittest.main()
