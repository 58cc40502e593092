//! El lienzo: plotters dibuja una sola vez, y cada trazo queda a la vez en el SVG y en la lista de lo que se pintará.

use std::convert::Infallible;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{FontStyle, FontTransform};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::bitmap::{Brush, Trace};
use super::font;
use super::png::encode;
use super::units::{DENSITY, UNIT, pixels};

/// Donde se dibuja. Sus coordenadas son [`units`](super::units::units).
pub(crate) type Area<'a> = DrawingArea<Canvas<'a>, Shift>;

/// El ancho y el alto de un área, en píxeles.
pub(crate) fn size(area: &Area) -> (f64, f64) {
    let (width, height) = area.dim_in_pixel();
    (pixels(width), pixels(height))
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Lo que deja un dibujo, que se llena a la vez: su SVG, y los trazos que se pintarán. `size` va en píxeles.
pub(crate) struct Canvas<'a> {
    pub(crate) size: (u32, u32),
    pub(crate) svg: &'a mut String,
    pub(crate) traces: &'a mut Vec<Trace>,
}

impl Canvas<'_> {
    /// Escribe una etiqueta sin contenido. `paint` es el nombre del atributo que lleva el color.
    fn tag(&mut self, name: &str, attributes: &str, paint: &str, color: BackendColor) {
        let _ = write!(self.svg, "<{name} {attributes} {paint}=\"{}\"", hex(color));
        if color.alpha < 1.0 {
            let _ = write!(self.svg, " opacity=\"{:.2}\"", color.alpha);
        }
        self.svg.push_str("/>\n");
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * UNIT as u32, self.size.1 * UNIT as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill_polygon([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)], &color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let mut path: Vec<_> = path.into_iter().collect();
        path.dedup();
        if path.len() < 2 || style.color().alpha == 0.0 {
            return Ok(());
        }
        snap(&mut path, style.stroke_width() as i32);
        let width = style.stroke_width() as i32;
        let attributes = format!("points=\"{}\" fill=\"none\" stroke-width=\"{}\"", points(&path), pixels(width));
        self.tag("polyline", &attributes, "stroke", style.color());
        let path: Vec<_> = path.into_iter().map(point).collect();
        self.traces.push(Trace::Stroke(path, pixels(width) as f32, brush(style.color())));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        if !fill {
            return self.draw_path(corners.into_iter().chain([from]), style);
        }
        let (width, height) = (to.0 - from.0, to.1 - from.1);
        let attributes = format!(
            "x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            pixels(from.0),
            pixels(from.1),
            pixels(width),
            pixels(height)
        );
        self.tag("rect", &attributes, "fill", style.color());
        self.traces.push(Trace::Fill(corners.map(point).to_vec(), brush(style.color())));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let path: Vec<_> = path.into_iter().collect();
        self.tag("polygon", &format!("points=\"{}\"", points(&path)), "fill", style.color());
        let path: Vec<_> = path.into_iter().map(point).collect();
        self.traces.push(Trace::Fill(path, brush(style.color())));
        Ok(())
    }

    /// Solo círculos rellenos: un aro es un círculo sobre otro.
    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, _fill: bool) -> Drawn {
        let attributes = format!("cx=\"{}\" cy=\"{}\" r=\"{}\"", pixels(center.0), pixels(center.1), pixels(radius));
        self.tag("circle", &attributes, "fill", style.color());
        self.traces.push(Trace::Disc(point(center), pixels(radius) as f32, brush(style.color())));
        Ok(())
    }

    /// Solo texto horizontal o que sube, que es lo que hace falta.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let (size, bold) = (pixels(style.size()), matches!(style.style(), FontStyle::Bold));
        let up = matches!(style.transform(), FontTransform::Rotate270);
        let width = font::width(text, size, bold);

        // Desde el ancla hasta el comienzo de la línea de base, como si el texto fuera horizontal.
        let along = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -width / 2.0,
            HPos::Right => -width,
        };
        let down = match style.anchor().v_pos {
            VPos::Top => size * font::ASCENT,
            VPos::Center => size * font::CAP_HEIGHT / 2.0,
            VPos::Bottom => -size * font::DESCENT,
        };
        let (x, y) = (pixels(x), pixels(y));
        let (x, y) = if up { (x + down, y - along) } else { (x + along, y + down) };

        let _ = write!(self.svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" textLength=\"{width:.1}\"");
        if bold {
            self.svg.push_str(" font-weight=\"bold\"");
        }
        if up {
            let _ = write!(self.svg, " transform=\"rotate(-90 {x:.1} {y:.1})\"");
        }
        let _ = writeln!(self.svg, " fill=\"{}\">{}</text>", hex(style.color()), escape(text));
        self.traces.push(Trace::Text { text: text.to_string(), at: (x, y), size, bold, up, color: rgb(style.color()) });
        Ok(())
    }

    /// Una imagen RGB con la densidad del mapa de bits.
    fn blit_bitmap(&mut self, corner: BackendCoord, size: (u32, u32), rgb: &[u8]) -> Drawn {
        let png = STANDARD.encode(encode((size.0, size.1, rgb.to_vec())));
        let _ = writeln!(
            self.svg,
            "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" href=\"data:image/png;base64,{png}\"/>",
            pixels(corner.0),
            pixels(corner.1),
            f64::from(size.0) / f64::from(DENSITY),
            f64::from(size.1) / f64::from(DENSITY)
        );
        self.traces.push(Trace::Image(point(corner), size, rgb.to_vec()));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = font::width(text, style.size(), matches!(style.style(), FontStyle::Bold));
        Ok((width.ceil() as u32, (style.size() * (font::ASCENT + font::DESCENT)).ceil() as u32))
    }
}

/// Lleva una línea horizontal o vertical al centro de sus píxeles, para que no quede borrosa.
fn snap(path: &mut [BackendCoord], width: i32) {
    let to_grid = |c: i32| if width % (2 * UNIT) == UNIT { c.div_euclid(UNIT) * UNIT + UNIT / 2 } else { c };
    if let [from, to] = path {
        if from.0 == to.0 {
            (from.0, to.0) = (to_grid(from.0), to_grid(to.0));
        }
        if from.1 == to.1 {
            (from.1, to.1) = (to_grid(from.1), to_grid(to.1));
        }
    }
}

/// Un punto, en los píxeles del mapa de bits.
fn point((x, y): BackendCoord) -> (f32, f32) {
    (pixels(x) as f32, pixels(y) as f32)
}

fn points(path: &[BackendCoord]) -> String {
    path.iter().map(|&(x, y)| format!("{},{}", pixels(x), pixels(y))).collect::<Vec<_>>().join(" ")
}

fn brush(color: BackendColor) -> Brush {
    Brush { color: rgb(color), alpha: color.alpha as f32 }
}

fn rgb(color: BackendColor) -> [u8; 3] {
    [color.rgb.0, color.rgb.1, color.rgb.2]
}

fn hex(color: BackendColor) -> String {
    let [r, g, b] = rgb(color);
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// El texto, listo para ir dentro de una etiqueta.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
