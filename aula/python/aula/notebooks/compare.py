"""Lo que muestra un cuaderno recién ejecutado, frente a lo guardado.

El texto tiene que ser idéntico. Una figura puede diferir en lo que nadie ve: el último dígito de un logaritmo cambia de una
máquina a otra y mueve un borde una fracción de píxel. De ella se miran los píxeles y el texto que la acompaña; del dibujo
SVG, que es el mismo, solo que esté.
"""

import base64
import difflib
import io

from PIL import Image, ImageChops, ImageSequence

IGNORE = "nbval-ignore-output"  # la etiqueta de una celda cuyo resultado cambia de una vez a otra
FAINT = 32  # de 255: una diferencia menor en un píxel no se ve
FEW = 0.0005  # la parte de los píxeles que puede diferir más


def differences(stored, now):
    """Las diferencias, una por celda: (número de celda, texto)."""
    for index, (old, new) in enumerate(zip(stored.cells, now.cells, strict=True)):
        if new.cell_type != "code" or IGNORE in new.metadata.get("tags", []):
            continue
        old, new = shown(old), shown(new)
        texts = [difference(kind, old.get(kind), new.get(kind)) for kind in dict.fromkeys([*old, *new])]
        if any(texts):
            yield index, "\n  ".join(text for text in texts if text)


def shown(cell):
    """Lo que muestra una celda: {(puesto, tipo): contenido}."""
    content = {}
    for place, output in enumerate(cell.outputs):
        if output.output_type == "stream":
            content[place, output.name] = output.text
        elif output.output_type == "error":
            content[place, "error"] = output.evalue
        else:
            for kind, data in output.data.items():
                content[place, kind] = data if isinstance(data, str) else repr(data)
    return content


def difference(where, old, new):
    kind = where[1]
    if old is None:
        return f"Ahora muestra algo que no está guardado ({kind}):\n{excerpt(kind, new)}"
    if new is None:
        return f"Ya no muestra lo que está guardado ({kind}):\n{excerpt(kind, old)}"
    if old.rstrip() == new.rstrip():
        return None
    if kind == "image/png":
        return png_difference(old, new)
    if kind == "image/svg+xml":
        return None  # la misma figura que el PNG y el texto que van con ella: deciden ellos
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "guardado", "ahora", lineterm="", n=1)
    return f"Muestra otra cosa ({kind}):\n" + "\n".join(f"    {line}" for line in lines)


def excerpt(kind, data):
    lines = data.splitlines()[:10] if not kind.startswith("image/") else [f"una imagen de {len(data)} caracteres"]
    return "\n".join(f"    {line}" for line in lines)


def png_difference(old, new):
    old, new = (frames(data) for data in (old, new))
    if [frame.size for frame in old] != [frame.size for frame in new]:
        return f"La imagen tiene otro tamaño: guardada, {sizes(old)}; ahora, {sizes(new)}."
    for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        bands = ImageChops.difference(before, after).split()
        worst = bands[0]
        for band in bands[1:]:
            worst = ImageChops.lighter(worst, band)
        visible = sum(worst.histogram()[FAINT:])
        if visible > FEW * before.width * before.height:
            of = f" del cuadro {number}" if len(old) > 1 else ""
            return f"La imagen cambió: difieren a la vista {visible} píxeles{of}, de {before.width * before.height}."
    return None


def frames(data):
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    return [frame.convert("RGBA") for frame in ImageSequence.Iterator(image)]


def sizes(images):
    return (
        f"{len(images)} de {images[0].width} × {images[0].height}" if len(images) > 1 else "{} × {}".format(*images[0].size)
    )
