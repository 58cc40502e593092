"""Lee todo lo que puede leer quien lo ejecuta, y dice dónde encuentra alguno de los textos que se le dan."""

import json
import os
import re
import stat
import sys

asked = json.load(sys.stdin)
plain = [text.encode() for text in asked["needles"]]
escaped = [json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in asked["needles"]]
needles = re.compile(b"|".join(re.escape(text) for text in {*plain, *escaped}))
# Lo que no es del proyecto: bibliotecas instaladas, y Rust.
FOREIGN = ("/lib/", "/.venv/rust/", "/.venv/std/", "/.venv/bibliotecas/", "/.venv/cargo/")
BIGGEST = 20 << 20
found, read = [], 0
for place in asked["places"]:
    for folder, names, files in os.walk(place):
        names[:] = [name for name in names if os.path.join(folder, name) not in asked["skip"]]
        for name in files:
            path = os.path.join(folder, name)
            if any(part in path for part in FOREIGN):
                continue
            try:
                data = os.lstat(path)
                if not stat.S_ISREG(data.st_mode) or data.st_size > BIGGEST:
                    continue
                with open(path, "rb") as file:
                    content = file.read()
            except OSError:
                continue
            read += 1
            if match := needles.search(content):
                found.append([path, match[0].decode()])
print(json.dumps({"read": read, "found": found}))
