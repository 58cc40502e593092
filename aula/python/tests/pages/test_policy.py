"""Qué puede hacer cada página: lo dice un solo sitio, y cada una, lo justo."""

import unittest

from aula.facts import ROOT
from aula.pages import policy, render


class Policy(unittest.TestCase):
    def directives(self, said):
        return dict(each.split(" ", 1) for each in said.split("; "))

    def test_none_asks_the_network_for_anything(self):
        for said in (policy.SITE, policy.FEEDBACK, policy.FORMGRADE, policy.reading("")):
            self.assertNotIn("http", said)
            self.assertNotIn("*", said)

    def test_what_someone_handed_in_runs_nothing(self):
        said = self.directives(policy.FEEDBACK)
        self.assertEqual(said["default-src"], "'none'")
        self.assertNotIn("script-src", said)

    def test_what_each_one_may_do(self):
        self.assertEqual(self.directives(policy.SITE)["script-src"], "'unsafe-inline' 'wasm-unsafe-eval' blob:")
        self.assertNotIn("connect-src", policy.SITE)
        self.assertEqual(self.directives(policy.FORMGRADE)["img-src"], "'self' data:")
        # La suma de la palabra «barra», hecha con `openssl dgst -sha256 -binary | base64`.
        digest = "'sha256-hMdJf3KjZNvRFjbdqvLtSHBa5HkNSnDcjyqjAkgrOds='"
        said = self.directives(policy.reading("barra"))
        self.assertEqual((said["script-src"], said["connect-src"]), (f"{digest} 'wasm-unsafe-eval'", "'self'"))
        self.assertEqual(said["worker-src"], "blob:")
        self.assertEqual(self.directives(policy.reading("barra", "barra"))["script-src"].split()[:2], [digest, digest])

    def test_it_is_said_in_one_place(self):
        folders = [ROOT / "aula" / "python" / "aula", render.SITE]
        files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".j2", ".html", ".js")]
        said = [path.name for path in files if "-src '" in path.read_text(encoding="utf-8")]
        self.assertEqual(said, [])


if __name__ == "__main__":
    unittest.main()
