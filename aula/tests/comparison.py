"""Qué diferencias entre dos figuras se toleran, y cuáles no. Lo ejecuta `tests/notebooks.rs`."""

import base64
import io
import sys
import unittest
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parent.parent / "src" / "bin" / "aula"))
import comparacion  # noqa: E402

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text x="10" y="20">0.5</text><path d="M 1 2 L 3 {}" stroke="{}"/></svg>'


def picture(draw=lambda pen: None, size=(640, 480), frames=1):
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.line((10, 10, 600, 400), "black", 3)
    draw(pen)
    file = io.BytesIO()
    image.save(file, "PNG", save_all=True, append_images=[Image.new("RGB", size, "white")] * (frames - 1))
    return base64.b64encode(file.getvalue()).decode()


class Figures(unittest.TestCase):
    def png(self, new, old=None):
        return comparacion.difference((0, "image/png"), old or picture(), new)

    def svg(self, new):
        return comparacion.difference((0, "image/svg+xml"), SVG.format("4", "#000"), new)

    def test_the_same_picture(self):
        self.assertIsNone(self.png(picture()))

    def test_a_faint_change_everywhere_and_a_strong_one_in_few_pixels(self):
        self.assertIsNone(self.png(picture(lambda pen: pen.rectangle((0, 450, 639, 479), (240, 240, 240)))))
        self.assertIsNone(self.png(picture(lambda pen: pen.rectangle((100, 300, 107, 307), "red"))))

    def test_a_visible_change(self):
        self.assertIn("difieren a la vista", self.png(picture(lambda pen: pen.rectangle((100, 300, 119, 319), "red"))))

    def test_another_size(self):
        self.assertIn("guardada, 640 × 480; ahora, 640 × 481", self.png(picture(size=(640, 481))))

    def test_every_frame_of_an_animation_counts(self):
        self.assertIn("3 de 640 × 480", self.png(picture(frames=3), picture(frames=2)))

    def test_a_point_that_moves_less_than_a_pixel(self):
        self.assertIsNone(self.svg(SVG.format("4.5", "#000")))

    def test_a_point_that_moves_more_another_colour_and_another_text(self):
        for new in (SVG.format("6", "#000"), SVG.format("4", "#001"), SVG.format("4", "#000").replace("0.5", "0.6")):
            self.assertIn("El dibujo SVG cambió", self.svg(new))


if __name__ == "__main__":
    unittest.main()
