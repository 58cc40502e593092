"""Qué diferencias entre dos figuras se toleran, y cuáles no."""

import base64
import io
import unittest

from PIL import Image, ImageDraw

from aula.notebooks import compare

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M 1 2 L 3 {}"/></svg>'


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
        return compare.difference((0, "image/png"), old or picture(), new)

    def svg(self, old, new):
        return compare.difference((0, "image/svg+xml"), old, new)

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

    def test_of_the_svg_only_whether_it_is_there(self):
        self.assertIsNone(self.svg(SVG.format(4), SVG.format(6)))
        self.assertIn("Ahora muestra algo que no está guardado (image/svg+xml)", self.svg(None, SVG))
        self.assertIn("Ya no muestra lo que está guardado (image/svg+xml)", self.svg(SVG, None))


if __name__ == "__main__":
    unittest.main()
