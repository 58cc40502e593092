//! Los píxeles de una figura: en cada uno se pinta la parte exacta que cubre cada forma, y así no hay bordes dentados.
//!
//! La cobertura la calcula la misma biblioteca que pinta las letras. `tiny-skia`, que haría todo esto, deja un programa un
//! tercio mayor y tarda el doble en dibujar.

use std::f32::consts::TAU;

use ab_glyph::Font;
use ab_glyph_rasterizer::{Point, Rasterizer, point};

use super::font;
use super::units::{DENSITY, dots};

/// Un trazo: lo que hay que pintar, en píxeles de pantalla.
#[derive(Clone)]
pub(crate) enum Trace {
    /// Un polígono relleno.
    Fill(Vec<(f32, f32)>, Brush),
    /// Una línea, con su ancho.
    Stroke(Vec<(f32, f32)>, f32, Brush),
    /// Un círculo relleno: centro y radio.
    Disc((f32, f32), f32, Brush),
    /// Un texto desde el extremo izquierdo de su línea de base; `up` lo gira para que suba.
    Text { text: String, at: (f64, f64), size: f64, bold: bool, up: bool, color: [u8; 3] },
    /// Una imagen RGB ya pintada: esquina, ancho y alto en píxeles de imagen, y colores.
    Image((f32, f32), (u32, u32), Vec<u8>),
}

/// Con qué se pinta.
#[derive(Clone, Copy)]
pub(crate) struct Brush {
    pub(crate) color: [u8; 3],
    pub(crate) alpha: f32,
}

/// Una imagen de fondo blanco. Las medidas de sus funciones son píxeles de pantalla.
#[derive(Clone)]
pub(crate) struct Bitmap {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 3]>,
}

impl Bitmap {
    /// Pinta unos trazos, en orden, sobre una imagen de `width` × `height` píxeles.
    pub(crate) fn new((width, height): (u32, u32), traces: &[Trace]) -> Bitmap {
        let (width, height) = (width * DENSITY, height * DENSITY);
        let mut bitmap = Bitmap { width, height, pixels: vec![[255; 3]; (width * height) as usize] };
        traces.iter().for_each(|trace| bitmap.paint(trace));
        bitmap
    }

    fn paint(&mut self, trace: &Trace) {
        match trace {
            Trace::Fill(polygon, brush) => self.cover(std::slice::from_ref(polygon), *brush),
            Trace::Stroke(path, width, brush) => self.stroke(path, *width, *brush),
            Trace::Disc(center, radius, brush) => self.cover(&[circle(*center, *radius)], *brush),
            Trace::Text { text, at, size, bold, up, color } => self.text(text, *at, *size, *bold, *up, *color),
            Trace::Image(corner, size, rgb) => self.copy(*corner, *size, rgb),
        }
    }

    /// Traza una línea de `width` píxeles con los codos redondos.
    fn stroke(&mut self, path: &[(f32, f32)], width: f32, brush: Brush) {
        let radius = width / 2.0;
        let elbows = path.get(1..path.len().saturating_sub(1)).unwrap_or_default();
        let mut shapes: Vec<_> = elbows.iter().map(|&p| circle(p, radius)).collect();
        for pair in path.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = (x1 - x0).hypot(y1 - y0);
            if length > 0.0 {
                let (nx, ny) = ((y0 - y1) / length * radius, (x1 - x0) / length * radius);
                shapes.push(vec![(x0 - nx, y0 - ny), (x1 - nx, y1 - ny), (x1 + nx, y1 + ny), (x0 + nx, y0 + ny)]);
            }
        }
        self.cover(&shapes, brush);
    }

    /// Escribe `text` desde el extremo izquierdo de su línea de base; `up` lo gira para que suba.
    fn text(&mut self, text: &str, at: (f64, f64), size: f64, bold: bool, up: bool, color: [u8; 3]) {
        let (x0, y0) = (dots(at.0).round() as i32, dots(at.1).round() as i32);
        for glyph in font::layout(text, dots(size), bold).0 {
            let Some(outline) = font::face(bold).outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            outline.draw(|i, j, coverage| {
                let (x, y) = (corner.x as i32 + i as i32, corner.y as i32 + j as i32);
                let (x, y) = if up { (x0 + y, y0 - 1 - x) } else { (x0 + x, y0 + y) };
                self.blend(x, y, color, coverage);
            });
        }
    }

    /// Copia una imagen RGB, de `width` × `height` píxeles de imagen, con la esquina en `corner`.
    fn copy(&mut self, corner: (f32, f32), (width, height): (u32, u32), rgb: &[u8]) {
        let (x0, y0) = (dots(corner.0.into()).round() as u32, dots(corner.1.into()).round() as u32);
        for (row, line) in rgb.chunks_exact(3 * width as usize).enumerate().take(height as usize) {
            let start = (y0 + row as u32) * self.width + x0;
            for (pixel, color) in self.pixels[start as usize..].iter_mut().zip(line.chunks_exact(3)) {
                pixel.copy_from_slice(color);
            }
        }
    }

    /// Pinta la unión de unas formas, todas recorridas en el mismo sentido.
    fn cover(&mut self, shapes: &[Vec<(f32, f32)>], brush: Brush) {
        let density = DENSITY as f32;
        let points = || shapes.iter().flatten().map(|&(x, y)| (x * density, y * density));
        let (x0, x1) = bounds(points().map(|(x, _)| x));
        let (y0, y1) = bounds(points().map(|(_, y)| y));
        // Lo que cae fuera de la imagen no se reserva: quien dibuja ya recortó lo que podía irse lejos.
        if x1 <= x0 || y1 <= y0 || (x1 - x0).max(y1 - y0) > 4 * self.width.max(self.height) as i32 {
            return;
        }

        let mut rasterizer = Rasterizer::new((x1 - x0) as usize, (y1 - y0) as usize);
        let at = |(x, y): (f32, f32)| -> Point { point(x * density - x0 as f32, y * density - y0 as f32) };
        for shape in shapes {
            for (i, &from) in shape.iter().enumerate() {
                rasterizer.draw_line(at(from), at(shape[(i + 1) % shape.len()]));
            }
        }
        rasterizer.for_each_pixel_2d(|x, y, coverage| {
            self.blend(x0 + x as i32, y0 + y as i32, brush.color, coverage.min(1.0) * brush.alpha);
        });
    }

    fn blend(&mut self, x: i32, y: i32, color: [u8; 3], alpha: f32) {
        if alpha > 0.0 && (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y) {
            let pixel = &mut self.pixels[(y as u32 * self.width + x as u32) as usize];
            for (old, new) in pixel.iter_mut().zip(color) {
                *old = (f32::from(*old) + (f32::from(new) - f32::from(*old)) * alpha.min(1.0)).round() as u8;
            }
        }
    }

    /// La imagen para la pantalla: ancho, alto y colores RGB.
    pub(crate) fn shrunk(&self) -> (u32, u32, Vec<u8>) {
        let (width, height) = (self.width / DENSITY, self.height / DENSITY);
        let block = DENSITY * DENSITY;
        let mut rgb = Vec::with_capacity((width * height * 3) as usize);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [block / 2; 3]; // para redondear, no truncar
                for i in 0..block {
                    let at = (y * DENSITY + i / DENSITY) * self.width + x * DENSITY + i % DENSITY;
                    let pixel = self.pixels[at as usize];
                    sum = [0, 1, 2].map(|c| sum[c] + u32::from(pixel[c]));
                }
                rgb.extend(sum.map(|sum| (sum / block) as u8));
            }
        }
        (width, height, rgb)
    }

    /// La imagen entera, al doble: para un archivo.
    pub(crate) fn full(&self) -> (u32, u32, Vec<u8>) {
        (self.width, self.height, self.pixels.concat())
    }
}

fn bounds(values: impl Iterator<Item = f32> + Clone) -> (i32, i32) {
    let min = values.clone().fold(f32::INFINITY, f32::min);
    let max = values.fold(f32::NEG_INFINITY, f32::max);
    (min.floor() as i32, max.ceil() as i32 + 1)
}

fn circle((x, y): (f32, f32), radius: f32) -> Vec<(f32, f32)> {
    let sides = (8.0 + 4.0 * radius).min(64.0) as usize;
    let angles = (0..sides).map(|i| i as f32 / sides as f32 * TAU);
    angles.map(|angle| (x + radius * angle.cos(), y + radius * angle.sin())).collect()
}
